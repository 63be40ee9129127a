import { ConnectorError } from "../cart/connector-error.ts";
import type { Owed, PersonDocument, SuppressionReason } from "../cart/documents.ts";
import { isSuppressedFor, suppress, type PersonRules } from "../cart/person.ts";
import type { PersonId } from "../cart/shopper.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger, Stored } from "../ports/ledger.ts";
import { asPerson } from "../steps/recall.ts";
import { ticketDocument } from "../steps/ticket.ts";

/** What writing down a refusal needs. */
export interface SuppressTools {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly rules: PersonRules;
}

export interface Suppressed {
  /** `already`: for this reason or a stronger one. */
  readonly result: "suppressed" | "already";
  /** A request with a reminder for this person was handed over and not yet settled: that mail nobody can call back. */
  readonly onItsWay: boolean;
}

const MOST_TRIES = 10;

/**
 * Never again to this person. Once this has ended nothing more is handed over for them, whatever is under way: a claim in
 * the way loses its ticket first, so that its owner sends nothing. Throws `ledger-…` faults; safe to repeat.
 */
export async function suppressPerson(
  tools: SuppressTools,
  person: PersonId,
  how: { readonly reason: SuppressionReason; readonly owed?: Owed },
): Promise<Suppressed> {
  const wanted = suppress(person, how, tools.clock.now());
  // most people on a list were never heard of
  if ((await tools.ledger.create(wanted)) !== "exists") return { result: "suppressed", onItsWay: false };
  let onItsWay = false;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const known = await readKnown(tools.ledger, person);
    if (isSuppressedFor(known?.doc, how.reason)) return { result: "already", onItsWay };
    // before the write: were we to die in between, a claim that was to be stopped would go on
    onItsWay = (await isHandedOver(tools, known?.doc)) || onItsWay;
    const written =
      known === undefined
        ? await tools.ledger.create(wanted)
        : await tools.ledger.replace(wanted, known.version);
    if (typeof written !== "string") return { result: "suppressed", onItsWay };
  }
  throw new ConnectorError("ledger-throttled", "the same person was being written all the time", {
    fix: "try again: nothing but this one refusal is missing",
  });
}

/** True when the ticket of an open claim was handed over. A claim that was not is stopped by taking its ticket away. */
async function isHandedOver(tools: SuppressTools, doc: PersonDocument | undefined): Promise<boolean> {
  if (doc?.open === undefined || doc.open.state === "waiting") return false;
  if (doc.open.state === "unsure") return true;
  const ticket = ticketDocument(
    { ...tools, runId: "suppression" },
    { id: doc.open.ticket, state: "abandoned", keys: [] },
  );
  if ((await tools.ledger.create(ticket)) !== "exists") return false;
  const found = (await tools.ledger.read([ticket.id])).get(ticket.id);
  if (found === undefined || found === "unreadable" || found.doc.kind !== "ticket") return true;
  return found.doc.state !== "abandoned";
}

async function readKnown(ledger: Ledger, person: PersonId): Promise<Stored<PersonDocument> | undefined> {
  const found = (await ledger.read([person])).get(person);
  if (found !== "unreadable") return asPerson(found);
  throw new ConnectorError("ledger-unreadable", "the ledger's document of this person is damaged", {
    fix: "nobody is mailed by a damaged document; remove it from the ledger and try again",
  });
}
