import type { Answer } from "../cart/documents.ts";
import type { Outcome } from "../cart/outcome.ts";
import { settle } from "../cart/person.ts";
import type { Handover } from "../ports/email-provider.ts";
import { atMost } from "./at-most.ts";
import { readPerson } from "./recall.ts";
import type { Claimed, Ending, WayTools } from "./way.ts";

const MOST_TRIES = 5;

export interface SettleResult {
  readonly ended: readonly Ending[];
  /** A fault of the ledger: what the provider said stands in the ticket, or is unsure. */
  readonly fault?: unknown;
}

/** Writes each answer to its person. Changes an entry with our own claim only; it never makes one. */
export async function settleAll(
  tools: WayTools,
  batch: readonly Claimed[],
  answers: Handover["answers"],
): Promise<SettleResult> {
  let fault: unknown;
  const ended = await atMost(16, batch, async (item): Promise<Ending> => {
    const answer = answers.get(item.reminder.key) ?? { kind: "unsure", why: "not-answered" };
    try {
      await settleOne(tools, item, answer);
      return { cartId: item.cart.id, step: item.candidate.step, ...spoken(answer) };
    } catch (thrown) {
      fault = thrown;
      return { cartId: item.cart.id, outcome: "unsure", why: "not-recorded" };
    }
  });
  return fault === undefined ? { ended } : { ended, fault };
}

async function settleOne(tools: WayTools, item: Claimed, answer: Answer): Promise<void> {
  let held = item.held;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const at = { rules: tools.rules, now: tools.clock.now() };
    const doc = settle(held.doc, item.claimId, answer, at);
    // settled from the ticket by somebody else, or erased on the person's wish: nothing may be written
    if (doc === undefined) return;
    if ((await tools.ledger.replace(doc, held.version)) !== "conflict") return;
    const again = await readPerson(tools, item.person);
    if (again === undefined) return;
    held = again;
  }
}

/** The provider says accepted, refused, later, unsure; the ledger and the report say sent, refused, later, unsure. */
function spoken(answer: Answer): { readonly outcome: Outcome; readonly why?: string } {
  switch (answer.kind) {
    case "accepted":
      return { outcome: "sent" };
    case "refused":
      return { outcome: "refused", why: answer.why };
    case "later":
      return { outcome: "later", why: answer.why };
    case "unsure":
      return { outcome: "unsure", why: answer.why };
  }
}
