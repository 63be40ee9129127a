import type { PersonDocument } from "../cart/documents.ts";
import type { Grounds } from "../cart/grounds.ts";
import { hindrance } from "../cart/hindrance.ts";
import { claim as claimed } from "../cart/person.ts";
import type { Stored } from "../ports/ledger.ts";
import { atMost } from "./at-most.ts";
import { hushed, quietFor } from "./keep-quiet.ts";
import { endingOf, readPerson } from "./recall.ts";
import type { Claimed, Composed, Ending, Sifted, WayTools } from "./way.ts";

const MOST_TRIES = 5;

/** What became of claiming a batch. A fault of the ledger leaves its carts without an outcome. */
export interface ClaimResult extends Sifted<Claimed> {
  readonly fault?: unknown;
}

/** The point of no return: one conditional write per person, all naming the one ticket of their request. */
export async function claimAll(
  tools: WayTools,
  batch: readonly Composed[],
  ticket: string,
): Promise<ClaimResult> {
  const results = await atMost(
    16,
    batch,
    async (item): Promise<Claimed | Ending | { readonly fault: unknown }> => {
      try {
        return await claimOne(tools, item, ticket);
      } catch (fault) {
        // the others are claimed or not whatever happens here: they must be carried to their end
        return { fault };
      }
    },
  );
  const failed = results.find((result) => "fault" in result);
  return {
    on: results.filter((result): result is Claimed => "held" in result),
    ended: results.filter((result): result is Ending => "outcome" in result),
    ...(failed === undefined ? {} : { fault: failed.fault }),
  };
}

async function claimOne(tools: WayTools, item: Composed, ticket: string): Promise<Claimed | Ending> {
  const by = { claimId: tools.random.id(), ticket, grounds: item.reminder.grounds };
  let memory = item.memory;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    // the pass may have run into the quiet hours since it looked at this person
    const until = quietFor(tools, item);
    if (until !== undefined) return hushed({ ...item, memory }, until);
    const held = await writeClaim(tools, { ...item, memory }, by);
    if (held !== "conflict" && "doc" in held) return { ...item, claimId: by.claimId, held };
    memory = await readPerson(tools, item.person);
    const open = memory?.doc.open;
    // the write did happen, only its reply was lost
    if (memory !== undefined && open?.state === "sending" && open.claimId === by.claimId) {
      return { ...item, claimId: by.claimId, held: memory };
    }
    if (held !== "conflict") throw held.fault;
    const obstacle = hindrance(memory?.doc, item.candidate, tools.rules, tools.clock.now());
    if (obstacle !== undefined) return endingOf({ candidate: item.candidate, memory }, obstacle, tools.rules);
    if (hasMoreAccounts(memory?.doc, item)) break;
  }
  return { cartId: item.cart.id, outcome: "taken" };
}

/** Under an account that was learned of meanwhile nobody has looked for newer carts and for orders. */
function hasMoreAccounts(doc: PersonDocument | undefined, item: Composed): boolean {
  const known = [item.cart.account, ...(item.memory?.doc.accounts ?? [])];
  return doc?.accounts.some((account) => !known.includes(account)) === true;
}

/** After a fault nobody knows whether the claim was written. */
async function writeClaim(
  tools: WayTools,
  { memory, candidate }: Pick<Composed, "memory" | "candidate">,
  by: { readonly claimId: string; readonly ticket: string; readonly grounds: Grounds },
): Promise<Stored<PersonDocument> | "conflict" | { readonly fault: unknown }> {
  const doc = claimed(memory?.doc, candidate, by, { rules: tools.rules, now: tools.clock.now() });
  try {
    const written = await (memory === undefined
      ? tools.ledger.create(doc)
      : tools.ledger.replace(doc, memory.version));
    return typeof written === "string" ? "conflict" : { doc, version: written.version };
  } catch (fault) {
    return { fault };
  }
}
