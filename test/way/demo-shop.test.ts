import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoShop } from "../../simulators/shop/demo-shop.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Runner, type Town } from "./open-town.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");

describe("a pass over the demo shop", () => {
  const { shop, contacts, expected } = demoShop({ now: NOW });
  let town: Town;
  let runner: Runner;
  let first: PassReport;

  beforeAll(async () => {
    town = await openTown({ shop, contacts, now: NOW });
    runner = await town.runner();
    first = await runner.pass();
  });
  afterAll(() => town.close());

  it("gives every cart the outcome its story asks for", () => {
    // Retail Server does not show guests' carts when asked for customers' carts only; carts whose owner it does
    // not tell are the others
    const untold = [...expected.carts.values()].filter(({ label }) => label === "customer untold").length;
    const endings = [...expected.byEnding].filter(
      ([ending]) => ending !== "out-of-reach" && ending !== "unreadable" && ending !== "no-customer",
    );
    expect(first.outcomes).toEqual({ ...Object.fromEntries(endings), "no-customer": untold });
    expect(first.stopped).toBeNull();
    expect(first.unreadableRows).toBe(expected.byEnding.get("unreadable"));
  });

  it("counts every cart once, and the counts add up", () => {
    const total = Object.values(first.outcomes).reduce((sum, count) => sum + count, 0);
    expect(first.found).toBe(total);
  });

  it("triggers exactly the carts that were to be sent, each person once", () => {
    const toSend = [...expected.carts].filter(([, { ending }]) => ending === "sent").map(([id]) => id);
    const delivered = deliveredCarts(town);
    expect(delivered.sort()).toEqual(toSend.sort());
    const people = town.neighbours.emarsys.delivered.map(({ email }) => email.toLowerCase());
    expect(new Set(people).size).toBe(people.length);
  });

  it("changes nothing in Retail Server", () => {
    expect(town.neighbours.retailServer.writeAttempts()).toEqual([]);
  });

  it("reminds nobody when the same window is judged again", async () => {
    const before = town.neighbours.emarsys.delivered.length;
    const again = await runner.pass({ window: {} });
    expect(again.found).toBe(first.found);
    expect(again.outcomes.sent).toBeUndefined();
    expect(again.outcomes["already-reminded"]).toBe(first.outcomes.sent);
    expect(town.neighbours.emarsys.delivered.length).toBe(before);
    expect(town.neighbours.emarsys.swallowed).toEqual([]);
  });

  it("finds nothing new when the next pass goes on from the cursor", async () => {
    const next = await runner.pass();
    expect(next).toMatchObject({ found: 0, outcomes: {}, stopped: null });
  });
});
