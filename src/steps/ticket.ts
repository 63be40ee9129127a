import type { TicketDocument } from "../cart/documents.ts";
import type { PersonRules } from "../cart/person.ts";
import type { WayTools } from "./way.ts";

const DAY_SECONDS = 86_400;

/** A ticket outlives every claim that names it: were it gone first, the claim would look never handed over. */
export function ticketDocument(
  tools: Pick<WayTools, "runId" | "clock"> & { readonly rules: PersonRules },
  ticket: Pick<TicketDocument, "id" | "state" | "keys"> & Partial<Pick<TicketDocument, "answers">>,
): TicketDocument {
  return {
    ...ticket,
    pk: ticket.id,
    kind: "ticket",
    runId: tools.runId,
    at: tools.clock.now().toISOString(),
    ttl: (tools.rules.retentionDays + 30) * DAY_SECONDS,
  };
}
