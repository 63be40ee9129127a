import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;

/** After this one reminder is in doubt: Emarsys mailed it, and its answer was lost. */
beforeEach(async () => {
  line = await openCommandLine();
  line.neighbours.emarsys.faults.on("trigger", { kind: "drop-after" }, 1);
  await line.connector("run");
  line.neighbours.emarsys.faults.clear();
});

afterEach(() => line.close());

describe("connector unsure", () => {
  it("list names the cart, and nobody", async () => {
    const { code, out } = await line.connector("unsure", "list");
    const [cart = ""] = line.small.cartIds;
    expect(code).toBe(0);
    expect(out[0]).toBe("1 may or may not have been sent");
    expect(out[1]).toMatch(new RegExp(`^  cart ${cart}, channel 128, claimed .*Z, connection-lost$`));
    for (const told of line.private) expect(out.join("\n").toLowerCase()).not.toContain(told.toLowerCase());
  });

  it("resend lets the reminder go again with its old key, so that Emarsys can tell it from a new one", async () => {
    const [cart = ""] = line.small.cartIds;
    const { code, out } = await line.connector("unsure", "resend", cart);
    expect([code, out[0]]).toEqual([0, "1 go their way again with the next pass"]);
    await line.connector("run");
    expect(line.neighbours.emarsys.swallowed).toHaveLength(1);
    expect(line.neighbours.emarsys.delivered).toHaveLength(line.small.addresses.length);
    expect((await line.connector("unsure", "list")).out).toEqual(["0 may or may not have been sent"]);
  });

  it("dismiss counts it as sent", async () => {
    const { out } = await line.connector("unsure", "dismiss", "--all", "--json");
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject({ dismiss: [{ cartId: line.small.cartIds[0] }] });
    await line.connector("run");
    expect(line.neighbours.emarsys.swallowed).toEqual([]);
    const report: unknown = JSON.parse(
      (await line.connector("run", "--from", "2020-01-01T00:00:00Z", "--json")).out.at(-1) ?? "",
    );
    expect(report).toMatchObject({ outcomes: { "already-reminded": line.small.addresses.length } });
  });

  it.each([
    { words: ["unsure"], says: "expected list, resend or dismiss" },
    { words: ["unsure", "forget"], says: "expected list, resend or dismiss" },
    { words: ["unsure", "resend"], says: "expected the id of a cart, or --all" },
    { words: ["unsure", "resend", "cart", "--all"], says: "expected the id of a cart, or --all" },
    { words: ["unsure", "list", "cart"], says: "expected no further word" },
  ])("$words is not understood, and changes nothing", async ({ words, says }) => {
    const { code, err } = await line.connector(...words);
    expect(code).toBe(2);
    expect(err).toEqual([expect.stringContaining(says)]);
  });

  it("ends with 1 when no reminder of that cart is in doubt", async () => {
    const { code, out } = await line.connector("unsure", "dismiss", "another-cart");
    expect([code, ...out]).toEqual([1, "none of that name is in doubt"]);
  });
});
