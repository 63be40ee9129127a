import { reminderKey, type PersonId } from "../cart/shopper.ts";
import type { PersonDocument } from "../cart/documents.ts";
import { hindrance, type Candidate, type Hindrance } from "../cart/person.ts";
import type { Stored } from "../ports/ledger.ts";
import { atMost } from "./at-most.ts";
import { settleOld } from "./settle-old.ts";
import type { About, Ending, Identified, Recalled, Sifted, WayTools } from "./way.ts";

/** What we know about these people, and whether that forbids a reminder. An old claim in the way is settled first. */
export async function recall(tools: WayTools, items: readonly Identified[]): Promise<Sifted<Recalled>> {
  const memories = await tools.ledger.read([...new Set(items.map((item) => item.person))]);
  const verdicts = await atMost(16, items, async (item): Promise<Recalled | Ending> => {
    const memory = memories.get(item.person);
    if (memory === "unreadable") {
      return { cartId: item.cart.id, outcome: "unsure", why: "ledger-entry-unreadable" };
    }
    return recallOne(tools, item, asPerson(memory));
  });
  return {
    on: verdicts.filter((verdict): verdict is Recalled => !("outcome" in verdict)),
    ended: verdicts.filter((verdict): verdict is Ending => "outcome" in verdict),
  };
}

async function recallOne(
  tools: WayTools,
  item: Identified,
  memory: Stored<PersonDocument> | undefined,
): Promise<Recalled | Ending> {
  const recalled: Recalled = { ...item, candidate: candidateOf(tools, item), memory };
  const obstacle = hindrance(memory?.doc, recalled.candidate, tools.rules, tools.clock.now());
  if (obstacle === undefined) return recalled;
  if (obstacle !== "overdue" || memory === undefined) return endingOf(recalled, obstacle);
  const settled = await settleOld(tools, memory);
  const after: Recalled = { ...recalled, memory: settled };
  const still = hindrance(settled.doc, recalled.candidate, tools.rules, tools.clock.now());
  return still === undefined ? after : endingOf(after, still);
}

/** A hindrance as the word the cart ends with. */
export function endingOf(about: About, obstacle: Hindrance): Ending {
  const { cartId } = about.candidate;
  switch (obstacle) {
    case "overdue":
      return { cartId, outcome: "taken", about };
    case "waiting":
      return { cartId, outcome: "later", why: "not-due", about };
    case "suppressed":
    case "already-reminded":
    case "capped":
    case "taken":
    case "unsure":
      return { cartId, outcome: obstacle, about };
  }
}

function candidateOf(tools: WayTools, item: Identified): Candidate {
  const { person, cart, contents } = item;
  const step = 0;
  return {
    person,
    key: reminderKey(tools.personKey, { person, cartId: cart.id, contents, step }),
    cartId: cart.id,
    contents,
    step,
    channel: tools.shop.name,
    modified: cart.modified.raw,
    account: cart.account,
  };
}

/** The stored document when it is a person; ids of people are never used for anything else. */
export function asPerson(stored: Stored | "unreadable" | undefined): Stored<PersonDocument> | undefined {
  if (stored === undefined || stored === "unreadable" || stored.doc.kind !== "person") return undefined;
  return { doc: stored.doc, version: stored.version };
}

/** Reads one person again. */
export async function readPerson(
  tools: Pick<WayTools, "ledger">,
  person: PersonId,
): Promise<Stored<PersonDocument> | undefined> {
  return asPerson((await tools.ledger.read([person])).get(person));
}
