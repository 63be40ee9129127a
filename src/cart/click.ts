import type { Click, PersonDocument } from "./documents.ts";
import type { Moment } from "./person.ts";
import type { ReminderKey } from "./shopper.ts";

const MOST_CLICKED = 12;
/** Enough to tell "often"; whoever opens a link for fun must not cost us writes without end. */
const MOST_COUNTED = 99;
const DAY_SECONDS = 86_400;
/** Scanners open links the moment a mail arrives; nobody reads and clicks so soon after we handed the reminder over. */
const TOO_SOON_MS = 30_000;
/** A double click, or several machines that look at one mail together. */
const TOGETHER_MS = 10_000;

/**
 * A person opened the tracked link of a reminder. Undefined when nothing is to be written: the reminder is not remembered
 * any more, or the opening says nothing new about a person.
 */
export function withClick(
  doc: PersonDocument | undefined,
  key: ReminderKey,
  { rules, now }: Moment,
): PersonDocument | undefined {
  if (doc === undefined || doc.suppressed !== undefined) return undefined;
  const handedOver = handedOverAt(doc, key);
  if (handedOver === undefined || now.getTime() < handedOver + TOO_SOON_MS) return undefined;
  const clicks = doc.clicks ?? [];
  const before = clicks.find((click) => click.key === key);
  if (before !== undefined && isNothingNew(before, now)) return undefined;
  const at = now.toISOString();
  const click: Click = { key, first: before?.first ?? at, last: at, count: (before?.count ?? 0) + 1 };
  const others = clicks.filter((one) => one !== before);
  const kept = { ...doc, clicks: [...others, click].slice(-MOST_CLICKED) };
  return { ...kept, ttl: remaining(doc, rules.retentionDays * DAY_SECONDS, now) };
}

function isNothingNew(before: Click, now: Date): boolean {
  return before.count >= MOST_COUNTED || now.getTime() < Date.parse(before.last) + TOGETHER_MS;
}

/** When the mail was handed to the provider at the earliest; undefined when this reminder never was. */
function handedOverAt({ past, open }: PersonDocument, key: ReminderKey): number | undefined {
  // a claim that nobody has settled yet: who clicks has got the mail
  if (open?.key === key && open.state !== "waiting") return Date.parse(open.claimedAt);
  const sent = past.findLast((entry) => entry.key === key && entry.outcome === "sent");
  return sent === undefined ? undefined : Date.parse(sent.at);
}

/** A click is no reminder: it does not make us remember anybody longer. */
function remaining({ open, past, ttl }: PersonDocument, retention: number, now: Date): number {
  const last = past.at(-1);
  if (open !== undefined || last === undefined) return ttl;
  const spent = Math.floor((now.getTime() - Date.parse(last.at)) / 1000);
  return Math.min(retention, Math.max(DAY_SECONDS, retention - spent));
}
