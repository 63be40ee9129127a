import { afterEach, describe, expect, it } from "vitest";
import { startCosmos } from "../../simulators/cosmos/start-cosmos.ts";
import { startCosmosFaultProxy } from "../../simulators/fault-proxy/cosmos-fault-proxy.ts";
import type { Failure, Faults } from "../../simulators/server.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { deliveredCarts } from "./delivered.ts";
import { openTown, type Runner, type Sections, type Town } from "./open-town.ts";
import { cartOf, peopleOverTime } from "./people-over-time.ts";

/*
 * One neighbour after the other is away: for less than the window of the first pass, for more, and for more than the
 * catch-up limit. Afterwards everybody who is not too late is reminded once, a few per pass, and the others are
 * counted.
 */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const MINUTE = 60_000;
const EXCLUDE = 30;
const CATCH_UP = 1440;
const RAMP = 4;

interface Away {
  readonly name: string;
  readonly codes: RegExp;
  readonly faults: (town: Town) => Faults;
  readonly how: Failure;
  /** Passes while it lasts; fewer where a library waits in real time before it gives up. */
  readonly passes: number;
}

const UNAVAILABLE: Failure = { kind: "reply", reply: { status: 503, body: "" } };
const BROKEN: Failure = { kind: "drop-before" };

const NEIGHBOURS: readonly Away[] = [
  {
    name: "Entra",
    codes: /^(vault|token)-/,
    faults: ({ neighbours }) => neighbours.entra.faults,
    how: BROKEN,
    passes: 1,
  },
  {
    name: "Key Vault",
    codes: /^vault-/,
    faults: ({ neighbours }) => neighbours.keyVault.faults,
    how: BROKEN,
    passes: 2,
  },
  {
    name: "Retail Server",
    codes: /^retail-server-/,
    faults: ({ neighbours }) => neighbours.retailServer.faults,
    how: UNAVAILABLE,
    passes: 4,
  },
  {
    name: "Emarsys",
    codes: /^provider-/,
    faults: ({ neighbours }) => neighbours.emarsys.faults,
    how: UNAVAILABLE,
    passes: 4,
  },
];

const DURATIONS = [
  { lasting: "20 minutes", minutes: 20 },
  { lasting: "5 hours, longer than the window", minutes: 300 },
  { lasting: "30 hours, longer than the catch-up limit", minutes: 1800 },
];

let town: Town;
const close: (() => Promise<void>)[] = [];

afterEach(async () => {
  await town.close();
  for (const one of close.splice(0).reverse()) await one();
});

/** Two people before the outage, and twelve while it lasts, one after the other. */
function momentsOf(minutes: number): readonly Date[] {
  const before = [-60, -50];
  const during = Array.from({ length: 12 }, (_, index) => -EXCLUDE + ((index + 0.5) / 12) * minutes);
  return [...before, ...during].map((at) => new Date(NOW.getTime() + at * MINUTE));
}

async function open(minutes: number, sections: Sections = {}): Promise<void> {
  const people = peopleOverTime(momentsOf(minutes));
  town = await openTown({
    ...people,
    now: NOW,
    sections: { ReminderOptions: { MaxRemindersPerRun: RAMP }, ...sections },
  });
}

/** What the carts of people 2 to 13 have to come to when the first pass after the outage runs now. */
function expectedEnds(minutes: number): { readonly late: readonly string[]; readonly expired: number } {
  const end = town.clock.now().getTime() - EXCLUDE * MINUTE;
  const during = momentsOf(minutes)
    .map((moment, index) => ({ id: cartOf(index), moment }))
    .slice(2);
  const inTime = during.filter(({ moment }) => moment.getTime() >= end - CATCH_UP * MINUTE);
  return { late: inTime.map(({ id }) => id), expired: during.length - inTime.length };
}

/** Passes while it lasts, each by a process of its own, so that nothing is left in its memory. */
async function passesDuring(
  { minutes, passes }: { readonly minutes: number; readonly passes: number },
  runner: () => Promise<Runner>,
): Promise<readonly PassReport[]> {
  const reports: PassReport[] = [];
  for (let pass = 0; pass < passes; pass++) {
    town.clock.pass((minutes / passes) * MINUTE);
    reports.push(await (await runner()).pass());
  }
  return reports;
}

/** Each names the neighbour, mails nobody and at most counts who has become too late meanwhile. */
function expectNothingDone(reports: readonly PassReport[], codes: RegExp): void {
  for (const { stopped, outcomes } of reports) {
    expect(stopped).toMatch(codes);
    expect(Object.keys(outcomes).filter((word) => word !== "expired")).toEqual([]);
  }
  expect(deliveredCarts(town)).toHaveLength(2);
}

/** Passes five minutes apart until there is nothing more to do. */
async function passesAfter(runner: () => Promise<Runner>): Promise<readonly PassReport[]> {
  const reports: PassReport[] = [];
  for (;;) {
    const report = await (await runner()).pass();
    reports.push(report);
    if (report.found === 0) return reports;
    expect(reports.length).toBeLessThan(12);
    town.clock.pass(5 * MINUTE);
  }
}

function total(reports: readonly PassReport[], word: keyof PassReport["outcomes"]): number {
  return reports.reduce((sum, { outcomes }) => sum + (outcomes[word] ?? 0), 0);
}

function expectCaughtUp(reports: readonly PassReport[], expected: ReturnType<typeof expectedEnds>): void {
  expect(deliveredCarts(town).slice(2)).toEqual(expected.late);
  expect(town.neighbours.emarsys.swallowed).toEqual([]);
  expect({ sent: total(reports, "sent"), expired: total(reports, "expired") }).toEqual({
    sent: expected.late.length,
    expired: expected.expired,
  });
  expect(reports.map(({ fault }) => fault)).toEqual(reports.map(() => undefined));
  expect(Math.max(...reports.map(({ outcomes }) => outcomes.sent ?? 0))).toBeLessThanOrEqual(RAMP);
}

describe.each(NEIGHBOURS)("$name is away", ({ codes, faults, how, passes }) => {
  it.each(DURATIONS)("for $lasting", async ({ minutes }) => {
    await open(minutes);
    const runner = () => town.runner();
    expect((await (await runner()).pass()).outcomes).toEqual({ sent: 2 });

    faults(town).on("*", how);
    expectNothingDone(await passesDuring({ minutes, passes }, runner), codes);

    faults(town).clear();
    const expected = expectedEnds(minutes);
    expect(expected.expired > 0).toBe(minutes > CATCH_UP);
    expectCaughtUp(await passesAfter(runner), expected);
  });
});

describe("the ledger is away", () => {
  it.each(DURATIONS)("for $lasting", async ({ minutes }) => {
    await open(minutes);
    const { authority } = town.neighbours;
    const cosmos = await startCosmos({ tls: authority.leaf });
    const proxy = await startCosmosFaultProxy({
      upstream: cosmos.url,
      tls: authority.leaf,
      ca: authority.ca,
    });
    close.push(
      () => cosmos.close(),
      () => proxy.close(),
    );
    const at = { EndPointUri: proxy.url, DatabaseId: "connector", ContainerId: "people" };
    const runner = () => town.runner({ ConnectorOptions: { Ledger: "cosmos" }, AzureCosmosOptions: at });
    const first = await runner();
    await first.wired.ledger.init();
    expect((await first.pass()).outcomes).toEqual({ sent: 2 });

    proxy.faults.on("*", UNAVAILABLE);
    expectNothingDone(await passesDuring({ minutes, passes: 4 }, runner), /^ledger-/);

    proxy.faults.clear();
    const expected = expectedEnds(minutes);
    expectCaughtUp(await passesAfter(runner), expected);
  });
});

describe("only the hand-over fails", () => {
  it("refused for 5 hours: one person is tried in each pass, and everybody is reminded once afterwards", async () => {
    await open(300);
    const runner = () => town.runner();
    await (await runner()).pass();
    const { emarsys } = town.neighbours;
    emarsys.faults.on("trigger", UNAVAILABLE);
    const before = emarsys.calls.get("trigger") ?? 0;
    const during = await passesDuring({ minutes: 300, passes: 4 }, runner);
    for (const { stopped, outcomes } of during) {
      expect(stopped).toMatch(/^provider-/);
      expect(outcomes.later).toBe(1);
    }
    expect((emarsys.calls.get("trigger") ?? 0) - before).toBe(4);

    emarsys.faults.clear();
    const reports = await passesAfter(runner);
    expect(deliveredCarts(town).sort()).toEqual(momentsOf(300).map((_, index) => cartOf(index)));
    expect(total(reports, "sent")).toBe(12);
    expect(emarsys.swallowed).toEqual([]);
  });

  it("refused for 30 hours: the reminder that waited is too late, and so is every cart of its age", async () => {
    await open(1800);
    const runner = () => town.runner();
    await (await runner()).pass();
    const { emarsys } = town.neighbours;
    emarsys.faults.on("trigger", UNAVAILABLE);
    town.clock.pass(90 * MINUTE);
    expect((await (await runner()).pass()).outcomes).toEqual({ later: 1 });
    town.clock.pass((1800 - 90) * MINUTE);

    emarsys.faults.clear();
    const expected = expectedEnds(1800);
    expectCaughtUp(await passesAfter(runner), expected);
  });
});

describe("Emarsys is a black hole: it takes what it is handed and never answers", () => {
  it.each([
    { and: "does nothing", how: { kind: "hold", until: new Promise(() => undefined) }, mailed: 0 },
    { and: "mails all the same", how: { kind: "stall" }, mailed: 3 },
  ] as const)("and $and: one person's doubt per pass, and the doubt stays", async ({ how, mailed }) => {
    await open(60, { EmarsysClientOptions: { RequestTimeoutSeconds: 1 } });
    const runner = () => town.runner();
    await (await runner()).pass();
    const { emarsys } = town.neighbours;
    emarsys.faults.on("trigger", how);
    town.clock.pass(60 * MINUTE);
    for (const unsettled of [1, 2, 3]) {
      const report = await (await runner()).pass();
      expect(report).toMatchObject({ stopped: "provider-failed", unsettled });
      expect(report.outcomes.unsure).toBe(unsettled);
      town.clock.pass(5 * MINUTE);
    }
    expect(emarsys.calls.get("trigger")).toBe(2 + 3);
    expect(emarsys.delivered).toHaveLength(2 + mailed);

    emarsys.faults.clear();
    const reports = await passesAfter(runner);
    expect(total(reports, "sent")).toBe(12 - 3);
    expect(emarsys.delivered).toHaveLength(2 + mailed + 9);
    town.clock.pass(26 * 60 * MINUTE);
    expect(await (await runner()).pass()).toMatchObject({ found: 0, unsettled: 3 });
    expect(new Set(deliveredCarts(town)).size).toBe(emarsys.delivered.length);
    expect(emarsys.swallowed).toEqual([]);
  });
});
