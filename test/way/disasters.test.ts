import { copyFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { stampText, ticksAt } from "../../simulators/retail-server/ticks.ts";
import { aCart, aLine } from "../../simulators/shop/builders.ts";
import { bigShop } from "../../simulators/shop/big-shop.ts";
import { createRedaction } from "../../src/adapters/log/redaction.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { runPass } from "../../src/run/plan-pass.ts";
import { wire, type Wired } from "../../src/run/wire.ts";
import { readSettings } from "../../src/settings/load.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Town } from "./open-town.ts";
import { accountOf, cartOf, peopleOverTime } from "./people-over-time.ts";

/* The headings of docs/when-things-fail.md that no other test has. */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let town: Town;
const open: Wired[] = [];

afterEach(async () => {
  for (const wired of open.splice(0)) await wired.close();
  await town.close();
});

/** People who left their carts so many minutes before noon. */
async function openWith(...minutesAgo: readonly number[]): Promise<void> {
  const moments = minutesAgo.map((minutes) => new Date(NOW.getTime() - minutes * MINUTE));
  town = await openTown({ ...peopleOverTime(moments), now: NOW });
}

/** A pass of a process whose clock is wrong by so much; the neighbours' clocks are right. */
async function passWithClockOff(offMs: number): Promise<PassReport> {
  const { neighbours, clock, ledgerFile } = town;
  const text = neighbours.settings({ SqliteOptions: { Path: ledgerFile } });
  const wired = wire(readSettings(text, neighbours.env), {
    env: neighbours.env,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    redaction: createRedaction(),
    clock: { ...clock, now: () => new Date(clock.now().getTime() + offMs) },
  });
  open.push(wired);
  const [channel] = wired.channels;
  if (channel === undefined) throw new Error("settings without a channel");
  return runPass(wired.passTools(channel));
}

async function pass(): Promise<PassReport> {
  return (await town.runner()).pass();
}

describe("our clock is wrong", () => {
  it("by three hours ahead: carts still in use are left alone, and nobody is reminded again once it is right", async () => {
    await openWith(60, 10);
    expect((await passWithClockOff(3 * HOUR)).outcomes).toEqual({ sent: 1 });
    expect(deliveredCarts(town)).toEqual([cartOf(0)]);

    const { shop } = town.neighbours.retailServer;
    town.clock.pass(2 * HOUR);
    shop.putCart(cartLeft("another", accountOf(0), 60));
    expect((await pass()).outcomes).toEqual({ sent: 1, capped: 1 });
    expect(deliveredCarts(town)).toEqual([cartOf(0), cartOf(1)]);
  });

  it("by three hours behind: reminders come later, and each of them once", async () => {
    await openWith(60, 45);
    expect(await passWithClockOff(-3 * HOUR)).toMatchObject({ found: 0, stopped: null });
    expect((await pass()).outcomes).toEqual({ sent: 2 });
    town.clock.pass(5 * MINUTE);
    expect(await passWithClockOff(-3 * HOUR)).toMatchObject({ found: 0, stopped: null });
    expect(deliveredCarts(town)).toEqual([cartOf(0), cartOf(1)]);
  });

  it("on one of two machines, so that every claim of the other looks old: nobody is mailed twice, nobody is lost", async () => {
    const big = bigShop({ carts: 160, sameStamp: 20, people: 80, now: NOW });
    town = await openTown({ ...big, now: NOW });
    await Promise.all([passWithClockOff(10 * MINUTE), passWithClockOff(0), passWithClockOff(10 * MINUTE)]);
    town.clock.pass(20 * MINUTE);
    const last = await pass();
    expect(last).toMatchObject({ stopped: null, unsettled: 0 });
    expect(deliveredCarts(town).sort()).toEqual(big.people.map(({ newestCartId }) => newestCartId).sort());
    expect(town.neighbours.emarsys.swallowed).toEqual([]);
  });
});

describe("the ledger was restored from a backup", () => {
  /** Three people are reminded, a backup is made, two more are reminded, the backup comes back. */
  async function restored(): Promise<void> {
    await openWith(110, 100, 90, -20, -25);
    expect((await closedPass()).outcomes).toEqual({ sent: 3 });
    await copyFile(town.ledgerFile, `${town.ledgerFile}.backup`);
    town.clock.pass(HOUR);
    expect((await closedPass()).outcomes).toEqual({ sent: 2 });
    await copyFile(`${town.ledgerFile}.backup`, town.ledgerFile);
  }

  it("without care: whoever was reminded since is handed over again, under the same key, so that Emarsys can tell", async () => {
    await restored();
    expect((await pass()).outcomes).toEqual({ sent: 2 });
    expect(town.neighbours.emarsys.delivered).toHaveLength(5);
    expect(town.neighbours.emarsys.swallowed).toHaveLength(2);
  });

  it("with one pass that catches up on nothing: nobody is handed over again, and the next pass goes on as usual", async () => {
    await restored();
    const careful = await town.runner({ ReminderOptions: { MaxCatchUpMinutes: 1 } });
    expect((await careful.pass()).outcomes).toEqual({ expired: 2 });
    town.clock.pass(25 * HOUR);
    town.neighbours.retailServer.shop.putCart(cartLeft("new", accountOf(0), 60));
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(deliveredCarts(town)).toEqual([0, 1, 2, 3, 4].map(cartOf).concat("new"));
    expect(town.neighbours.emarsys.swallowed).toEqual([]);
  });
});

/** A pass after which nobody has the ledger's file open. */
async function closedPass(): Promise<PassReport> {
  const report = await passWithClockOff(0);
  await open.pop()?.close();
  return report;
}

function stampAgo(minutes: number): string {
  return stampText(ticksAt(new Date(town.clock.now().getTime() - minutes * MINUTE)));
}

function cartLeft(id: string, customerId: string, minutesAgo: number) {
  return aCart({ id, customerId, modified: stampAgo(minutesAgo), lines: [aLine()] });
}
