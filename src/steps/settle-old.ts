import { ConnectorError } from "../cart/connector-error.ts";
import type { PersonDocument, TicketDocument } from "../cart/documents.ts";
import { doubt, release, settle } from "../cart/person.ts";
import type { ReminderKey } from "../cart/shopper.ts";
import type { Stored } from "../ports/ledger.ts";
import { asPerson } from "./recall.ts";
import { ticketDocument } from "./ticket.ts";
import type { WayTools } from "./way.ts";

/**
 * Ends a claim whose owner was not heard of. The ticket decides: whoever creates it first has the say, so a claim is
 * released only when its request can never be made. Returns the person as the ledger has it afterwards.
 */
export async function settleOld(
  tools: WayTools,
  stored: Stored<PersonDocument>,
): Promise<Stored<PersonDocument>> {
  const open = stored.doc.open;
  if (open?.state !== "sending") return stored;
  const ticket = await abandonOrRead(tools, open.ticket);
  const at = { rules: tools.rules, now: tools.clock.now() };
  const after = afterTicket(stored.doc, { claimId: open.claimId, key: open.key, ticket }, at);
  if (after === undefined) return stored;
  const written = await tools.ledger.replace(after, stored.version);
  if (written !== "conflict") return { doc: after, version: written.version };
  // somebody else, perhaps the owner, was faster: what they wrote counts
  return asPerson((await tools.ledger.read([stored.doc.id])).get(stored.doc.id)) ?? stored;
}

/** What a ticket means for a claim that names it. */
function afterTicket(
  doc: PersonDocument,
  claim: {
    readonly claimId: string;
    readonly key: ReminderKey;
    readonly ticket: TicketDocument | undefined;
  },
  at: Parameters<typeof release>[2],
): PersonDocument | undefined {
  const { claimId, key, ticket } = claim;
  if (ticket === undefined) return doubt(doc, claimId, "ticket-unreadable", at);
  // a request has one ticket and every reminder in it is named: this one was claimed, but never went along
  if (!ticket.keys.includes(key)) return release(doc, claimId, at);
  switch (ticket.state) {
    case "abandoned":
      return release(doc, claimId, at);
    case "handed-over":
      return doubt(doc, claimId, "no-answer-known", at);
    case "answered": {
      const answer = ticket.answers?.[key];
      return answer === undefined
        ? doubt(doc, claimId, "no-answer-known", at)
        : settle(doc, claimId, answer, at);
    }
  }
}

async function abandonOrRead(tools: WayTools, id: string): Promise<TicketDocument | undefined> {
  const abandoned = ticketDocument(tools, { id, state: "abandoned", keys: [] });
  const created = await tools.ledger.create(abandoned);
  if (created !== "exists") return abandoned;
  const stored = (await tools.ledger.read([id])).get(id);
  if (stored === undefined) {
    throw new ConnectorError("ledger-unreadable", "the ledger says a ticket exists and does not give it", {
      fix: "run `connector check`; if the ledger has several write regions, use one",
    });
  }
  return stored === "unreadable" || stored.doc.kind !== "ticket" ? undefined : stored.doc;
}
