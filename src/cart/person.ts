import type {
  AboutReminder,
  Answer,
  NextStep,
  OpenEntry,
  Owed,
  PastEntry,
  PersonDocument,
  SendingEntry,
  SuppressionReason,
  UnsureEntry,
  WaitingEntry,
  WaitReason,
} from "./documents.ts";
import { withAccounts } from "./accounts.ts";
import { ConnectorError } from "./connector-error.ts";
import type { Fingerprint } from "./contents.ts";
import { evidenceFor, type Grounds } from "./grounds.ts";
import type { Outcome } from "./outcome.ts";
import type { PersonId, ReminderKey } from "./shopper.ts";

/*
 * All rules about one person, as pure functions over the person's document. Every store shares them;
 * a store only knows how to write a document if its version still holds.
 */

export interface PersonRules {
  /** After how long anybody may settle a claim whose owner was not heard of. */
  readonly claimSeconds: number;
  readonly minHoursBetweenReminders: number;
  readonly maxRemindersPer30Days: number;
  /** How long a reminder may wait before it comes too late. */
  readonly maxWaitMinutes: number;
  readonly retentionDays: number;
}

/** By which rules, and when, something happens to a person. */
export interface Moment {
  readonly rules: PersonRules;
  readonly now: Date;
}

/** A reminder that could be made, before anybody has claimed it. */
export interface Candidate {
  readonly person: PersonId;
  readonly key: ReminderKey;
  readonly cartId: string;
  readonly contents: Fingerprint;
  readonly step: number;
  readonly channel: string;
  readonly modified: string;
  readonly account: string | undefined;
  /** The person has carts under these in the same pass. */
  readonly otherAccounts?: readonly string[];
  /** Set when a series goes on after this step. */
  readonly nextStep?: NextStep;
}

const MOST_PAST = 12;
const HOUR = 3_600_000;

/**
 * Transition 1: this person alone has to wait. An entry that waited already keeps its time limit; the quiet hours do not
 * count towards it, and a cap holds nothing longer than that.
 */
export function wait(
  doc: PersonDocument | undefined,
  candidate: Candidate,
  pause: { readonly why: WaitReason; readonly dueAt: Date },
  at: Moment,
): PersonDocument {
  const before = doc?.open?.state === "waiting" && doc.open.key === candidate.key ? doc.open : undefined;
  const open: WaitingEntry = {
    state: "waiting",
    ...about(candidate),
    why: pause.why,
    tries: (before?.tries ?? 0) + 1,
    ...within(before?.expiresAt ?? expiryFrom(at.now, at), pause, at.now),
  };
  return derive({ ...withAccounts(closeOther(doc, candidate, at.now), accountsOf(candidate)), open }, at);
}

/**
 * Transition 2: the claim. Only for a candidate without a hindrance, and only on grounds of its own: throws
 * `broken-promise` for those of another person or reminder.
 */
export function claim(
  doc: PersonDocument | undefined,
  candidate: Candidate,
  by: { readonly claimId: string; readonly ticket: string; readonly grounds: Grounds },
  at: Moment,
): PersonDocument {
  const before = doc?.open?.state === "waiting" && doc.open.key === candidate.key ? doc.open : undefined;
  const open: SendingEntry = {
    state: "sending",
    ...about(candidate),
    claimId: by.claimId,
    ticket: by.ticket,
    claimedAt: at.now.toISOString(),
    tries: before?.tries ?? 0,
    expiresAt: before?.expiresAt ?? expiryFrom(at.now, at),
    evidence: evidenceFor(candidate, by.grounds, at.now),
    ...(candidate.nextStep === undefined ? {} : { nextStep: candidate.nextStep }),
  };
  return derive({ ...withAccounts(closeOther(doc, candidate, at.now), accountsOf(candidate)), open }, at);
}

/** Transition 3: a waiting entry ends with a word. Undefined when there is no such entry. */
export function close(
  doc: PersonDocument | undefined,
  key: ReminderKey,
  end: { readonly outcome: Outcome; readonly why?: string },
  at: Moment,
): PersonDocument | undefined {
  if (doc?.open?.state !== "waiting" || doc.open.key !== key) return undefined;
  return derive(toPast(doc, doc.open, end, at.now), at);
}

/**
 * Transitions 4 and 7: an answer settles the claim it belongs to, also one that was thought unsure meanwhile.
 * Undefined when the claim is no longer there: then nothing may be written.
 */
export function settle(
  doc: PersonDocument | undefined,
  claimId: string,
  answer: Answer,
  at: Moment,
): PersonDocument | undefined {
  const open = ownClaim(doc, claimId);
  if (doc === undefined || open === undefined) return undefined;
  switch (answer.kind) {
    case "accepted": {
      const id = answer.messageId === undefined ? {} : { messageId: answer.messageId };
      return derive(sent(doc, open, id, at), at);
    }
    case "refused":
      return derive(toPast(doc, open, { outcome: "refused", why: answer.why }, at.now), at);
    case "later": {
      const due = notBefore(new Date(answer.notBefore), at.now);
      return derive({ ...doc, open: backToWaiting(open, answer.why, due) }, at);
    }
    case "unsure":
      return doubt(doc, claimId, answer.why, at);
  }
}

/** Transition 5: a claim that was never handed over. It comes back at once, so nothing rests on the cursor. */
export function release(
  doc: PersonDocument | undefined,
  claimId: string,
  at: Moment,
): PersonDocument | undefined {
  const open = ownClaim(doc, claimId);
  if (doc === undefined || open?.state !== "sending") return undefined;
  return derive({ ...doc, open: backToWaiting(open, "released", at.now) }, at);
}

/** Transition 6: handed over and not answered. Only a late answer or a person ends it. */
export function doubt(
  doc: PersonDocument | undefined,
  claimId: string,
  why: string,
  at: Moment,
): PersonDocument | undefined {
  const open = ownClaim(doc, claimId);
  if (doc === undefined || open?.state !== "sending") return undefined;
  const entry: UnsureEntry = { ...open, state: "unsure", why, since: at.now.toISOString() };
  return derive({ ...doc, open: entry }, at);
}

/**
 * Another reminder came up while one is in doubt. The cursor passes its cart, so it is kept in mind until that has come to
 * an end. Undefined when there is no other doubt, or nothing new to be kept.
 */
export function standBack(
  doc: PersonDocument | undefined,
  candidate: Candidate,
  at: Moment,
): PersonDocument | undefined {
  if (doc?.open?.state !== "unsure" || doc.open.key === candidate.key) return undefined;
  if (doc.next?.key === candidate.key) return undefined;
  return derive({ ...withAccounts(doc, accountsOf(candidate)), next: about(candidate) }, at);
}

/** What a person may decide about a reminder that may or may not have been sent. */
export type Decision = "resend" | "dismiss";

/**
 * Transition 7, by a person. `resend`: it goes the whole way again, with all guards and the same key. `dismiss`: it
 * counts as sent, so that the caps hold and this step is not repeated; a series goes on from there. Undefined when there is no doubt.
 */
export function decide(
  doc: PersonDocument,
  key: ReminderKey,
  decision: Decision,
  at: Moment,
): PersonDocument | undefined {
  if (doc.open?.state !== "unsure" || doc.open.key !== key) return undefined;
  switch (decision) {
    case "resend": {
      const waiting = backToWaiting(doc.open, "resend-asked", at.now);
      return derive({ ...doc, open: { ...waiting, tries: 0, expiresAt: expiryFrom(at.now, at) } }, at);
    }
    case "dismiss":
      return derive(sent(doc, doc.open, { why: "dismissed" }, at), at);
  }
}

/**
 * Transition 8: never again. Whatever was known before is gone: all that is kept for ever is the fact itself, its reason
 * and its time, and what the provider has still to be told.
 */
export function suppress(
  id: PersonId,
  how: { readonly reason: SuppressionReason; readonly owed?: Owed },
  now: Date,
): PersonDocument {
  return { ...newPerson(id), suppressed: { ...how, at: now.toISOString() }, ttl: -1 };
}

/** From the weakest to the strongest: what the person asked for is not covered up by a list. */
const REASONS: readonly SuppressionReason[] = ["manual", "staff", "complained", "unsubscribed", "erased"];

/** True when suppressing for this reason would change nothing. */
export function isSuppressedFor(doc: PersonDocument | undefined, reason: SuppressionReason): boolean {
  return doc?.suppressed !== undefined && REASONS.indexOf(doc.suppressed.reason) >= REASONS.indexOf(reason);
}

/** The provider has been told. Undefined when it was not, or something else, that it had to be told. */
export function paidOff(doc: PersonDocument | undefined, owed: Owed): PersonDocument | undefined {
  if (doc?.suppressed?.owed !== owed) return undefined;
  const { reason, at } = doc.suppressed;
  return { ...doc, suppressed: { reason, at } };
}

function newPerson(id: PersonId): PersonDocument {
  return { id, pk: id, kind: "person", past: [], accounts: [], ttl: 0 };
}

function about(reminder: AboutReminder): AboutReminder {
  const { key, cartId, contents, step, channel, modified } = reminder;
  return { key, cartId, contents, step, channel, modified };
}

function ownClaim(doc: PersonDocument | undefined, claimId: string): SendingEntry | UnsureEntry | undefined {
  const open = doc?.open;
  return open !== undefined && open.state !== "waiting" && open.claimId === claimId ? open : undefined;
}

function backToWaiting(open: SendingEntry | UnsureEntry, why: WaitReason, due: Date): WaitingEntry {
  const { tries, expiresAt } = open;
  return { state: "waiting", ...about(open), why, dueAt: due.toISOString(), tries: tries + 1, expiresAt };
}

/** A waiting entry for another cart gives way to the newer one. */
function closeOther(doc: PersonDocument | undefined, candidate: Candidate, now: Date): PersonDocument {
  requireFree(doc);
  if (doc === undefined) return newPerson(candidate.person);
  if (doc.open?.state !== "waiting" || doc.open.key === candidate.key) return doc;
  return toPast(doc, doc.open, { outcome: "superseded" }, now);
}

/** It was sent, and the next step of its series waits: both in one write. */
function sent(
  doc: PersonDocument,
  open: SendingEntry | UnsureEntry,
  how: { readonly why?: string; readonly messageId?: string },
  at: Moment,
): PersonDocument {
  const after = toPast(doc, open, { outcome: "sent", ...how }, at.now);
  const { nextStep } = open;
  if (nextStep === undefined) return after;
  const waiting = laterStep(open, nextStep, at);
  const series = { ...after, open: waiting };
  if (doc.next === undefined) return series;
  // what stood back is a newer matter of the person's
  const outcome = doc.next.cartId === open.cartId ? "cart-changed" : "superseded";
  return toPast(series, waiting, { outcome }, at.now);
}

function laterStep(open: AboutReminder, { key, afterHours }: NextStep, at: Moment): WaitingEntry {
  const due = new Date(at.now.getTime() + afterHours * HOUR);
  return {
    state: "waiting",
    ...about(open),
    key,
    step: open.step + 1,
    why: "later-step",
    dueAt: due.toISOString(),
    tries: 0,
    expiresAt: expiryFrom(due, at),
  };
}

function toPast(
  doc: PersonDocument,
  open: OpenEntry,
  end: { readonly outcome: Outcome; readonly why?: string; readonly messageId?: string },
  now: Date,
): PersonDocument {
  const evidence = open.state === "waiting" ? {} : { evidence: open.evidence };
  const entry: PastEntry = { ...about(open), at: now.toISOString(), ...evidence, ...end };
  return { ...withoutOpen(doc), past: trimmed([...doc.past, entry]) };
}

/** What was sent or refused is what protects the shopper, so other endings are forgotten first. */
function trimmed(past: readonly PastEntry[]): readonly PastEntry[] {
  if (past.length <= MOST_PAST) return past;
  const other = past.findIndex((entry) => entry.outcome !== "sent" && entry.outcome !== "refused");
  const drop = other === -1 ? 0 : other;
  return past.filter((_, index) => index !== drop);
}

/** A claim or a wait over one of these would lose a doubt or a refusal: callers ask `hindrance` first. */
function requireFree(doc: PersonDocument | undefined): void {
  if (doc?.suppressed === undefined && (doc?.open === undefined || doc.open.state === "waiting")) return;
  throw new ConnectorError("broken-promise", "a person was claimed against the rules", {
    fix: "please report this: it is a fault of the connector, not of your set-up",
  });
}

/** The cart's own last. */
function accountsOf({ account, otherAccounts = [] }: Candidate): readonly string[] {
  const others = otherAccounts.filter((other) => other !== account);
  return account === undefined ? others : [...others, account];
}

function withoutOpen(doc: PersonDocument): PersonDocument {
  const rest: Mutable<PersonDocument> = { ...doc };
  delete rest.open;
  return rest;
}

function expiryFrom(begin: Date, { rules }: Moment): string {
  return new Date(begin.getTime() + rules.maxWaitMinutes * 60_000).toISOString();
}

function within(
  limit: string,
  pause: { readonly why: WaitReason; readonly dueAt: Date },
  now: Date,
): Pick<WaitingEntry, "dueAt" | "expiresAt"> {
  const due = notBefore(pause.dueAt, now).getTime();
  const end = Date.parse(limit);
  const dueMs = pause.why === "capped" ? Math.max(now.getTime(), Math.min(due, end)) : due;
  const endMs = pause.why === "quiet-hours" ? end + due - now.getTime() : end;
  return { dueAt: new Date(dueMs).toISOString(), expiresAt: new Date(endMs).toISOString() };
}

/** Never in the past. A pass takes up a person once, so an entry due at once cannot keep it from ending. */
function notBefore(due: Date, now: Date): Date {
  return due > now ? due : now;
}

/** What stood back waits as soon as nothing else is open. */
function withNext(doc: PersonDocument, at: Moment): PersonDocument {
  const { next, ...rest } = doc;
  if (next === undefined || next.key === doc.open?.key) return rest;
  if (doc.open !== undefined) return doc;
  const open: WaitingEntry = {
    state: "waiting",
    ...next,
    why: "stood-back",
    dueAt: at.now.toISOString(),
    tries: 0,
    expiresAt: expiryFrom(at.now, at),
  };
  return { ...rest, open };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The one place that fills what is derived: `dueAt`, `dueChannel`, `unsure`, `ttl`; and what takes whose place. */
function derive(settled: PersonDocument, at: Moment): PersonDocument {
  const doc = withNext(settled, at);
  const kept: Mutable<PersonDocument> = { ...doc };
  delete kept.dueAt;
  delete kept.dueChannel;
  delete kept.unsure;
  const ttl = at.rules.retentionDays * 86_400;
  switch (doc.open?.state) {
    case "waiting":
      return { ...kept, ttl, dueAt: doc.open.dueAt, dueChannel: doc.open.channel };
    case "sending": {
      const dueAt = new Date(Date.parse(doc.open.claimedAt) + at.rules.claimSeconds * 1000).toISOString();
      return { ...kept, ttl, dueAt, dueChannel: doc.open.channel };
    }
    case "unsure":
      return { ...kept, ttl, unsure: true };
    case undefined:
      return { ...kept, ttl };
  }
}
