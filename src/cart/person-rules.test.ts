import fc from "fast-check";
import { expect, it } from "vitest";
import { by, DAY, HOUR, PERSON, RULES } from "../../test/somebody.ts";
import type { Fingerprint } from "./contents.ts";
import type { Answer, PersonDocument } from "./documents.ts";
import {
  claim,
  close,
  decide,
  doubt,
  release,
  settle,
  standBack,
  suppress,
  wait,
  type Candidate,
} from "./person.ts";
import { hindrance } from "./hindrance.ts";
import type { ReminderKey } from "./shopper.ts";

/* What must hold after whatever happens to one person in whatever order, given that callers ask for hindrances first. */

const MOST_STEPS = 3;
const HOURS_BETWEEN = 30;

/** What an open entry about a further reminder is a candidate for: the step that stands there. */
function stepOf(doc: PersonDocument | undefined): Candidate | undefined {
  const open = doc?.open;
  if (open === undefined || open.step === 0) return undefined;
  const number = Number(/^r1-(\d+)/.exec(open.key)?.[1]);
  return candidate(number, open.step);
}

/** Ten reminders that could be made: carts with changing contents, fewer than a person's memory holds. Some begin a series. */
function candidate(number: number, step = 0): Candidate {
  const keyOf = (of: number) => `r1-${number}-${of}` as ReminderKey;
  const goesOn = number % 3 > 0 && step + 1 < MOST_STEPS;
  return {
    person: PERSON,
    key: keyOf(step),
    ...(goesOn ? { nextStep: { key: keyOf(step + 1), afterHours: HOURS_BETWEEN } } : {}),
    cartId: `cart-${number % 3}`,
    contents: `contents-${number}` as Fingerprint,
    step,
    channel: String(number % 2),
    modified: "2026-11-22T11:00:00.0000000Z",
    account: `account-${number}`,
  };
}

const answers: readonly Answer[] = [
  { kind: "accepted", messageId: "m" },
  { kind: "refused", why: "2008" },
  { kind: "later", notBefore: "2026-12-01T00:00:00.000Z", why: "provider-later" },
  { kind: "unsure", why: "timed out" },
];

const event = fc.record({
  what: fc.constantFrom(
    ...(["claim", "wait", "close", "settle", "settle", "release", "doubt"] as const),
    ...(["stand-back", "resend", "dismiss"] as const),
  ),
  candidate: fc.integer({ min: 0, max: 9 }),
  answer: fc.constantFrom(...answers),
  /** An owner knows its claim; somebody who is late has another. */
  isOwner: fc.boolean(),
  afterMs: fc.oneof(fc.integer({ min: 0, max: HOUR }), fc.integer({ min: 0, max: 20 * DAY })),
});
type Event = typeof event extends fc.Arbitrary<infer One> ? One : never;

function happen(
  doc: PersonDocument | undefined,
  { what, ...one }: Event,
  now: Date,
): PersonDocument | undefined {
  const at = { rules: RULES, now };
  const about = (one.isOwner ? stepOf(doc) : undefined) ?? candidate(one.candidate);
  const claimId =
    one.isOwner && doc?.open !== undefined && "claimId" in doc.open ? doc.open.claimId : "nobody's";
  const isFree = doc?.open === undefined || doc.open.state === "waiting";
  switch (what) {
    case "claim": {
      if (hindrance(doc, about, RULES, now) !== undefined) return undefined;
      const id = `claim-${now.getTime()}`;
      return claim(doc, about, by(about, id), at);
    }
    case "wait":
      return isFree ? wait(doc, about, { why: "orders-unreadable", dueAt: now }, at) : undefined;
    case "close":
      return close(doc, about.key, { outcome: "bought-since" }, at);
    case "settle":
      return settle(doc, claimId, one.answer, at);
    case "release":
      return release(doc, claimId, at);
    case "doubt":
      return doubt(doc, claimId, "timed out", at);
    case "stand-back":
      return standBack(doc, about, at);
    case "resend":
    case "dismiss":
      return doc?.open === undefined ? undefined : decide(doc, doc.open.key, what, at);
  }
}

it("reminds of one thing once, never too often, and always knows what is due", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let now = new Date("2026-11-22T12:00:00.000Z");
      let doc: PersonDocument | undefined;
      const sent: { readonly key: string; readonly at: number }[] = [];
      const sentAt = new Map<string, number>();
      for (const one of events) {
        now = new Date(now.getTime() + one.afterMs);
        const after = happen(doc, one, now);
        if (after === undefined) continue;
        for (const past of after.past.filter((entry) => doc?.past.includes(entry) !== true)) {
          if (past.outcome !== "sent") continue;
          sent.push({ key: past.key, at: now.getTime() });
          // no step before the one in front of it, and none before its time
          const { cartId, contents, step } = past;
          const before = sentAt.get(`${cartId} ${contents} ${step - 1}`) ?? Number.POSITIVE_INFINITY;
          if (step > 0) expect(now.getTime() - before).toBeGreaterThanOrEqual(HOURS_BETWEEN * HOUR);
          sentAt.set(`${cartId} ${contents} ${step}`, now.getTime());
        }
        expectWhole(after, now);
        doc = deeplyFrozen(after);
      }
      expect(new Set(sent.map(({ key }) => key)).size).toBe(sent.length);
      sent.forEach(({ at }, index) => {
        const before = sent[index - 1]?.at ?? Number.NEGATIVE_INFINITY;
        expect(at - before).toBeGreaterThanOrEqual(RULES.minHoursBetweenReminders * HOUR);
        const lately = sent.filter((other) => other.at <= at && other.at > at - 30 * DAY);
        expect(lately.length).toBeLessThanOrEqual(RULES.maxRemindersPer30Days);
      });
    }),
    { numRuns: 300 },
  );
});

it("lets whatever stood back wait once the doubt in front of it has ended, in whatever way", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      let now = new Date("2026-11-22T12:00:00.000Z");
      let doc: PersonDocument | undefined;
      for (const one of events) {
        now = new Date(now.getTime() + one.afterMs);
        const after = happen(doc, one, now);
        if (after === undefined) continue;
        const next = doc?.next?.key;
        const isKept = after.next?.key === next || after.open?.key === next || one.what === "stand-back";
        // another reminder that takes the place of the doubt leaves it standing back
        if (next !== undefined) expect(isKept).toBe(true);
        expect(after.next === undefined || after.open !== undefined).toBe(true);
        doc = deeplyFrozen(after);
      }
    }),
    { numRuns: 300 },
  );
});

it("never writes to anybody who is suppressed, whatever was under way", () => {
  fc.assert(
    fc.property(event, (after) => {
      const now = new Date("2026-11-22T12:00:00.000Z");
      const suppressed = deeplyFrozen(suppress(PERSON, { reason: "unsubscribed" }, now));
      expectWhole(suppressed, now);
      expect(hindrance(suppressed, candidate(after.candidate), RULES, now)).toBe("suppressed");
      if (after.what !== "wait") expect(happen(suppressed, after, now)).toBeUndefined();
    }),
  );
});

/** What is derived fits what it is derived from. */
function expectWhole(doc: PersonDocument, now: Date): void {
  const state = doc.open?.state;
  expect([doc.id, doc.pk, doc.kind]).toEqual([PERSON, PERSON, "person"]);
  expect(doc.past.length).toBeLessThanOrEqual(12);
  expect(doc.accounts.length).toBeLessThanOrEqual(20);
  expect(doc.ttl).toBe(doc.suppressed === undefined ? RULES.retentionDays * 86_400 : -1);
  expect(doc.unsure).toBe(state === "unsure" ? true : undefined);
  const isDue = state === "waiting" || state === "sending";
  expect(doc.dueChannel).toBe(isDue ? doc.open?.channel : undefined);
  if (!isDue) expect(doc.dueAt).toBeUndefined();
  else expect(Date.parse(doc.dueAt ?? "")).toBeGreaterThanOrEqual(now.getTime());
}

/** So that a rule which changed what it was given would throw. */
function deeplyFrozen<T extends object>(value: T): T {
  for (const part of Object.values(value))
    if (typeof part === "object" && part !== null) deeplyFrozen(part as object);
  return Object.freeze(value);
}
