import { OUTCOME_MEANINGS } from "../cart/outcome.ts";
import type { OpenEntry, PastEntry } from "../cart/documents.ts";
import { dryWay } from "../run/dry-way.ts";
import { explain, type ExplainedCart, type Explanation } from "../run/explain.ts";
import type { Wired } from "../run/wire.ts";
import { wrong, type Arguments } from "./arguments.ts";
import { chosen } from "./run-command.ts";
import type { Surroundings } from "./surroundings.ts";

/** `connector explain <cart | e-mail>`: mails nobody, writes nothing. */
export async function explainCommand(wired: Wired, given: Arguments, around: Surroundings): Promise<number> {
  const subject = given.words[1];
  if (subject === undefined) throw wrong("explain: expected the id of a cart or an e-mail address");
  for (const channel of chosen(wired, given.channel)) {
    const explanation = await explain(await dryWay(wired.dryPassTools(channel, () => undefined)), subject);
    if (given.json) around.out(JSON.stringify({ channel: channel.name, ...explanation }));
    else for (const line of explanationText(channel.name, explanation)) around.out(line);
  }
  return 0;
}

function explanationText(channel: string, { person, carts }: Explanation): readonly string[] {
  const known =
    person === undefined
      ? ["The ledger knows nothing of this person."]
      : [
          ...(person.suppressed === undefined
            ? []
            : [`Never to be reminded: ${person.suppressed.reason}, ${person.suppressed.at}`]),
          ...person.past.map(pastText),
          ...(person.open === undefined ? [] : [openText(person.open)]),
        ];
  const found = carts.length === 0 ? ["Retail Server shows no such cart now."] : carts.flatMap(cartText);
  return [
    `Channel ${channel}`,
    "",
    "Remembered:",
    ...known.map((line) => `  ${line}`),
    "",
    "Now:",
    ...found.map((line) => `  ${line}`),
  ];
}

function pastText(entry: PastEntry): string {
  const why = entry.why === undefined ? "" : ` (${entry.why})`;
  const grounds =
    entry.evidence === undefined
      ? ""
      : `; consent by ${entry.evidence.consent.basis}, orders looked at ${entry.evidence.purchases.at}`;
  return `${entry.at}  cart ${entry.cartId}: ${entry.outcome}${why}${grounds}`;
}

function openText(entry: OpenEntry): string {
  switch (entry.state) {
    case "waiting":
      return `waits until ${entry.dueAt} because of ${entry.why}, at the longest until ${entry.expiresAt}: cart ${entry.cartId}`;
    case "sending":
      return `claimed at ${entry.claimedAt} by a run that has not said how it ended: cart ${entry.cartId}`;
    case "unsure":
      return `may or may not have been sent since ${entry.claimedAt} (${entry.why}): cart ${entry.cartId}`;
  }
}

function cartText({ cartId, modified, lines, shown, now }: ExplainedCart): readonly string[] {
  const why = now.why === undefined ? "" : ` (${now.why})`;
  const meaning = now.outcome === "sent" ? "would be reminded now" : OUTCOME_MEANINGS[now.outcome];
  return [
    `cart ${cartId}, last modified ${modified}, ${shown} of ${lines} lines to show`,
    `  → ${now.outcome}${why}: ${meaning}`,
  ];
}
