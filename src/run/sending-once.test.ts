import fc from "fast-check";
import { expect, it } from "vitest";
import { cart, customer, line } from "../../test/carts.ts";
import {
  accepts,
  isDown,
  mailsAndBreaksOff,
  refuses,
  refusesTheBatch,
  saysNothing,
} from "../../test/fake-provider.ts";
import { minutesAgo, PASS, stage, type Stage, type StagedRun } from "../../test/stage.ts";
import type { PersonDocument } from "../cart/documents.ts";
import type { PassReport } from "./pass-report.ts";

/* Whatever the ledger and the provider do to a few passes, and however these overlap: nobody is mailed twice, nobody
 * is lost, and what is recorded was delivered. */

const MINUTE = 60_000;
const REACTIONS = { accepts, isDown, mailsAndBreaksOff, refuses, refusesTheBatch, saysNothing };

const shoppers = fc.array(
  fc.record({
    age: fc.integer({ min: 31, max: 110 }),
    /** Several accounts have one address. */
    person: fc.integer({ min: 0, max: 4 }),
    account: fc.integer({ min: 0, max: 1 }),
    isUsable: fc.boolean(),
    ordersFail: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

/** What befalls a pass, at which of its uses of the ledger. */
const mishaps = fc.array(
  fc.record({
    at: fc.integer({ min: 1, max: 40 }),
    what: fc.constantFrom("fails", "loses-reply", "stays-down", "stalls", "other-pass"),
  }),
  { maxLength: 3 },
);

const troubles = fc.record({
  passes: fc.array(fc.record({ mishaps, pause: fc.integer({ min: 1, max: 40 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  reactions: fc.array(fc.constantFrom(...(Object.keys(REACTIONS) as (keyof typeof REACTIONS)[])), {
    maxLength: 5,
  }),
  sliceSize: fc.integer({ min: 1, max: 5 }),
  maxReminders: fc.integer({ min: 0, max: 3 }),
});

it("sends every reminder at most once and forgets nobody, whatever goes wrong", async () => {
  await fc.assert(
    fc.asyncProperty(shoppers, troubles, async (people, { passes, reactions, ...limits }) => {
      const scene = stage({ pass: { ...PASS, ...limits } });
      await openShop(scene, people);
      for (const name of reactions) scene.provider.next(REACTIONS[name]);
      const reports: PassReport[] = [];
      for (const { mishaps, pause } of passes) {
        const run = scene.another();
        for (const mishap of mishaps) befall(scene, run, mishap);
        reports.push(await run.pass());
        scene.clock.pass(pause * MINUTE);
      }
      scene.shop.ordersByAccount.clear();
      reports.push(...(await calmPasses(scene)));
      for (const report of reports) expect(total(report)).toBe(report.found);
      expectOnceEach(scene);
      expectNobodyLost(scene, people);
    }),
    { numRuns: 300 },
  );
});

type People = typeof shoppers extends fc.Arbitrary<infer Shoppers> ? Shoppers : never;
type Mishap = typeof mishaps extends fc.Arbitrary<(infer One)[]> ? One : never;

/** The carts of everybody, and a first pass on a good day, so that there is a cursor to go on from. */
async function openShop({ shop, pass, provider }: Stage, people: People): Promise<void> {
  shop.put(cart("first", { modified: minutesAgo(119) }));
  expect((await pass()).outcomes).toEqual({ sent: 1 });
  expect(provider.delivered).toHaveLength(1);
  people.forEach(({ age, person, account, isUsable, ordersFail }, index) => {
    const number = `${person}-${account}`;
    shop.customersByAccount.set(number, customer(number, { email: emailOf(person) }));
    if (ordersFail) shop.ordersByAccount.set(number, "unreadable");
    const lines = isUsable ? [line(`p${index}`)] : [];
    shop.put(cart(`cart-${index}`, { account: number, modified: minutesAgo(age), lines }));
  });
}

function befall({ clock, another }: Stage, { ledger }: StagedRun, { at, what }: Mishap): void {
  const isNow = () => ledger.calls.length === at;
  switch (what) {
    case "fails":
    case "loses-reply":
      ledger.next(isNow, what);
      break;
    case "stays-down":
      ledger.always(() => ledger.calls.length >= at, "fails");
      break;
    case "stalls":
      ledger.next(isNow, async () => clock.pass(3 * MINUTE));
      break;
    case "other-pass":
      ledger.next(isNow, () => another().pass());
      break;
  }
}

/** Passes on good days, until they find nothing more and nobody waits. */
async function calmPasses({ another, clock, store }: Stage): Promise<readonly PassReport[]> {
  const reports: PassReport[] = [];
  for (let passes = 0; passes < 40; passes++) {
    clock.pass(10 * MINUTE);
    reports.push(await another().pass());
    const waiting = peopleIn(store).filter(({ open }) => open !== undefined && open.state !== "unsure");
    if (reports.at(-1)?.found === 0 && waiting.length === 0) return reports;
  }
  throw new Error("the passes never came to an end");
}

function expectOnceEach({ provider, store }: Stage): void {
  const mailed = provider.delivered.map(({ address }) => address);
  expect(mailed).toEqual([...new Set(mailed)]);
  const delivered = new Set(provider.delivered.map(({ key }) => key));
  const known = peopleIn(store).flatMap(({ past, open }) => [
    ...past.filter(isSent),
    ...(open ? [open] : []),
  ]);
  // sent means delivered; what was delivered is sent, or stands there to be decided by a person
  for (const { key } of peopleIn(store).flatMap(({ past }) => past.filter(isSent)))
    expect(delivered).toContain(key);
  for (const key of delivered) expect(known.map((entry) => entry.key)).toContain(key);
}

function expectNobodyLost({ provider, store }: Stage, people: People): void {
  const mailed = new Set(provider.delivered.map(({ address }) => String(address)));
  const settled = new Set(
    peopleIn(store)
      .filter(
        ({ past, open }) => open?.state === "unsure" || past.some(({ outcome }) => outcome === "refused"),
      )
      .flatMap(({ accounts }) => accounts),
  );
  for (const { person, account } of people.filter(({ isUsable }) => isUsable)) {
    const others = people.filter((other) => other.person === person && other.isUsable);
    const accounts = others.map((other) => `${other.person}-${other.account}`);
    const isKnown = mailed.has(emailOf(person)) || accounts.some((one) => settled.has(one));
    expect([`${person}-${account}`, isKnown]).toEqual([`${person}-${account}`, true]);
  }
}

function isSent({ outcome }: PersonDocument["past"][number]): boolean {
  return outcome === "sent";
}

function peopleIn(store: Stage["store"]): readonly PersonDocument[] {
  return store.documents().filter((doc) => doc.kind === "person");
}

function emailOf(person: number): string {
  return `person-${person}@example.com`;
}

function total(report: PassReport): number {
  return Object.values(report.outcomes).reduce((sum, count) => sum + count, 0);
}
