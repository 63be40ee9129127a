import type { Cart } from "../../../src/cart/cart.ts";
import { compareStamps, stampOf, type Stamp } from "../../../src/cart/stamp.ts";

/*
 * What Microsoft's C# sample does with carts, as rules; numbers are those of the facts sheet of Retail Server,
 * section A. Nothing of the sample's code is in here. Where the facts leave something open, the reading is taken that
 * is kindest to the sample; each such place says so.
 */

export interface SampleSettings {
  readonly includeMinutes: number;
  readonly excludeMinutes: number;
}

/** All that it remembers (B.2): how far it came, and which carts it mailed at that very moment. */
export interface RunStatus {
  readonly timestamp: Stamp;
  readonly lastIds: readonly string[];
}

/** Whom it works with. Whatever throws ends the run (A.1): the next one begins from the stored status. */
export interface SampleNeighbours {
  now(): Date;
  /** Shopping carts of customers, both ends inclusive, oldest first (A.3 step 8). */
  search(window: { readonly from: Stamp; readonly to: Stamp }, top: number): Promise<readonly Cart[]>;
  /** The e-mail addresses of those that there are (A.3 step 11a). */
  customers(accounts: readonly string[]): Promise<ReadonlyMap<string, string | undefined>>;
  /** One POST for everybody; only the status of the reply is looked at (A.3 step 11c, A.5 18). */
  mail(entries: readonly SampleEntry[]): Promise<number>;
  readStatus(): Promise<RunStatus | undefined>;
  writeStatus(status: RunStatus): Promise<void>;
}

export interface SampleEntry {
  readonly email: string | undefined;
  readonly cart: Cart;
}

const PAGE = 100;
const MINUTE = 60_000;

/** One run of one channel (A.3 steps 4 to 12). */
export async function sampleRun(neighbours: SampleNeighbours, settings: SampleSettings): Promise<void> {
  const now = neighbours.now().getTime();
  const stored = await neighbours.readStatus();
  let from = stored?.timestamp ?? stampOf(new Date(now - settings.includeMinutes * MINUTE));
  let lastIds = stored?.lastIds ?? [];
  const to = stampOf(new Date(now - settings.excludeMinutes * MINUTE));
  for (;;) {
    const page = await neighbours.search({ from, to }, PAGE);
    const list = latestPerCustomer(page.filter((cart) => isKept(cart, { from, lastIds })));
    const last = list.at(-1);
    // a page with nobody to mail ends the run, whatever comes behind it (step 12, A.5 10)
    if (last === undefined) return;
    await mailAll(neighbours, list);
    from = last.modified;
    lastIds = list.filter(({ modified }) => compareStamps(modified, from) === 0).map(({ id }) => id);
    await neighbours.writeStatus({ timestamp: from, lastIds });
  }
}

/** Step 9. */
function isKept(
  cart: Cart,
  done: { readonly from: Stamp; readonly lastIds: readonly string[] },
): cart is Cart & { readonly account: string } {
  if (cart.account === undefined || cart.lines.length === 0) return false;
  return compareStamps(cart.modified, done.from) > 0 || !done.lastIds.includes(cart.id);
}

/** Step 10: the latest cart of each customer, in the order in which the customers first came up. */
function latestPerCustomer(
  carts: readonly (Cart & { readonly account: string })[],
): readonly (Cart & { readonly account: string })[] {
  const latest = new Map<string, Cart & { readonly account: string }>();
  for (const cart of carts) latest.set(cart.account, cart);
  return [...latest.values()];
}

/** Steps 11a to 11c. Step 11b never stops anybody here: no product leaves the assortment in this month (kind). */
async function mailAll(
  neighbours: SampleNeighbours,
  list: readonly (Cart & { readonly account: string })[],
): Promise<void> {
  const accounts = list.map(({ account }) => account);
  const customers = await neighbours.customers(accounts);
  // one customer that is not found stops everybody (step 11a, A.5 8)
  if (customers.size !== accounts.length) throw new Error("customers are missing");
  const status = await neighbours.mail(list.map((cart) => ({ cart, email: customers.get(cart.account) })));
  if (status !== 200) throw new Error(`the provider answered ${status}`);
}
