import type { Fingerprint } from "../src/cart/contents.ts";
import type { Evidence, PastEntry, PersonDocument } from "../src/cart/documents.ts";
import type { Outcome } from "../src/cart/outcome.ts";
import { claim, doubt, wait, type Candidate, type PersonRules } from "../src/cart/person.ts";
import type { PersonId, ReminderKey } from "../src/cart/shopper.ts";
import { groundsFor } from "./grounds.ts";

/* One person, Somebody, and what may have happened to them, for the tests of the person rules. */

export const RULES: PersonRules = {
  claimSeconds: 120,
  minHoursBetweenReminders: 24,
  maxRemindersPer30Days: 4,
  maxWaitMinutes: 1440,
  retentionDays: 90,
};
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOW = new Date("2026-11-22T12:00:00.000Z");
export const AT = { rules: RULES, now: NOW };

const ASKED = {
  consent: new Date("2026-11-22T11:59:00.000Z"),
  purchases: new Date("2026-11-22T11:59:30.000Z"),
};

/** What is kept of the grounds of a claim that was made at `claimedAt`. */
export function evidenceAt(claimedAt = NOW): Evidence {
  const seconds = (asked: Date) => (claimedAt.getTime() - asked.getTime()) / 1000;
  return {
    consent: {
      ...{ decision: "opted-in", basis: "provider-opt-in", source: "emarsys" },
      at: ASKED.consent.toISOString(),
      askedSecondsBeforeClaim: seconds(ASKED.consent),
    },
    purchases: {
      ...{ at: ASKED.purchases.toISOString(), accounts: 1, orders: 0 },
      askedSecondsBeforeClaim: seconds(ASKED.purchases),
    },
  };
}

export const EVIDENCE = evidenceAt();

/** What a claim of a reminder is made with. */
export function by(
  candidate: Pick<Candidate, "person" | "key">,
  claimId: string,
  ticket = "ticket:1",
): Parameters<typeof claim>[2] {
  return { claimId, ticket, grounds: groundsFor(candidate, ASKED) };
}

// the casts stand for values that are made elsewhere; the rules only compare them
export const PERSON = "p1-somebody" as PersonId;
export const CANDIDATE: Candidate = {
  person: PERSON,
  key: "r1-a" as ReminderKey,
  cartId: "cart-a",
  contents: "contents-a" as Fingerprint,
  step: 0,
  channel: "128",
  modified: "2026-11-22T11:00:00.0000000Z",
  account: "account-1",
};
export const OTHER: Candidate = {
  ...CANDIDATE,
  key: "r1-b" as ReminderKey,
  cartId: "cart-b",
  contents: "contents-b" as Fingerprint,
};
export const ABOUT = {
  key: CANDIDATE.key,
  cartId: CANDIDATE.cartId,
  contents: CANDIDATE.contents,
  step: 0,
  channel: "128",
  modified: CANDIDATE.modified,
};

export function later(ms: number, from = NOW): Date {
  return new Date(from.getTime() + ms);
}

export function past(outcome: Outcome, at: Date, more: Partial<PastEntry> = {}): PastEntry {
  return { ...ABOUT, outcome, at: at.toISOString(), ...more };
}

/** An earlier reminder of another cart, so long ago. */
export function sentAgo(ms: number, more: Partial<PastEntry> = {}): PastEntry {
  const key = `r1-ago-${ms}` as ReminderKey;
  return past("sent", later(-ms), { key, cartId: `cart-ago-${ms}`, ...more });
}

export function personWith(
  entries: readonly PastEntry[],
  more: Partial<PersonDocument> = {},
): PersonDocument {
  return { id: PERSON, pk: PERSON, kind: "person", past: entries, accounts: [], ttl: 90 * 86_400, ...more };
}

export function claimed(claimId = "claim-1", now = NOW, doc?: PersonDocument): PersonDocument {
  return claim(doc, CANDIDATE, by(CANDIDATE, claimId), { rules: RULES, now });
}

export function waiting(dueAt = later(HOUR), doc?: PersonDocument): PersonDocument {
  return wait(doc, CANDIDATE, { why: "consent-unanswered", dueAt }, AT);
}

export function doubted(): PersonDocument {
  return made(doubt(claimed(), "claim-1", "timed out", AT));
}

export function made(doc: PersonDocument | undefined): PersonDocument {
  if (doc === undefined) throw new Error("the transition was not made");
  return doc;
}
