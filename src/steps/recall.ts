import { reminderKey, type PersonId } from "../cart/shopper.ts";
import type { NextStep, PersonDocument } from "../cart/documents.ts";
import { capEndsAt, hindrance, type Hindrance } from "../cart/hindrance.ts";
import { learn } from "../cart/accounts.ts";
import type { Candidate, PersonRules } from "../cart/person.ts";
import { compareStamps, parseStamp, type Stamp } from "../cart/stamp.ts";
import type { Stored } from "../ports/ledger.ts";
import { atMost } from "./at-most.ts";
import { settleOld } from "./settle-old.ts";
import type { About, Ending, Identified, Outlook, Recalled, Sifted, WayTools } from "./way.ts";

/** What we know about these people, and whether that forbids a reminder. An old claim in the way is settled first. */
export async function recall(
  way: WayTools,
  items: readonly Identified[],
  outlook: Outlook,
): Promise<Sifted<Recalled>> {
  const tools = { ...way, outlook };
  const memories = await tools.ledger.read([...new Set(items.map((item) => item.person))]);
  const verdicts = await atMost(16, items, async (item): Promise<Recalled | Ending> => {
    const memory = memories.get(item.person);
    if (memory === "unreadable") {
      return { cartId: item.cart.id, outcome: "unsure", why: "ledger-entry-unreadable" };
    }
    const known = asPerson(memory);
    return recallOne(tools, item, known === undefined ? undefined : await withAccountsSeen(tools, known));
  });
  return {
    on: verdicts.filter((verdict): verdict is Recalled => !("outcome" in verdict)),
    ended: verdicts.filter((verdict): verdict is Ending => "outcome" in verdict),
  };
}

interface Recalling extends WayTools {
  readonly outlook: Outlook;
}

/** Under whichever account somebody who is known was seen: what is bought under it counts from now on. */
async function withAccountsSeen(
  { ledger, outlook }: Recalling,
  known: Stored<PersonDocument>,
): Promise<Stored<PersonDocument>> {
  const doc = learn(known.doc, outlook.accountsOf(known.doc.id));
  if (doc === undefined) return known;
  const written = await ledger.replace(doc, known.version);
  // somebody else was faster: whoever claims this person now is told so, and the account is seen again
  return written === "conflict" ? known : { doc, version: written.version };
}

/** Nothing is written about somebody new before a claim: it takes the accounts along. */
function seenInPass({ outlook }: Recalling, { candidate, ...recalled }: Recalled): Recalled {
  return { ...recalled, candidate: { ...candidate, otherAccounts: outlook.accountsOf(recalled.person) } };
}

async function recallOne(
  tools: Recalling,
  item: Identified,
  memory: Stored<PersonDocument> | undefined,
): Promise<Recalled | Ending> {
  const recalled = seenInPass(tools, withCandidate(tools, item, memory));
  const obstacle = hindrance(memory?.doc, recalled.candidate, tools.rules, tools.clock.now());
  if (obstacle === undefined) return ifStepIsLeft(tools, recalled);
  if (obstacle !== "overdue" || memory === undefined) return endingOf(recalled, obstacle, tools.rules);
  const after = seenInPass(tools, withCandidate(tools, item, await settleOld(tools, memory)));
  const still = hindrance(after.memory?.doc, after.candidate, tools.rules, tools.clock.now());
  return still === undefined ? ifStepIsLeft(tools, after) : endingOf(after, still, tools.rules);
}

/** A series that was made shorter in the settings ends for those who wait for one of its former steps. */
function ifStepIsLeft(tools: WayTools, recalled: Recalled): Recalled | Ending {
  if (recalled.candidate.step <= tools.rules.laterSteps.length) return recalled;
  return { cartId: recalled.cart.id, outcome: "already-reminded", why: "series-shortened", about: recalled };
}

/** A hindrance as the word the cart ends with. */
export function endingOf(about: About, obstacle: Hindrance, rules: PersonRules): Ending {
  const { cartId } = about.candidate;
  switch (obstacle) {
    case "overdue":
      return { cartId, outcome: "taken", about };
    case "waiting":
      return { cartId, outcome: "later", why: "not-due", about };
    case "held-by-cap": {
      const until = about.memory === undefined ? undefined : capEndsAt(about.memory.doc, rules);
      return { cartId, outcome: "later", why: "capped", about, pause: "capped", until };
    }
    case "suppressed":
    case "superseded":
    case "already-reminded":
    case "capped":
    case "taken":
    case "unsure":
      return { cartId, outcome: obstacle, about };
  }
}

/** With what a claim would be about, whatever forbids one. */
export function withCandidate(
  tools: WayTools,
  item: Identified,
  memory: Stored<PersonDocument> | undefined,
): Recalled {
  const { person, cart, contents } = item;
  const open = openEntryOf(item, memory?.doc);
  const about = { person, cartId: cart.id, contents, step: open?.step ?? 0 };
  const nextStep = nextStepOf(tools, about);
  const leftAt = about.step === 0 ? cart.modified : earlier(parseStamp(open?.modified ?? ""), cart.modified);
  const candidate: Candidate = {
    ...about,
    key: reminderKey(tools.personKey, about),
    channel: tools.shop.name,
    modified: leftAt.raw,
    account: cart.account,
    ...(nextStep === undefined ? {} : { nextStep }),
  };
  return { ...item, candidate, leftAt, memory };
}

/** What is open about this cart with these contents, in whatever state. */
function openEntryOf(
  { cart, contents }: Identified,
  doc: PersonDocument | undefined,
): PersonDocument["open"] | undefined {
  const open = doc?.open;
  return open?.cartId === cart.id && open.contents === contents ? open : undefined;
}

function earlier(a: Stamp | undefined, b: Stamp): Stamp {
  return a !== undefined && compareStamps(a, b) < 0 ? a : b;
}

/** The settings count the hours of every step from the first; what was delayed delays what follows. */
function nextStepOf(
  { rules, personKey }: Pick<WayTools, "rules" | "personKey">,
  about: Pick<Candidate, "person" | "cartId" | "contents" | "step">,
): NextStep | undefined {
  const next = rules.laterSteps[about.step];
  if (next === undefined) return undefined;
  const before = rules.laterSteps[about.step - 1]?.afterHours ?? 0;
  const key = reminderKey(personKey, { ...about, step: about.step + 1 });
  return { key, afterHours: Math.max(0, next.afterHours - before) };
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
