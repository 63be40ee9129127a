import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { aCart } from "../../simulators/shop/builders.ts";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;
let address: string;
let cartId: string;

beforeEach(async () => {
  line = await openCommandLine();
  [address = "", cartId = ""] = [line.small.addresses[1] ?? "", line.small.cartIds[1] ?? ""];
});

afterEach(() => line.close());

async function explained(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await line.connector("explain", ...words);
  const text = out.join("\n");
  expect([code, err]).toEqual([0, []]);
  for (const told of line.private.filter((word) => !words.includes(word))) expect(text).not.toContain(told);
  for (const word of words.filter((one) => one.includes("@"))) expect(text).not.toContain(word);
  return text;
}

describe("explaining a cart", () => {
  it("before any run: what would happen, and nothing does", async () => {
    const text = await explained(cartId);
    expect(text).toContain("The ledger knows nothing of this person.");
    expect(text).toMatch(new RegExp(`cart ${cartId}, last modified .*Z, 1 of 1 lines to show`));
    expect(text).toContain("→ sent: would be reminded now");
    const seen = text
      .split("\n")
      .flatMap(
        (one) =>
          /^\s+\S+Z {2}(identify|guard|enrich|claim|hand over) +(.*)$/.exec(one)?.slice(1).join(": ") ?? [],
      );
    expect(seen).toEqual([
      "identify: a customer with an e-mail address",
      "guard: consent by provider-opt-in (emarsys): yes",
      "guard: carts of the account: 1",
      expect.stringMatching(/^guard: orders of the account since \S+Z: 0$/),
      expect.stringMatching(/^enrich: 1 of 1 product found, in /),
      expect.stringMatching(/^enrich: a product with \d+ pictures?$/),
      "claim: nothing in the ledger speaks against it; a new entry",
      expect.stringMatching(/^hand over: to emarsys: 1 line, [\d.]+ \w{3} in all, language /),
    ]);
    expect(line.neighbours.emarsys.delivered).toEqual([]);
    expect(line.documents()).toEqual([]);
  });

  it("in a series: which reminder waits, until when and why", async () => {
    line.env["ReminderOptions__Steps__0__AfterHours"] = "24";
    await line.connector("run");
    expect(await explained(cartId)).toMatch(
      new RegExp(
        `waits until .*Z because of later-step \\(the next reminder of its series comes then\\), .*: second reminder of cart ${cartId}`,
      ),
    );
  });

  it("after it was reminded: when, on what grounds, and that it will not be again", async () => {
    await line.connector("run");
    const before = line.documents();
    const text = await explained(cartId);
    expect(text).toMatch(
      new RegExp(
        [
          `Z  cart ${cartId}: sent`,
          "    consent: opted-in by provider-opt-in \\(emarsys\\), asked .*Z, \\d+ s before the claim",
          "    purchases: 0 recent orders in 1 account, asked .*Z, \\d+ s before the claim",
        ].join("\n"),
      ),
    );
    expect(text).toContain("→ already-reminded: this person was already reminded of these contents");
    expect(line.documents()).toEqual(before);
    expect(line.neighbours.emarsys.delivered).toHaveLength(3);
  });

  it("whose shopper is still shopping: nobody is promised a reminder now", async () => {
    line.neighbours.retailServer.shop.touchCart(cartId);
    expect(await explained(cartId)).toContain("touched too lately to be abandoned");
  });

  it("that the passes have gone by: only an explicit window still finds it", async () => {
    await line.connector("run");
    const modified = stampBefore(new Date(), 90, 0n);
    line.neighbours.retailServer.shop.putCart(aCart({ id: "vagn-sen", customerId: "KUND-70012", modified }));
    line.configure({ ReminderOptions: { MinHoursBetweenReminders: 0 } });
    line.neighbours.retailServer.shop.removeCart(cartId);
    expect(await explained("vagn-sen")).toContain("the passes have gone on from here");
  });

  it("that may not be reminded: the word, and what it means", async () => {
    line.neighbours.retailServer.shop.blockCustomer("KUND-70012");
    const text = await explained(cartId);
    expect(text).toContain("identify  a customer with an e-mail address, blocked or opted out in Commerce");
    expect(text).toContain("(emarsys): no, blocked or opted out in Commerce");
    expect(text).not.toContain("of the account");
    expect(text).toContain("→ no-consent (commerce-flags): no permission to write to this person");
  });

  it("that nobody has", async () => {
    const text = await explained("no-such-cart");
    expect(text).toContain("Retail Server shows no such cart now");
    expect(text).toContain("explain the person's e-mail address instead");
  });
});

describe("explaining a person", () => {
  it("before any run: the ledger knows nothing", async () => {
    const text = await explained(address);
    expect(text).toContain("The ledger knows nothing of this person.");
    expect(text).toContain("explain the cart instead");
  });

  it("after a reminder, however the address is written", async () => {
    await line.connector("run");
    const text = await explained(` ${address.toUpperCase()} `);
    expect(text).toContain(`cart ${cartId}: sent`);
    expect(text).toContain("→ already-reminded");
  });

  it("as JSON, without address, name and account number", async () => {
    await line.connector("run");
    const told = JSON.parse(await explained(address, "--json")) as unknown;
    expect(told).toMatchObject({
      channel: "128",
      subject: "person",
      person: { past: [{ cartId, outcome: "sent" }] },
      carts: [{ cartId, lines: 1, shown: 1, now: { outcome: "already-reminded" }, reach: "passed" }],
    });
  });

  it("whom nobody knows how the mail to ended", async () => {
    line.neighbours.emarsys.faults.on("trigger", { kind: "drop-after" }, 1);
    await line.connector("run");
    const first = line.small.addresses[0] ?? "";
    const text = await explained(first);
    expect(text).toMatch(/may or may not have been sent since .*Z \(connection-lost\)/);
    expect(text).toContain("→ unsure: ");
  });
});

it("a fault is told as by any other command", async () => {
  line.configure({ RetailServerClientOptions: { OperatingUnitNumber: "999" } });
  const { code, out, err } = await line.connector("explain", cartId, "--json");
  expect(code).toBe(1);
  expect(err).toEqual([expect.stringMatching(/^operating-unit-unknown: .*\n {2}mend: /)]);
  expect(out.map((text) => JSON.parse(text) as unknown)).toMatchObject([
    { fault: { code: "operating-unit-unknown" } },
  ]);
});
