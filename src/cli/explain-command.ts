import { OUTCOME_MEANINGS } from "../cart/outcome.ts";
import type { Click, Evidence, OpenEntry, PastEntry } from "../cart/documents.ts";
import { explain, type ExplainedCart, type Explanation } from "../run/explain.ts";
import type { Wired } from "../run/wire.ts";
import type { Arguments } from "./arguments.ts";
import { chosen } from "./run-command.ts";
import type { Surroundings } from "./surroundings.ts";
import { WAIT_MEANINGS, whichReminder } from "./which-reminder.ts";

/** `connector explain <cart | e-mail>`: mails nobody, writes nothing. */
export async function explainCommand(wired: Wired, given: Arguments, around: Surroundings): Promise<number> {
  for (const channel of chosen(wired, given.channel)) {
    const explanation = await explain(
      wired.dryPassTools(channel, () => undefined),
      given.subject,
    );
    if (given.json) around.out(JSON.stringify({ channel: channel.name, ...explanation }));
    else for (const line of explanationText(channel.name, explanation)) around.out(line);
  }
  return 0;
}

function explanationText(channel: string, explanation: Explanation): readonly string[] {
  return [
    `Channel ${channel}`,
    "",
    "Remembered:",
    ...rememberedText(explanation).map((line) => `  ${line}`),
    "",
    "Now:",
    ...nowText(explanation).map((line) => `  ${line}`),
  ];
}

function rememberedText({ subject, person, carts }: Explanation): readonly string[] {
  if (person === undefined) {
    return subject === "cart" && carts.length === 0
      ? ["Whose cart it was only Retail Server could tell: explain the person's e-mail address instead."]
      : ["The ledger knows nothing of this person."];
  }
  const { suppressed, past, open, clicks } = person;
  return [
    ...(suppressed === undefined ? [] : [`Never to be reminded: ${suppressed.reason}, ${suppressed.at}`]),
    ...past.flatMap((entry) => [
      pastText(entry) + clickText(clicks.find(({ key }) => key === entry.key)),
      ...evidenceText(entry.evidence),
    ]),
    ...(open === undefined ? [] : openText(open)),
  ];
}

function nowText({ subject, person, carts }: Explanation): readonly string[] {
  if (carts.length > 0) return carts.flatMap(cartText);
  if (subject === "cart") return ["Retail Server shows no such cart now, or none that can be read."];
  return person === undefined
    ? ["Carts of a person are found by what the ledger remembers: explain the cart instead."]
    : ["Retail Server shows no cart of this person now."];
}

function pastText(entry: PastEntry): string {
  const why = entry.why === undefined ? "" : ` (${entry.why})`;
  return `${entry.at}  ${whichReminder(entry)}: ${entry.outcome}${why}`;
}

function clickText(click: Click | undefined): string {
  if (click === undefined) return "";
  const { first, last, count } = click;
  return count === 1 ? `; link opened ${first}` : `; link opened ${count} times, ${first} to ${last}`;
}

function evidenceText(evidence: Evidence | undefined): readonly string[] {
  if (evidence === undefined) return [];
  const { consent, purchases } = evidence;
  const guest = purchases.limit === undefined ? "" : "; what a guest orders cannot be asked for";
  const seen = `${counted(purchases.orders, "recent order")} in ${counted(purchases.accounts, "account")}`;
  return [
    `  consent: ${consent.decision} by ${consent.basis} (${consent.source}), asked ${askedText(consent)}`,
    `  purchases: ${seen}, asked ${askedText(purchases)}${guest}`,
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function askedText({ at, askedSecondsBeforeClaim }: Evidence["consent" | "purchases"]): string {
  return `${at}, ${askedSecondsBeforeClaim} s before the claim`;
}

function openText(entry: OpenEntry): readonly string[] {
  switch (entry.state) {
    case "waiting":
      return [
        `waits until ${entry.dueAt} because of ${entry.why} (${WAIT_MEANINGS[entry.why]}), at the longest until ${entry.expiresAt}: ${whichReminder(entry)}`,
      ];
    case "sending":
      return [
        `claimed at ${entry.claimedAt} by a run that has not said how it ended: ${whichReminder(entry)}`,
        ...evidenceText(entry.evidence),
      ];
    case "unsure":
      return [
        `may or may not have been sent since ${entry.claimedAt} (${entry.why}): ${whichReminder(entry)}`,
        ...evidenceText(entry.evidence),
      ];
  }
}

function cartText({ cartId, modified, lines, shown, way, now, reach }: ExplainedCart): readonly string[] {
  const why = now.why === undefined ? "" : ` (${now.why})`;
  const meaning = now.outcome === "sent" ? REMINDED[reach] : OUTCOME_MEANINGS[now.outcome];
  return [
    `cart ${cartId}, last modified ${modified}, ${shown} of ${lines} lines to show`,
    ...way.map(({ at, step, what }) => `  ${at}  ${step.padEnd(9)} ${what}`),
    `  → ${now.outcome}${why}: ${meaning}`,
  ];
}

/** What it comes to that nothing forbids a reminder. */
const REMINDED: Readonly<Record<ExplainedCart["reach"], string>> = {
  "next-pass": "would be reminded now",
  "in-use":
    "would be reminded if it stays like this: it was touched too lately to be abandoned (ExcludeAbandonedCartsModifiedSinceLastMinutes)",
  passed:
    "would be reminded now, but the passes have gone on from here: only `run --from --to` still finds it, unless it waits or changes",
};
