import { compareCarts, shownLines, type Cart } from "../cart/cart.ts";
import { compareWithPlace, type Place } from "../cart/place.ts";
import type { PersonDocument } from "../cart/documents.ts";
import type { Judged } from "../cart/outcome.ts";
import { normalAddress, personId, type PersonId } from "../cart/shopper.ts";
import { compareStamps, stampOf, type Stamp } from "../cart/stamp.ts";
import { find } from "../steps/find.ts";
import { identify } from "../steps/identify.ts";
import { readPerson } from "../steps/recall.ts";
import type { WayTools } from "../steps/way.ts";
import { readCursor } from "./cursor.ts";
import { dryWay } from "./dry-way.ts";
import type { PassTools } from "./pass.ts";
import { runSlice } from "./run-slice.ts";
import { survey } from "./survey.ts";
import { witnessed, type Seen } from "./witness.ts";

/** What we know about a cart or a person, and what would happen now. Holds no address and no name. */
export interface Explanation {
  /** What the subject was taken for. Whose a cart is, only Retail Server knows. */
  readonly subject: "cart" | "person";
  /** Undefined when the ledger knows nobody. */
  readonly person: Known | undefined;
  readonly carts: readonly ExplainedCart[];
}

/** What the ledger holds about a person, without the account numbers. */
export interface Known {
  readonly suppressed: PersonDocument["suppressed"] | undefined;
  readonly open: PersonDocument["open"] | undefined;
  readonly past: PersonDocument["past"];
  /** Openings of tracked links. */
  readonly clicks: NonNullable<PersonDocument["clicks"]>;
}

export interface ExplainedCart {
  readonly cartId: string;
  readonly modified: string;
  readonly lines: number;
  readonly shown: number;
  /** What was asked and answered while it was judged just now, in its order. */
  readonly way: readonly Seen[];
  /** What judging it now comes to. */
  readonly now: Judged;
  /**
   * Whether the next pass judges it: `in-use` carts are too new to be abandoned, `passed` ones lie behind the cursor
   * and are judged again only when they change, when a waiting entry brings them back, or in an explicit window.
   */
  readonly reach: "next-pass" | "in-use" | "passed";
}

interface Explaining {
  readonly way: WayTools;
  /** Carts modified later are not abandoned. */
  readonly latest: Stamp;
  readonly cursor: Place | undefined;
}

/**
 * Explains a cart by its id, or a person by an address. `tools` must be those of a dry run: the carts go the real
 * way, with a provider that mails nobody and a ledger that keeps its writes to itself.
 */
export async function explain(tools: PassTools, subject: string): Promise<Explanation> {
  const way = await dryWay(tools);
  const now = tools.clock.now().getTime();
  const explaining: Explaining = {
    way,
    latest: stampOf(new Date(now - tools.pass.excludeMinutes * 60_000)),
    cursor: await readCursor(tools.ledger, tools.channelName),
  };
  const address = normalAddress(subject);
  return address === undefined
    ? explainCart(explaining, subject)
    : explainPerson(explaining, personId(address, way.personKey));
}

async function explainPerson(explaining: Explaining, person: PersonId): Promise<Explanation> {
  // before anything is judged, which leaves its marks in the throw-away ledger
  const known = await remembered(explaining.way, person);
  const carts: ExplainedCart[] = [];
  for (const cart of await cartsOf(explaining.way, person)) carts.push(await judgedNow(explaining, cart));
  return { subject: "person", person: known, carts };
}

async function explainCart(explaining: Explaining, id: string): Promise<Explanation> {
  const { way } = explaining;
  const cart = await way.retailServer.cart(id);
  if (cart === undefined || cart === "unreadable") return { subject: "cart", person: undefined, carts: [] };
  const identified = await identify(way, find(way.rules, [{ cart }]).on);
  const person = identified.on[0]?.person;
  const known = person === undefined ? undefined : await remembered(way, person);
  return { subject: "cart", person: known, carts: [await judgedNow(explaining, cart)] };
}

async function remembered(way: WayTools, person: PersonId): Promise<Known | undefined> {
  const stored = await readPerson(way, person);
  if (stored === undefined) return undefined;
  const { suppressed, open, past, clicks = [] } = stored.doc;
  return { suppressed, open, past, clicks };
}

/** The carts of every account that the ledger has seen with this address; it knows no other way to find them. */
async function cartsOf(way: WayTools, person: PersonId): Promise<readonly Cart[]> {
  const accounts = (await readPerson(way, person))?.doc.accounts ?? [];
  const carts: Cart[] = [];
  for (const account of accounts) {
    const answer = await way.retailServer.cartsOf(account);
    if (answer !== "not-offered") carts.push(...answer.carts);
  }
  return carts.sort(compareCarts);
}

async function judgedNow({ way, latest, cursor }: Explaining, cart: Cart): Promise<ExplainedCart> {
  const outlook = await survey(way, [cart]);
  const limits = { reminders: 1, probe: true, isTimeUp: () => false, isSpent: () => false };
  const seen: Seen[] = [];
  const watched = witnessed(way, (one) => seen.push(one));
  const result = await runSlice(watched, { raws: [{ cart }], outlook }, limits);
  const isInUse = compareStamps(cart.modified, latest) > 0;
  const isPassed = cursor !== undefined && compareWithPlace(cart, cursor) <= 0;
  return {
    cartId: cart.id,
    modified: cart.modified.raw,
    lines: cart.lines.length,
    shown: shownLines(cart).length,
    way: seen,
    now: result.judged[0] ?? { cartId: cart.id, outcome: "later" },
    reach: isInUse ? "in-use" : isPassed ? "passed" : "next-pass",
  };
}
