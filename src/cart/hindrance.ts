import { compareCarts } from "./cart.ts";
import type { AboutReminder, OpenEntry, PersonDocument, SendingEntry } from "./documents.ts";
import type { Candidate, PersonRules } from "./person.ts";
import { parseStamp } from "./stamp.ts";

/**
 * Why a candidate cannot be claimed now. `superseded`: a newer cart of the person's waits already. `waiting`: this very reminder has to wait still. `held-by-cap`: a step of a
 * series has to wait until the caps allow it. `overdue`: an old claim stands in the way and has to be settled first.
 */
export type Hindrance =
  | "suppressed"
  | "superseded"
  | "already-reminded"
  | "capped"
  | "held-by-cap"
  | "taken"
  | "unsure"
  | "waiting"
  | "overdue";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What, if anything, forbids this reminder now, as far as we know the person. */
export function hindrance(
  doc: PersonDocument | undefined,
  candidate: Candidate,
  rules: PersonRules,
  now: Date,
): Hindrance | undefined {
  if (doc === undefined) return undefined;
  if (doc.suppressed !== undefined) return "suppressed";
  if (wasReminded(doc, candidate)) return "already-reminded";
  const held = heldBy(doc.open, rules, now);
  if (held !== undefined) return held;
  if (doc.open !== undefined && isNewer(doc.open, candidate)) return "superseded";
  const isCapped = now < capEndsAt(doc, rules);
  // a cap drops what is new, and delays what belongs to a series
  if (isCapped && candidate.step === 0) return "capped";
  const mustWait = doc.dueAt !== undefined && new Date(doc.dueAt) > now && doc.open?.key === candidate.key;
  if (mustWait) return "waiting";
  return isCapped ? "held-by-cap" : undefined;
}

function heldBy(open: OpenEntry | undefined, rules: PersonRules, now: Date): Hindrance | undefined {
  switch (open?.state) {
    case "unsure":
      return "unsure";
    case "sending":
      return isOverdue(open, rules, now) ? "overdue" : "taken";
    case "waiting":
    case undefined:
      return undefined;
  }
}

function wasReminded(doc: PersonDocument, candidate: Candidate): boolean {
  return doc.past.some((past) => {
    if (past.outcome !== "sent" && past.outcome !== "refused") return false;
    if (past.key === candidate.key) return true;
    return candidate.step === 0 && past.cartId === candidate.cartId && past.contents === candidate.contents;
  });
}

/** Of several carts the newest counts, whoever comes late with another. */
function isNewer(open: AboutReminder, candidate: Candidate): boolean {
  const [other, own] = [parseStamp(open.modified), parseStamp(candidate.modified)];
  if (other === undefined || own === undefined || open.cartId === candidate.cartId) return false;
  return compareCarts({ id: open.cartId, modified: other }, { id: candidate.cartId, modified: own }) > 0;
}

/** From when on another reminder may go to this person, over all carts and channels; in the past when it may now. */
export function capEndsAt(doc: PersonDocument, rules: PersonRules): Date {
  const sent = doc.past
    .filter((past) => past.outcome === "sent")
    .map((past) => Date.parse(past.at))
    .sort((a, b) => b - a);
  const [last = 0] = sent;
  const firstThatCounts = sent[rules.maxRemindersPer30Days - 1] ?? 0;
  return new Date(Math.max(last + rules.minHoursBetweenReminders * HOUR, firstThatCounts + 30 * DAY));
}

/** True once anybody may look into a claim; safety does not rest on it, the ticket decides. */
export function isOverdue(entry: SendingEntry, rules: PersonRules, now: Date): boolean {
  return now.getTime() >= Date.parse(entry.claimedAt) + rules.claimSeconds * 1000;
}
