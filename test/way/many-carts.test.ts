import { afterEach, describe, expect, it } from "vitest";
import { bigShop } from "../../simulators/shop/big-shop.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Town } from "./open-town.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");

describe("1,500 carts, 400 of them with one time stamp, several per person over pages and slices", () => {
  let town: Town;
  afterEach(() => town.close());

  it.each([{ sliceSize: 200 }, { sliceSize: 37 }])(
    "reminds each person exactly once, of the newest cart, in slices of $sliceSize",
    async ({ sliceSize }) => {
      const { shop, contacts, people } = bigShop({ carts: 1500, sameStamp: 400, people: 600, now: NOW });
      town = await openTown({
        shop,
        contacts,
        now: NOW,
        sections: { ConnectorOptions: { Ledger: "sqlite", SliceSize: sliceSize } },
      });
      const runner = await town.runner();
      const report = await runner.pass();
      expect(report).toMatchObject({ found: 1500, stopped: null, outcomes: { sent: 600, superseded: 900 } });
      expect(deliveredCarts(town).sort()).toEqual(people.map(({ newestCartId }) => newestCartId).sort());
      expect(await runner.pass()).toMatchObject({ found: 0 });
      expect(deliveredCarts(town)).toHaveLength(600);
    },
  );

  it("stops at the ramp without losing anybody, and goes on in the next pass", async () => {
    const { shop, contacts, people } = bigShop({ carts: 700, sameStamp: 100, people: 300, now: NOW });
    town = await openTown({
      shop,
      contacts,
      now: NOW,
      sections: { ReminderOptions: { MaxRemindersPerRun: 130 } },
    });
    const runner = await town.runner();
    const first = await runner.pass();
    expect(first).toMatchObject({ stopped: "ramp", outcomes: { sent: 130 } });
    expect(first.behindMinutes).toBeGreaterThan(0);
    expect((await runner.pass()).outcomes.sent).toBe(130);
    expect(await runner.pass()).toMatchObject({ stopped: null, outcomes: { sent: 40 } });
    expect(deliveredCarts(town).sort()).toEqual(people.map(({ newestCartId }) => newestCartId).sort());
  });
});
