import { compareCarts, shownLines, type Cart } from "../cart/cart.ts";
import type { PersonDocument } from "../cart/documents.ts";
import type { Judged } from "../cart/outcome.ts";
import { normalAddress, personId, type PersonId } from "../cart/shopper.ts";
import { runSlice } from "./run-slice.ts";
import { identify } from "../steps/identify.ts";
import { find } from "../steps/find.ts";
import { readPerson } from "../steps/recall.ts";
import type { WayTools } from "../steps/way.ts";
import { survey } from "./survey.ts";

/** What we know about a cart or a person, and what would happen now. Holds no address and no name. */
export interface Explanation {
  /** Undefined when the ledger knows nobody. */
  readonly person: Omit<PersonDocument, "accounts"> | undefined;
  readonly carts: readonly ExplainedCart[];
}

export interface ExplainedCart {
  readonly cartId: string;
  readonly modified: string;
  readonly lines: number;
  readonly shown: number;
  /** What a pass would make of it now. */
  readonly now: Judged;
}

/**
 * Explains a cart by its id, or a person by an address. `way` must be that of a dry run: the carts go the real way,
 * with a provider that mails nobody and a ledger that keeps its writes to itself.
 */
export async function explain(way: WayTools, subject: string): Promise<Explanation> {
  const address = normalAddress(subject);
  if (address !== undefined) {
    const person = personId(address, way.personKey);
    return { person: await remembered(way, person), carts: await cartsOfPerson(way, person) };
  }
  const cart = await way.retailServer.cart(subject);
  if (cart === undefined || cart === "unreadable") return { person: undefined, carts: [] };
  const identified = await identify(way, find([{ cart }]).on);
  const person = identified.on[0]?.person;
  return {
    person: person === undefined ? undefined : await remembered(way, person),
    carts: [await judgedNow(way, cart)],
  };
}

async function remembered(way: WayTools, person: PersonId): Promise<Explanation["person"]> {
  const stored = await readPerson(way, person);
  if (stored === undefined) return undefined;
  const { accounts: _accounts, ...known } = stored.doc;
  return known;
}

/** The carts of every account that the ledger has seen with this address; it knows no other way to find them. */
async function cartsOfPerson(way: WayTools, person: PersonId): Promise<readonly ExplainedCart[]> {
  const accounts = (await readPerson(way, person))?.doc.accounts ?? [];
  const carts: Cart[] = [];
  for (const account of accounts) {
    const answer = await way.retailServer.cartsOf(account);
    if (answer !== "not-offered") carts.push(...answer.carts);
  }
  const explained: ExplainedCart[] = [];
  for (const cart of carts.sort(compareCarts)) explained.push(await judgedNow(way, cart));
  return explained;
}

async function judgedNow(way: WayTools, cart: Cart): Promise<ExplainedCart> {
  const outlook = await survey(way, [cart]);
  const limits = { reminders: 1, probe: true, isTimeUp: () => false };
  const result = await runSlice(way, { raws: [{ cart }], outlook }, limits);
  return {
    cartId: cart.id,
    modified: cart.modified.raw,
    lines: cart.lines.length,
    shown: shownLines(cart).length,
    now: result.judged[0] ?? { cartId: cart.id, outcome: "later" },
  };
}
