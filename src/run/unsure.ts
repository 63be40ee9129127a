import type { PersonDocument } from "../cart/documents.ts";
import { decide, type Decision, type PersonRules } from "../cart/person.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger, Stored } from "../ports/ledger.ts";
import { readPerson } from "../steps/recall.ts";

/** A reminder that may or may not have been sent. Holds no address and no name. */
export interface Doubt {
  /** What `resend` and `dismiss` take to name it. */
  readonly key: string;
  readonly cartId: string;
  /** Of a series; 0 is the first reminder of a cart. */
  readonly step: number;
  readonly channel: string;
  readonly claimedAt: string;
  readonly why: string;
}

/** What settling doubts needs. */
export interface DoubtTools {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly rules: PersonRules;
}

/** One doubt, by its reminder key or its cart's id, or all of them. */
export type Which = { readonly name: string } | "all";

const MOST_LISTED = 1000;
const MOST_TRIES = 5;

/** Everything that waits for a person, at most a thousand at a time. */
export async function listDoubts(ledger: Ledger): Promise<readonly Doubt[]> {
  return (await ledger.unsure(MOST_LISTED)).flatMap((stored) => doubtOf(stored.doc) ?? []);
}

/**
 * Settles doubts as a person decided: those of one reminder key or cart id, or all that are listed. Returns those
 * that were settled; one that was answered meanwhile is left as it is.
 */
export async function decideDoubts(
  tools: DoubtTools,
  which: Which,
  decision: Decision,
): Promise<readonly Doubt[]> {
  const settled: Doubt[] = [];
  for (const stored of await tools.ledger.unsure(MOST_LISTED)) {
    const doubt = doubtOf(stored.doc);
    if (doubt === undefined || !isMeant(doubt, which)) continue;
    if (await decideOne(tools, stored, decision)) settled.push(doubt);
  }
  return settled;
}

async function decideOne(
  tools: DoubtTools,
  stored: Stored<PersonDocument>,
  decision: Decision,
): Promise<boolean> {
  const key = stored.doc.open?.key;
  let current: Stored<PersonDocument> | undefined = stored;
  for (let tries = 0; tries < MOST_TRIES && current !== undefined && key !== undefined; tries++) {
    const doc = decide(current.doc, key, decision, { rules: tools.rules, now: tools.clock.now() });
    if (doc === undefined) return false;
    if ((await tools.ledger.replace(doc, current.version)) !== "conflict") return true;
    current = await readPerson(tools, stored.doc.id);
  }
  return false;
}

function isMeant({ key, cartId }: Doubt, which: Which): boolean {
  return which === "all" || which.name === key || which.name === cartId;
}

function doubtOf(doc: PersonDocument): Doubt | undefined {
  if (doc.open?.state !== "unsure") return undefined;
  const { key, cartId, step, channel, claimedAt, why } = doc.open;
  return { key, cartId, step, channel, claimedAt, why };
}
