import type { Answer, TicketDocument } from "../cart/documents.ts";
import type { ReminderKey } from "../cart/shopper.ts";
import type { Handover } from "../ports/email-provider.ts";
import type { Stored } from "../ports/ledger.ts";
import { ticketDocument } from "./ticket.ts";
import type { Claimed, WayTools } from "./way.ts";

/**
 * One ticket, then one request. The ticket is created just before the request; if somebody abandoned it meanwhile,
 * nothing is sent. The reply is written into the ticket before anybody is settled, so that it survives us.
 */
export async function handOver(
  tools: WayTools,
  batch: readonly Claimed[],
  ticketId: string,
): Promise<Handover> {
  const keys = batch.map(({ reminder }) => reminder.key);
  const ticket = await openTicket(tools, ticketId, keys);
  if (ticket === "abandoned") {
    const answer: Answer = { kind: "later", notBefore: tools.clock.now().toISOString(), why: "released" };
    return { answers: new Map(batch.map((item) => [item.reminder.key, answer])) };
  }
  const handover = await tools.provider.remind(batch.map((item) => item.reminder));
  const answers = completed(batch, handover);
  await writeAnswers(tools, ticket, answers);
  return { ...handover, answers };
}

async function openTicket(
  tools: WayTools,
  id: string,
  keys: readonly ReminderKey[],
): Promise<Stored<TicketDocument> | "abandoned"> {
  const doc = ticketDocument(tools, { id, state: "handed-over", keys });
  const created = await tools.ledger.create(doc).catch((fault: unknown) => ({ fault }));
  if (created !== "exists" && "doc" in created) return { doc, version: created.version };
  // after a fault nobody knows whether it was written or still will be: taken away, it never will
  const isTaken = created !== "exists" && (await abandon(tools, id)) !== "exists";
  if (isTaken) throw created.fault;
  const stored = (await tools.ledger.read([id])).get(id);
  if (stored === undefined || stored === "unreadable" || stored.doc.kind !== "ticket") return "abandoned";
  // only we make this ticket handed over: if it is, the reply to our own write was lost
  return stored.doc.state === "handed-over" && stored.doc.runId === tools.runId
    ? { doc: stored.doc, version: stored.version }
    : "abandoned";
}

function abandon(tools: WayTools, id: string): Promise<Stored | "exists"> {
  return tools.ledger.create(ticketDocument(tools, { id, state: "abandoned", keys: [] }));
}

/** An answer for everybody: a provider that forgot somebody may have mailed them. */
function completed(batch: readonly Claimed[], handover: Handover): ReadonlyMap<ReminderKey, Answer> {
  const forgotten: Answer = { kind: "unsure", why: "not-answered" };
  return new Map(
    batch.map(({ reminder }) => [reminder.key, handover.answers.get(reminder.key) ?? forgotten]),
  );
}

async function writeAnswers(
  tools: WayTools,
  ticket: Stored<TicketDocument>,
  answers: ReadonlyMap<ReminderKey, Answer>,
): Promise<void> {
  const doc: TicketDocument = { ...ticket.doc, state: "answered", answers: Object.fromEntries(answers) };
  try {
    await tools.ledger.replace(doc, ticket.version);
  } catch {
    // the people are settled next, each by itself; if that fails too they end unsure, which is the truth
    tools.log.warn("the reply could not be written into its ticket", { runId: tools.runId });
  }
}
