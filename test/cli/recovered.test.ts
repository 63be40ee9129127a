import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { anOrder } from "../../simulators/shop/builders.ts";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
  line.configure({
    RetailServerClientOptions: { ReturnToCartUrl: "https://shop.example/cart?ref={referralCode}" },
  });
});

afterEach(() => line.close());

/** After a run that reminded all three shoppers; the second one orders a minute later. */
async function remindedAndBought(): Promise<void> {
  await line.connector("run");
  const created = stampBefore(new Date(), -1);
  const order = anOrder({ id: "SO-1", customerId: "KUND-70012", created, total: "1234.5000000" });
  line.neighbours.retailServer.shop.addOrder(order);
}

function codeOf(shopper: number): string {
  const [mail] = line.neighbours.emarsys.deliveredTo(line.small.addresses[shopper] ?? "");
  return new URL(String(mail?.data["returnToCartUrl"])).searchParams.get("ref") ?? "";
}

function exportFile(...rows: readonly string[]): string {
  const file = join(line.folder, "orders.csv");
  writeFileSync(file, ["id;referralCode;created;total;currency", ...rows].join("\n"));
  return file;
}

describe("connector recovered", () => {
  it("says how it counted, then what it counted, and names nobody", async () => {
    await remindedAndBought();
    const { code, out, err } = await line.connector("recovered");
    expect([code, err]).toEqual([0, []]);
    expect(out[0]).toBe("How this was counted");
    const figures = out.indexOf("");
    expect(out.slice(1, figures).join(" ")).toMatch(/within 7 days after the\s+reminder/);
    expect(out.slice(figures + 1).map((text) => text.replaceAll(/\s+/g, " ").trim())).toEqual([
      "3 reminded 3 people",
      "0 clicked 0 people",
      "",
      "0 ordered after a click 0 people",
      "1 ordered without a click 1 person · 1234.5 SEK",
      "",
      "Reminders younger than 7 days, whose orders may still come: 3",
    ]);
    for (const told of line.private) expect(out.join("\n")).not.toContain(told);
  });

  it("with --json is one line of a stable shape", async () => {
    await remindedAndBought();
    const { out } = await line.connector("recovered", "--json", "--within", "3", "--channel", "128");
    expect(out).toHaveLength(1);
    const report = JSON.parse(out[0] ?? "") as Record<string, unknown>;
    expect(Object.keys(report)).toEqual([
      ...["rule", "from", "to", "withinDays", "reminded", "clicked", "ordered", "cancelled"],
      ...["unanswered", "remembered"],
    ]);
    expect(report).toMatchObject({
      withinDays: 3,
      reminded: { reminders: 3, people: 3, stillRunning: 3 },
      ordered: { afterReminder: { orders: 1, people: 1, revenue: { SEK: "1234.5" }, withoutTotal: 0 } },
    });
    for (const told of line.private) expect(out[0]).not.toContain(told);
  });

  it("counts orders of an export by their code, names its bad rows by number, and ends with 1 for them", async () => {
    await remindedAndBought();
    const at = new Date(Date.now() + 60_000).toISOString();
    const file = exportFile(
      `1;${codeOf(0)};${at};199,95;DKK`,
      `2;${codeOf(2)};${at};0,05;DKK`,
      `3;${codeOf(2)};soon;5,00;DKK`,
      `4;;${at};5,00;DKK`,
    );
    const { code, out, err } = await line.connector("recovered", "--orders", file);
    expect(code).toBe(1);
    const figures = out.map((text) => text.replaceAll(/\s+/g, " ").trim());
    expect(figures).toContain("2 ordered, with our code 2 people · 200 DKK");
    expect(figures).toContain("Orders of the export without a code: 1");
    expect(err).toEqual([
      "Rows of --orders that could not be used: 1",
      "  row 4: expected a moment such as 2026-11-22T10:00:00Z or 2026-11-22 10:00",
    ]);
  });

  it("before anybody was reminded counts nothing", async () => {
    const { code, out } = await line.connector("recovered", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out[0] ?? "")).toMatchObject({ reminded: { reminders: 0, people: 0 } });
  });

  it.each([
    [["--within", "0"], "--within: expected a number of days from 1 to 999"],
    [["--within", "1.5"], "--within: expected a number of days from 1 to 999"],
    [["--from", "2026-11-22", "--to", "2026-11-21"], "--from: expected a moment such as"],
    [
      ["--from", "2099-01-01T00:00:00Z"],
      "--from: expected a moment before that of --to, which is now when left out",
    ],
    [["--orders", "no-such-file.csv"], "--orders: expected a file that can be read"],
    [["--channel", "999"], "--channel: there is no operating unit of that number"],
    [["of", "Anna"], "recovered: expected no further word, got more"],
    [["--dry-run"], "recovered does not take --dry-run"],
  ])("%j is not understood", async (words, says) => {
    const { code, err } = await line.connector("recovered", ...words);
    expect([code, err[0]]).toEqual([2, expect.stringContaining(says)]);
  });

  it("without Retail Server is a fault, not a count of zero", async () => {
    await remindedAndBought();
    await line.neighbours.retailServer.close();
    const { code, out, err } = await line.connector("recovered", "--json");
    expect(code).toBe(1);
    expect(err[0]).toMatch(/^retail-server-unreachable/);
    expect(JSON.parse(out.at(-1) ?? "")).toMatchObject({ fault: { code: "retail-server-unreachable" } });
  });
});
