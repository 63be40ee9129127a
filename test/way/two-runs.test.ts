import { afterEach, describe, expect, it } from "vitest";
import { bigShop } from "../../simulators/shop/big-shop.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Town } from "./open-town.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");
const MINUTE = 60_000;

describe.each(["sqlite", "cosmos"] as const)("runs that overlap or die, on one ledger (%s)", (ledger) => {
  let town: Town;
  afterEach(() => town.close());

  async function open(people: number) {
    const big = bigShop({ carts: people * 2, sameStamp: Math.floor(people / 3), people, now: NOW });
    town = await openTown({ ...big, now: NOW, ledger });
    return big.people.map(({ newestCartId }) => newestCartId).sort();
  }

  it("two runs at once remind each person exactly once", async () => {
    const newest = await open(150);
    const [one, other] = [await town.runner(), await town.runner()];
    const reports = await Promise.all([one.pass(), other.pass()]);
    expect(reports.map(({ fault }) => fault)).toEqual([undefined, undefined]);
    expect(deliveredCarts(town).sort()).toEqual(newest);
    expect(town.neighbours.emarsys.swallowed).toEqual([]);
    const sent = reports.reduce((sum, { outcomes }) => sum + (outcomes.sent ?? 0), 0);
    expect(sent).toBe(newest.length);
  });

  it("a run that dies between claim and hand-over loses nobody", async () => {
    const newest = await open(30);
    const dying = await town.runner();
    const report = await dying.passWith((tools) => ({
      ...tools,
      ledger: {
        ...tools.ledger,
        create: (doc) => (doc.kind === "ticket" ? dead() : tools.ledger.create(doc)),
      },
    }));
    expect(report.fault?.code).toBe("broken-promise");
    expect(deliveredCarts(town)).toEqual([]);

    const tooEarly = await (await town.runner()).pass();
    expect(tooEarly.outcomes.taken).toBe(1);
    town.clock.pass(3 * MINUTE);
    const later = await (await town.runner()).pass();
    expect(later.stopped).toBeNull();
    expect(deliveredCarts(town).sort()).toEqual(newest);
  });

  it("a run that dies after the hand-over leaves that batch unsure, and later runs report and do not send it", async () => {
    const newest = await open(30);
    const dying = await town.runner();
    let requests = 0;
    await dying.passWith((tools) => ({
      ...tools,
      provider: {
        ...tools.provider,
        async remind(batch) {
          requests += 1;
          const handover = await tools.provider.remind(batch);
          return requests === 2 ? dead() : handover;
        },
      },
    }));
    const mailedUnheard = deliveredCarts(town).length;
    expect(mailedUnheard).toBe(newest.length);

    town.clock.pass(3 * MINUTE);
    const later = await (await town.runner()).pass();
    expect(later.outcomes.unsure).toBe(newest.length - 1);
    expect(later.unsettled).toBe(newest.length - 1);
    town.clock.pass(60 * MINUTE);
    const latest = await (await town.runner()).pass();
    expect(latest.unsettled).toBe(newest.length - 1);
    expect(deliveredCarts(town).sort()).toEqual(newest);
    expect(town.neighbours.emarsys.swallowed).toEqual([]);
  });
});

function dead(): never {
  throw new Error("the process is gone");
}
