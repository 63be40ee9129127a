import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { anOrder } from "../../simulators/shop/builders.ts";
import { demoShop } from "../../simulators/shop/demo-shop.ts";
import { decimal } from "../../src/cart/decimal.ts";
import { leadBack } from "../../src/run/lead-back.ts";
import { recovered, type ExportedOrder, type RecoveredReport } from "../../src/run/recovered.ts";
import { openTown, type Runner, type Town } from "./open-town.ts";

/*
 * A pass over the demo shop, clicks, orders, and what is counted of them two weeks later. The figures were added up by
 * hand from the orders below.
 */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("what came of a pass over the demo shop", () => {
  const { shop, contacts } = demoShop({ now: NOW });
  let town: Town;
  let runner: Runner;
  let report: RecoveredReport;

  beforeAll(async () => {
    const links = { ReturnLink: "tracked", PublicBaseUrl: "https://app.example" };
    town = await openTown({ shop, contacts, now: NOW, sections: { LinkOptions: links } });
    runner = await town.runner();
    await runner.pass();
    town.clock.pass(HOUR);
    // 0 to 3 click an hour later, and 0 once more
    for (const shopper of [0, 1, 2, 3]) await click(shopper);
    town.clock.pass(HOUR);
    await click(0);
    orders();
    town.clock.pass(14 * DAY);
    // two weeks later it is another process
    runner = await town.runner();
    report = await counted();
  });
  afterAll(() => town.close());

  /** Whom the demo's n-th mail went to, and where its link leads. */
  function mailed(n: number) {
    const mail = town.neighbours.emarsys.delivered[n];
    const customer = shop.customers.find(({ email }) => email?.toLowerCase() === mail?.email.toLowerCase());
    if (mail === undefined || customer === undefined) throw new Error(`there is no mail ${n}`);
    return { account: customer.account, link: String(mail.data["returnToCartUrl"]) };
  }

  async function click(n: number): Promise<void> {
    const tools = { ...runner.wired, rules: runner.wired.doubtTools.rules };
    await leadBack(tools, mailed(n).link.split("/r/")[1] ?? "", true);
  }

  function order(n: number, afterDays: number, of: { total?: string; status?: number }): void {
    const { account: customerId } = mailed(n);
    const created = stampBefore(NOW, -afterDays * 24 * 60);
    town.neighbours.retailServer.shop.addOrder(
      anOrder({ id: `order-${n}-${afterDays}`, customerId, created, ...of }),
    );
  }

  function orders(): void {
    order(0, 1, { total: "1000.10" });
    order(0, 6, { total: "0.2" });
    order(1, 2, { total: "2000.20", status: 7 });
    order(2, 5, { total: "499.5000000" });
    order(2, 8, { total: "777" });
    order(4, 3, { total: "89.90" });
    order(5, 6.99, {});
    order(6, 7.01, { total: "5000" });
  }

  function counted(
    withinDays = 7,
    exported?: readonly ExportedOrder[],
    from = new Date(NOW.getTime() - DAY),
  ): Promise<RecoveredReport> {
    const { retentionDays } = runner.wired.doubtTools.rules;
    const window = { from, to: town.clock.now(), withinDays };
    return recovered(
      { ...runner.wired, retentionDays },
      { ...window, ...(exported === undefined ? {} : { exported }) },
    );
  }

  it("is told apart: reminded, clicked, ordered after a click, ordered without one", () => {
    const sent = town.neighbours.emarsys.delivered.length;
    expect(sent).toBeGreaterThan(100);
    expect(report).toEqual({
      rule: report.rule,
      from: "2026-11-21T12:00:00.000Z",
      to: "2026-12-06T14:00:00.000Z",
      withinDays: 7,
      reminded: { reminders: sent, people: sent, stillRunning: 0 },
      clicked: { reminders: 4, people: 4 },
      ordered: {
        byCode: { orders: 0, people: 0, revenue: {}, withoutTotal: 0 },
        // 1000.10 + 0.20 + 499.50
        afterClick: { orders: 3, people: 2, revenue: { SEK: "1499.8" }, withoutTotal: 0 },
        afterReminder: { orders: 2, people: 2, revenue: { SEK: "89.9" }, withoutTotal: 1 },
      },
      cancelled: 1,
      unanswered: { guests: 0, unreadable: 0 },
      remembered: { days: 180, shortened: 0, suppressed: 0 },
    });
  });

  it("is more when an order may come later", async () => {
    const { ordered } = await counted(9);
    expect(ordered.afterClick.revenue).toEqual({ SEK: "2276.8" });
    expect(ordered.afterReminder.revenue).toEqual({ SEK: "5089.9" });
  });

  it("is nothing of a time in which nobody was reminded", async () => {
    const later = await counted(7, undefined, new Date(NOW.getTime() + DAY));
    expect(later.reminded).toEqual({ reminders: 0, people: 0, stillRunning: 0 });
    expect(later.ordered.afterReminder.orders).toBe(0);
  });

  it("says its rule first, with the days and the moments, and names nobody", async () => {
    expect(report.rule.join(" ")).toContain("within 7 days after the reminder");
    expect((await counted(1)).rule.join(" ")).toContain("within 1 day after");
    const text = JSON.stringify(report);
    for (const { account, email, lastName } of shop.customers) {
      for (const told of [account, email, lastName]) {
        if ((told ?? "") !== "") expect(text).not.toContain(told);
      }
    }
  });

  it("counts people of whom Retail Server will not tell, and goes on with the others", async () => {
    const refuses = (account: string) => account === mailed(4).account;
    const channels = runner.wired.channels.map((channel) => ({
      ...channel,
      retailServer: {
        ...channel.retailServer,
        ordersSince: (account: string, since: Parameters<typeof channel.retailServer.ordersSince>[1]) =>
          refuses(account)
            ? Promise.resolve({ kind: "unreadable", why: "row-unreadable" } as const)
            : channel.retailServer.ordersSince(account, since),
      },
    }));
    const { retentionDays } = runner.wired.doubtTools.rules;
    const told = await recovered(
      { ...runner.wired, channels, retentionDays },
      { from: NOW, to: town.clock.now(), withinDays: 7 },
    );
    expect(told.unanswered).toEqual({ guests: 0, unreadable: 1 });
    expect(told.ordered.afterClick.orders).toBe(3);
    expect(told.ordered.afterReminder).toMatchObject({ orders: 1, withoutTotal: 1 });
  });
});

describe("orders that carry a referral code", () => {
  const { shop, contacts } = demoShop({ now: NOW });
  let town: Town;
  afterAll(() => town.close());

  it("count by it alone, for the very reminder, while codes of others count for nothing", async () => {
    const url = "https://shop.example/cart?ref={referralCode}";
    const sections = { RetailServerClientOptions: { ReturnToCartUrl: url } };
    town = await openTown({ shop, contacts, now: NOW, sections });
    await (await town.runner()).pass();
    town.clock.pass(10 * DAY);
    const runner = await town.runner();
    const codes = town.neighbours.emarsys.delivered.map(({ data }) =>
      new URL(String(data["returnToCartUrl"])).searchParams.get("ref"),
    );
    expect(new Set(codes).size).toBe(codes.length);
    const order = (id: string, code: string | null | undefined, of: Partial<ExportedOrder> = {}) => ({
      ...{ id, referralCode: code ?? "", at: NOW.getTime() + DAY, currency: "DKK", isCancelled: false },
      total: decimal("100.10"),
      ...of,
    });
    // the shop tells Commerce of one order as well
    const mail = town.neighbours.emarsys.delivered[1];
    const customer = shop.customers.find(({ email }) => email?.toLowerCase() === mail?.email.toLowerCase());
    const told = anOrder({
      id: "B",
      customerId: customer?.account ?? "",
      created: stampBefore(NOW, -24 * 60),
      total: "1",
    });
    town.neighbours.retailServer.shop.addOrder(told);
    const report = await recovered(
      { ...runner.wired, retentionDays: 180 },
      {
        from: NOW,
        to: town.clock.now(),
        withinDays: 7,
        exported: [
          order("A", codes[0]),
          order("B", codes[1], { currency: "EUR", total: decimal("0.1") }),
          order("B", codes[1], { currency: "EUR", total: decimal("0.1") }),
          order("C", codes[2]?.toLowerCase(), { isCancelled: true }),
          order("D", codes[3], { at: NOW.getTime() + 8 * DAY }),
          order("E", "SUMMER24"),
          order("F", "AC-R1-AAAAAAAAAAAAAA"),
          order("G", codes[4]?.replace("AC-", "FORMER-")),
        ],
      },
    );
    // A and G, and B once although three have told of it
    expect(report.ordered).toEqual({
      byCode: { orders: 3, people: 3, revenue: { DKK: "200.2", EUR: "0.1" }, withoutTotal: 0 },
      afterClick: { orders: 0, people: 0, revenue: {}, withoutTotal: 0 },
      afterReminder: { orders: 0, people: 0, revenue: {}, withoutTotal: 0 },
    });
    expect(report).toMatchObject({ cancelled: 1, exported: { orders: 8, withCodeOfOurs: 5 } });
    expect(report.rule.join(" ")).toContain("By code:");
  });
});
