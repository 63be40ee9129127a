import { describe, expect, it } from "vitest";
import { cart, line, stamp } from "../../test/carts.ts";
import { isDown } from "../../test/fake-provider.ts";
import { CHANNEL, minutesAgo, NOW, PASS, stage, type Stage } from "../../test/stage.ts";
import { anyCall, type LedgerCall } from "../../test/troubled-ledger.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { markOf } from "../cart/place.ts";
import { cursorId, readCursor } from "./cursor.ts";
import { takeLease } from "./lease.ts";
import type { PassReport } from "./pass-report.ts";

const HOUR = 3_600_000;
const DOWN = new ConnectorError("retail-server-unreachable", "no connection", { fix: "look at the network" });

describe("the window of a pass", () => {
  it("begins at now − Include and ends at now − Exclude when there was none before", async () => {
    const { pass, provider, shop } = withCarts({ early: 121, first: 120, last: 30, late: 29 });
    const report = await pass();
    expect(mailed(provider)).toEqual(["first", "last"]);
    expect(report).toMatchObject({
      window: { from: stamp(minutesAgo(120)).raw, to: stamp(minutesAgo(30)).raw },
      found: 2,
      outcomes: { sent: 2 },
      stopped: null,
      behindMinutes: 0,
    });
    expect(report).not.toHaveProperty("continueFrom");
    expect(shop.table.pages).toBe(1);
  });

  it("begins at StartFrom when there was none before and that is set", async () => {
    const { another, provider } = withCarts({ early: 301, first: 299, last: 30 });
    const startFrom = stamp(minutesAgo(300));
    await another({ pass: { ...PASS, startFrom } }).pass();
    expect(mailed(provider)).toEqual(["first", "last"]);
  });

  it("goes on behind the cursor, however long nobody ran", async () => {
    const { pass, provider, clock, shop } = withCarts({ a: 40 });
    await pass();
    clock.pass(10 * HOUR);
    shop.put(cart("b", { modified: new Date(NOW.getTime() + HOUR) }));
    expect(await pass()).toMatchObject({ found: 1, outcomes: { sent: 1 } });
    expect(mailed(provider)).toEqual(["a", "b"]);
  });

  it("calls what is older than the catch-up limit expired, and counts it", async () => {
    const { pass, provider, clock, shop } = withCarts({ a: 40 });
    await pass();
    clock.pass(30 * HOUR);
    shop.put(cart("too-old", { modified: new Date(NOW.getTime() + HOUR) }));
    shop.put(cart("in-time", { modified: new Date(NOW.getTime() + 6 * HOUR) }));
    expect(await pass()).toMatchObject({ found: 2, outcomes: { sent: 1, expired: 1 } });
    expect(mailed(provider)).toEqual(["a", "in-time"]);
  });

  it("ends by the server's clock when that is behind ours, and by ours when it is ahead", async () => {
    const { pass, provider, shop } = withCarts({ a: 45, b: 35 });
    shop.habits.serverTime = minutesAgo(10);
    expect((await pass()).window.to).toBe(stamp(minutesAgo(40)).raw);
    expect(mailed(provider)).toEqual(["a"]);
    shop.habits.serverTime = minutesAgo(-60);
    expect((await pass()).window.to).toBe(stamp(minutesAgo(30)).raw);
    expect(mailed(provider)).toEqual(["a", "b"]);
  });

  it("begins where the first pass ever began, also when no pass gets anywhere for longer than it is long", async () => {
    const { pass, shop, clock, provider } = withCarts({});
    await pass();
    shop.put(cart("a", { modified: NOW }));
    clock.pass(5 * HOUR);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(mailed(provider)).toEqual(["a"]);
  });

  it("begins where the faster of two first passes began, although the other would begin later", async () => {
    const { another, ledger } = withCarts({});
    const slow = another();
    const fast = another({ pass: { ...PASS, includeMinutes: 240 } });
    const beginsHere = ({ method, ids }: LedgerCall) => method === "create" && ids[0] === cursorId(CHANNEL);
    slow.ledger.next(beginsHere, () => fast.pass());
    expect((await slow.pass()).window.from).toBe(stamp(minutesAgo(240)).raw);
    expect((await readCursor(ledger, CHANNEL))?.modified).toEqual(stamp(minutesAgo(240)));
  });

  it("that begins in the future is not written down, so that it may be corrected", async () => {
    const { another } = withCarts({ a: 60 });
    const { pass, ledger } = another({ pass: { ...PASS, startFrom: stamp(minutesAgo(-600)) } });
    await pass();
    expect(await readCursor(ledger, CHANNEL)).toBeUndefined();
  });

  it("that was judged before holds nothing new", async () => {
    const { pass, provider } = withCarts({ a: 90, b: 60, c: 30 });
    expect(await pass()).toMatchObject({ found: 3, outcomes: { sent: 3 } });
    expect(await pass()).toMatchObject({ found: 0, outcomes: {}, stopped: null });
    expect(provider.delivered).toHaveLength(3);
  });
});

describe("a window that somebody asks for", () => {
  const from = stamp(minutesAgo(100));

  it("moves no cursor", async () => {
    const { pass, provider, ledger } = withCarts({ a: 110, b: 90, c: 60 });
    await pass({ window: { from, to: stamp(minutesAgo(70)) } });
    expect(mailed(provider)).toEqual(["b"]);
    expect(await readCursor(ledger, CHANNEL)).toBeUndefined();
    expect((await pass()).outcomes).toEqual({ sent: 2, "already-reminded": 1 });
  });

  it("never reaches into carts that are still in use", async () => {
    const { pass, provider } = withCarts({ abandoned: 31, "in-use": 29 });
    const report = await pass({ window: { from, to: stamp(NOW) } });
    expect(report.window.to).toBe(stamp(minutesAgo(30)).raw);
    expect(mailed(provider)).toEqual(["abandoned"]);
  });

  it("knows no catch-up limit", async () => {
    const { pass, provider } = withCarts({ old: 3000 });
    await pass({ window: { from: stamp(minutesAgo(4000)) } });
    expect(mailed(provider)).toEqual(["old"]);
  });

  it("takes up nothing that is due", async () => {
    const { pass, shop, clock } = withCarts({ a: 60 });
    shop.ordersByAccount.set("account-a", "unreadable");
    await pass();
    clock.pass(HOUR);
    shop.put(cart("b", { modified: NOW }));
    expect((await pass({ window: { from: stamp(NOW) } })).outcomes).toEqual({ sent: 1 });
    expect((await pass()).outcomes).toEqual({ later: 1, "already-reminded": 1 });
  });
});

describe("a fault in a pass", () => {
  it("stands in the report, leaves the cursor where the words end, and costs nobody a reminder", async () => {
    const { another, provider, shop } = withCarts({ a: 90, b: 80, c: 70, d: 60 });
    const { pass, ledger } = another({ pass: { ...PASS, sliceSize: 3 } });
    provider.during(() => undefined);
    provider.during(() => void shop.faults.set("ordersSince", DOWN));
    const report = await pass();
    expect(report).toMatchObject({
      found: 2,
      outcomes: { sent: 2 },
      stopped: "retail-server-unreachable",
      fault: { code: DOWN.code, message: DOWN.message, fix: "look at the network" },
      continueFrom: stamp(minutesAgo(80)).raw,
      behindMinutes: 50,
    });
    expect((await readCursor(ledger, CHANNEL))?.mark).toBe(markOf("b"));
    shop.faults.clear();
    expect(await pass()).toMatchObject({ found: 2, outcomes: { sent: 2 }, stopped: null });
    expect(mailed(provider)).toEqual(["a", "b", "c", "d"]);
  });

  it("of the provider within a slice leaves the cursor in front of the whole slice", async () => {
    const { pass, provider, ledger, clock } = withCarts({ a: 90, b: 80, c: 70 });
    provider.during(() => provider.next(isDown));
    expect(await pass()).toMatchObject({
      outcomes: { sent: 1, later: 2 },
      stopped: "provider-unreachable",
      continueFrom: stamp(minutesAgo(120)).raw,
    });
    expect((await readCursor(ledger, CHANNEL))?.modified).toEqual(stamp(minutesAgo(120)));
    clock.pass(HOUR / 60);
    expect((await pass()).outcomes).toEqual({ sent: 2, "already-reminded": 1 });
    expect(mailed(provider)).toEqual(["a", "b", "c"]);
  });

  it("before the window is known claims nothing about the window", async () => {
    const { pass, shop } = withCarts({ a: 60 });
    shop.faults.set("channel", DOWN);
    const report = await pass();
    expect(report).toMatchObject({ found: 0, stopped: "retail-server-unreachable", behindMinutes: 0 });
    expect(report).not.toHaveProperty("continueFrom");
  });

  it("of the ledger is reported as well, wherever it begins", async () => {
    const { pass: reference, ledger: counted } = withCarts({ a: 90, b: 60 });
    await reference();
    for (let calls = 0; calls < counted.calls.length; calls++) {
      const { another, provider } = withCarts({ a: 90, b: 60 });
      const { pass, ledger } = another();
      ledger.always(() => ledger.calls.length > calls, "fails");
      expect((await pass()).found).toBeLessThanOrEqual(2);
      expect(provider.mailedTwice()).toEqual([]);
    }
    const { pass, ledger } = withCarts({ a: 90 });
    ledger.always(anyCall, "fails");
    expect(await pass()).toMatchObject({ found: 0, stopped: "ledger-unreachable", unsettled: 0 });
  });

  it("that we did not foresee is reported as ours", async () => {
    const { another } = withCarts({ a: 60 });
    const { pass } = another({
      personKey: () => Promise.reject(new TypeError("undefined is not a function")),
    });
    expect(await pass()).toMatchObject({ stopped: "broken-promise" });
  });
});

describe("the record of a pass", () => {
  it("is kept in the ledger and logged, whatever came of it", async () => {
    const { pass, store, logged, shop } = withCarts({ a: 60 });
    const report = await pass();
    shop.faults.set("channel", DOWN);
    await pass();
    const kept = store.documents().filter((doc) => doc.kind === "run");
    expect(kept.map((doc) => doc.report)).toEqual([
      expect.objectContaining({ runId: report.runId, outcomes: { sent: 1 } }),
      expect.objectContaining({ stopped: "retail-server-unreachable" }),
    ]);
    expect(logged.filter((entry) => entry === "info pass ended")).toHaveLength(2);
  });

  it("adds up over every way a cart can end", async () => {
    const { pass, shop } = withCarts({ a: 90, b: 80, c: 70 });
    shop.put(
      cart("empty", { modified: minutesAgo(60), lines: [] }),
      cart("guest", { modified: minutesAgo(60), account: undefined }),
      cart("voided", { modified: minutesAgo(60), lines: [line("p1", { kind: "voided" })] }),
      cart("older", { modified: minutesAgo(95), account: "account-a" }),
    );
    shop.customersByAccount.set("account-b", "missing");
    shop.ordersByAccount.set("account-c", "unreadable");
    const report = await pass();
    expect(report.outcomes).toEqual({
      empty: 1,
      "no-customer": 1,
      "nothing-to-show": 1,
      "customer-missing": 1,
      superseded: 1,
      later: 1,
      sent: 1,
    });
    expect(total(report)).toBe(report.found);
  });

  it("counts rows that were not readable as carts", async () => {
    const { pass, shop } = withCarts({ a: 60 });
    shop.table.putUnreadable("strange", stamp(minutesAgo(50)));
    expect(await pass()).toMatchObject({ found: 1, unreadableRows: 1 });
  });
});

describe("a second pass at the same time", () => {
  it("runs beside the first, unless it is asked to give way", async () => {
    const { pass, another, tools, provider } = withCarts({ a: 60 });
    const lease = await takeLease(tools, CHANNEL, "another run");
    await expect(another().pass({ refuseIfUnderWay: true })).rejects.toMatchObject({
      code: "pass-under-way",
    });
    expect(provider.delivered).toEqual([]);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    await lease.end();
    expect((await pass({ refuseIfUnderWay: true })).stopped).toBeNull();
  });

  it("may follow at once on one that has failed", async () => {
    const { pass, shop } = withCarts({ a: 60 });
    shop.faults.set("channel", DOWN);
    await pass();
    shop.faults.clear();
    expect((await pass({ refuseIfUnderWay: true })).outcomes).toEqual({ sent: 1 });
  });

  it("mails nobody twice", async () => {
    const { pass, another, provider } = withCarts({ a: 90, b: 80, c: 70, d: 60, e: 50 });
    const reports = await Promise.all([pass(), another().pass()]);
    expect(provider.delivered).toHaveLength(5);
    expect(provider.mailedTwice()).toEqual([]);
    for (const report of reports) expect(total(report)).toBe(report.found);
  });
});

/** A shop with one cart per name, each left that many minutes ago. */
function withCarts(ages: Readonly<Record<string, number>>): Stage {
  const scene = stage();
  for (const [id, age] of Object.entries(ages)) scene.shop.put(cart(id, { modified: minutesAgo(age) }));
  return scene;
}

function mailed(provider: Stage["provider"]): readonly string[] {
  return provider.delivered.map(({ cartId }) => cartId);
}

function total(report: PassReport): number {
  return Object.values(report.outcomes).reduce((sum, count) => sum + count, 0);
}
