import { afterEach, describe, expect, it } from "vitest";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import type { Failure, Logged } from "../../simulators/server.ts";
import { aCart, aCustomer, aLine, aProduct, aShop } from "../../simulators/shop/builders.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Runner, type Sections, type Town } from "./open-town.ts";
import { accountOf, cartOf, emailOf, peopleOverTime } from "./people-over-time.ts";

/* Neighbours that ask us to stay away, or take long: waiting has an end, and so has a pass; the place is kept. */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const SECOND = 1000;
const MINUTE = 60 * SECOND;

let town: Town;
afterEach(() => town.close());

async function open(people: number, sections: Sections = {}): Promise<Runner> {
  const moments = Array.from(
    { length: people },
    (_, index) => new Date(NOW.getTime() - 60 * MINUTE + index * SECOND),
  );
  town = await openTown({ ...peopleOverTime(moments), now: NOW, sections });
  return town.runner();
}

function told(retryAfterSeconds: number): Failure {
  return { kind: "reply", reply: { status: 429, headers: { "retry-after": String(retryAfterSeconds) } } };
}

/** No call came while the server had asked to be left alone; those under way together with the first do not count. */
function expectHeeded(log: readonly Logged[], waits: Readonly<Record<string, number>>): void {
  const turnedAway = log.filter(({ failed }) => failed);
  expect(turnedAway.length).toBeGreaterThan(0);
  for (const { operation, at } of turnedAway) {
    const until = at.getTime() + (waits[operation] ?? 0) * SECOND;
    const early = log.filter((call) => call.at > at && call.at.getTime() < until);
    expect(early.map((call) => call.operation)).toEqual([]);
  }
}

function expectEverybodyOnce(people: number): void {
  expect(deliveredCarts(town).sort()).toEqual(Array.from({ length: people }, (_, index) => cartOf(index)));
  expect(town.neighbours.emarsys.swallowed).toEqual([]);
}

describe("a Retail Server that throttles", () => {
  it("is asked nothing before its Retry-After is over, whatever the question was, and nobody is lost", async () => {
    const runner = await open(30);
    const { retailServer } = town.neighbours;
    const waits = {
      "Carts/Search": 5,
      "Customers/GetByAccountNumbers": 10,
      "Customers(id)/GetOrderHistory": 20,
      "Products(id)/GetMediaLocations": 7,
    };
    for (const [operation, seconds] of Object.entries(waits))
      retailServer.faults.on(operation, told(seconds), operation === "Carts/Search" ? 2 : 3);
    const report = await runner.pass();
    expect(report).toMatchObject({ stopped: null, outcomes: { sent: 30 } });
    expectHeeded(retailServer.log, waits);
    expectEverybodyOnce(30);
  });

  it("is left alone for as long as it asks, by every pass of this process", async () => {
    const runner = await open(5);
    const { retailServer } = town.neighbours;
    retailServer.faults.on("Carts/Search", told(25 * 60), 1);
    expect((await runner.pass()).stopped).toBe("retail-server-throttled");
    const asked = retailServer.log.length;
    for (let tick = 1; tick < 5; tick++) {
      town.clock.pass(5 * MINUTE);
      expect((await runner.pass()).stopped).toBe("retail-server-throttled");
    }
    expect(retailServer.log.length).toBe(asked);
    town.clock.pass(5 * MINUTE);
    expect((await runner.pass()).outcomes).toEqual({ sent: 5 });
    expectHeeded(retailServer.log, { "Carts/Search": 25 * 60 });
  });

  it("for as long as anybody asks costs a pass a bounded wait, and the pass names it", async () => {
    const runner = await open(5);
    const { retailServer } = town.neighbours;
    retailServer.faults.on("*", told(12));
    for (let tick = 0; tick < 3; tick++) {
      const report = await runner.pass();
      expect(report.stopped).toBe("retail-server-throttled");
      expect(report.durationMs).toBeLessThanOrEqual(60 * SECOND);
      town.clock.pass(5 * MINUTE);
    }
    expectHeeded(retailServer.log, { "OrgUnits/GetOrgUnitConfiguration": 12 });
    retailServer.faults.clear();
    expect((await runner.pass()).outcomes).toEqual({ sent: 5 });
    expectEverybodyOnce(5);
  });
});

describe("an Emarsys that throttles", () => {
  it("the question of consent: the wait is bounded, nobody is claimed, and the next pass goes on", async () => {
    const runner = await open(30);
    const { emarsys } = town.neighbours;
    emarsys.throttle({ remaining: 0, resetAt: new Date(NOW.getTime() + 3 * MINUTE) });
    const report = await runner.pass();
    expect(report).toMatchObject({ stopped: "provider-throttled", outcomes: {}, durationMs: 0 });
    expect(emarsys.calls.get("getdata")).toBe(1);
    town.clock.pass(5 * MINUTE);
    expect((await runner.pass()).outcomes).toEqual({ sent: 30 });
    expectEverybodyOnce(30);
  });

  it("for a few seconds only is waited for, as long as it says and no longer", async () => {
    const runner = await open(30);
    const { emarsys } = town.neighbours;
    emarsys.throttle({ remaining: 0, resetAt: new Date(NOW.getTime() + 20 * SECOND) });
    expect(await runner.pass()).toMatchObject({ outcomes: { sent: 30 }, durationMs: 20 * SECOND });
    expect(emarsys.calls.get("getdata")).toBe(2);
    expectEverybodyOnce(30);
  });

  it("the hand-over: one request, which is not repeated, and the next pass reminds everybody once", async () => {
    const runner = await open(30);
    const { emarsys } = town.neighbours;
    emarsys.faults.on("trigger", told(120), 1);
    const report = await runner.pass();
    expect(report).toMatchObject({ stopped: "provider-throttled", outcomes: { later: 1 } });
    expect(report.durationMs).toBe(0);
    expect(emarsys.calls.get("trigger")).toBe(1);
    town.clock.pass(5 * MINUTE);
    expect((await runner.pass()).outcomes).toEqual({ sent: 30 });
    expectHeeded(emarsys.log, { trigger: 120 });
    expectEverybodyOnce(30);
  });
});

describe("a Retail Server that takes long", () => {
  /** As the timer has it; the host ends a pass after ten minutes, whatever it is doing. */
  const LIMIT = 4 * MINUTE;
  /** One request after the other, so that all together take hours. */
  const REQUEST_MS = SECOND;
  const PEOPLE = 120;

  /** People with three things each that nobody else has: as much to look up for every cart as can be. */
  function shop() {
    const products = Array.from({ length: PEOPLE * 3 }, (_, index) => aProduct({ id: 1000 + index }));
    const customers = Array.from({ length: PEOPLE }, (_, index) =>
      aCustomer({ account: accountOf(index), email: emailOf(index) }),
    );
    const carts = customers.map(({ account }, index) =>
      aCart({
        id: cartOf(index),
        customerId: account,
        modified: stampBefore(NOW, 60, BigInt(index)),
        lines: products.slice(3 * index, 3 * index + 3).map(({ id }) => aLine({ productId: id })),
      }),
    );
    const contacts = customers.map(({ email }) => ({ email: email ?? "", optIn: "1" as const }));
    return { shop: aShop({ products, customers, carts }), contacts };
  }

  it("lets every pass end in time and get on, and each goes on where the last one stopped", async () => {
    town = await openTown({ ...shop(), now: NOW });
    const { retailServer, emarsys } = town.neighbours;
    retailServer.faults.on("*", { kind: "slow", how: () => town.clock.sleep(REQUEST_MS) });
    const runner = await town.runner();
    const reports: PassReport[] = [];
    do {
      const report = await runner.pass({ maxMs: LIMIT });
      reports.push(report);
      expect(report.durationMs).toBeLessThan(LIMIT + MINUTE / 2);
      expect(report.outcomes.sent).toBeGreaterThan(0);
      town.clock.pass(MINUTE);
    } while (reports.at(-1)?.stopped === "time");
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.at(-1)?.stopped).toBeNull();
    expect(reports.map(({ found }) => found).reduce((sum, found) => sum + found)).toBe(PEOPLE);
    expectEverybodyOnce(PEOPLE);
    const withPicture = emarsys.delivered.filter(({ data }) => JSON.stringify(data).includes("L-100_1.png"));
    expect(withPicture).toHaveLength(PEOPLE);
  });
});
