import type { PersonDocument, WaitReason } from "../cart/documents.ts";
import { hindrance } from "../cart/hindrance.ts";
import { close, standBack, wait } from "../cart/person.ts";
import type { Stored } from "../ports/ledger.ts";
import { atMost } from "./at-most.ts";
import { endingOf, readPerson } from "./recall.ts";
import type { About, Ending, WayTools } from "./way.ts";

const MOST_TRIES = 5;
const MINUTE = 60_000;
const FIRST_WAIT = 5 * MINUTE;
const LONGEST_WAIT = 4 * 60 * MINUTE;

/** Words that leave a waiting entry as it is: somebody else holds the person, or nothing was decided. */
const UNDECIDED = new Set(["taken", "later", "unsure"]);

/** Writes down what an ending means for its person: a wait, or the end of one. Returns the endings as they came out. */
export async function remember(tools: WayTools, ended: readonly Ending[]): Promise<readonly Ending[]> {
  return atMost(16, ended, async (ending) => {
    const { about, pause } = ending;
    if (about === undefined) return ending;
    const after =
      pause === undefined
        ? ending
        : await pauseOne(tools, ending, { about, why: pause, until: ending.until });
    if (after.outcome === "unsure" && after.about !== undefined) return keepInMind(tools, after, after.about);
    if (!UNDECIDED.has(after.outcome)) await closeWaiting(tools, after, about);
    return after;
  });
}

/** The person's doubt is about another reminder: this one stands back until it has ended. */
async function keepInMind(tools: WayTools, ending: Ending, about: About): Promise<Ending> {
  let { memory } = about;
  for (let tries = 0; tries < MOST_TRIES && memory?.doc.open?.state === "unsure"; tries++) {
    const doc = standBack(memory.doc, about.candidate, { rules: tools.rules, now: tools.clock.now() });
    if (doc === undefined || (await tools.ledger.replace(doc, memory.version)) !== "conflict") return ending;
    memory = await readPerson(tools, about.candidate.person);
  }
  // the doubt has just ended, so this reminder may be judged: as long as it is not, the cursor waits
  return { cartId: ending.cartId, outcome: "taken" };
}

async function pauseOne(
  tools: WayTools,
  ending: Ending,
  pause: { readonly about: About; readonly why: WaitReason; readonly until: Date | undefined },
): Promise<Ending> {
  const { candidate } = pause.about;
  let { memory } = pause.about;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const now = tools.clock.now();
    const until = { why: pause.why, dueAt: pause.until ?? dueAfter(memory, now) };
    const doc = wait(memory?.doc, candidate, until, { rules: tools.rules, now });
    const written =
      memory === undefined ? await tools.ledger.create(doc) : await tools.ledger.replace(doc, memory.version);
    if (written !== "exists" && written !== "conflict") return ending;
    memory = await readPerson(tools, candidate.person);
    const obstacle = hindrance(memory?.doc, candidate, tools.rules, now);
    if (obstacle !== undefined) return endingOf({ candidate, memory }, obstacle, tools.rules);
  }
  return { cartId: ending.cartId, outcome: "taken" };
}

/** Each try waits longer than the one before. */
function dueAfter(memory: Stored<PersonDocument> | undefined, now: Date): Date {
  const tries = memory?.doc.open?.state === "waiting" ? memory.doc.open.tries : 0;
  return new Date(now.getTime() + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries));
}

/** The entry that the person had for this very cart ends with the word, or with `cart-changed` if it is about other contents. */
async function closeWaiting(tools: WayTools, ending: Ending, about: About): Promise<void> {
  const open = about.memory?.doc.open;
  if (open?.state !== "waiting" || open.cartId !== ending.cartId) return;
  const isSame = open.key === about.candidate.key;
  // another step of the same contents is not what ended
  if (!isSame && open.contents === about.candidate.contents) return;
  const end = isSame
    ? { outcome: ending.outcome, ...reasonOf(ending) }
    : { outcome: "cart-changed" as const };
  let { memory } = about;
  for (let tries = 0; tries < MOST_TRIES && memory !== undefined; tries++) {
    const doc = close(memory.doc, open.key, end, { rules: tools.rules, now: tools.clock.now() });
    if (doc === undefined || (await tools.ledger.replace(doc, memory.version)) !== "conflict") return;
    memory = await readPerson(tools, about.candidate.person);
  }
}

function reasonOf({ why }: Ending): { readonly why?: string } {
  return why === undefined ? {} : { why };
}
