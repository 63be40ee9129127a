import type { CartRow, CustomerRow, ShopData, StampText } from "../retail-server/shop-data.ts";
import { stampBefore, TICKS_PER_MINUTE } from "../retail-server/ticks.ts";
import { aCart } from "./builders.ts";
import type { ContactSeed } from "./case.ts";
import { ASSORTMENT, PRODUCTS } from "./catalogue.ts";
import { createDraw, type Draw } from "./draw.ts";
import { lineOf, WINDOW_MINUTES } from "./scene.ts";
import { inventShopper } from "./shoppers.ts";

export interface BigShopOptions {
  readonly carts: number;
  /** How many of the carts have one and the same stamp: of as many different people. */
  readonly sameStamp: number;
  /** At least `sameStamp`, at most `carts`. */
  readonly people: number;
  readonly now: Date;
  readonly seed?: number;
  /** How old the carts are, in minutes. */
  readonly window?: { readonly oldest: number; readonly newest: number };
}

export interface BigShop {
  readonly shop: ShopData;
  /** Everybody wants mail. */
  readonly contacts: readonly ContactSeed[];
  readonly people: readonly BigShopPerson[];
}

export interface BigShopPerson {
  readonly email: string;
  /** One, or two under the same address. */
  readonly accounts: readonly string[];
  /** Oldest first; no two of one person have the same stamp. */
  readonly cartIds: readonly string[];
  /** The one that a reminder should be about. */
  readonly newestCartId: string;
}

/** Every so many people one has two accounts. */
const SECOND_ACCOUNT_EVERY = 7;

/** Many ordinary carts, several to a person, for tests that count. */
export function bigShop(options: BigShopOptions): BigShop {
  const { carts, sameStamp, people, seed = 1 } = options;
  if (sameStamp > people || people > carts) throw new Error("needs sameStamp <= people <= carts");
  const draw = createDraw(seed);
  const persons = Array.from({ length: people }, (_, index) =>
    accountsOf(inventShopper(draw, index + 1), index),
  );
  const rows = fill(persons, options, draw);
  const byAccount = Map.groupBy(rows, (row) => row.customerId);
  return {
    shop: {
      channel: { currency: "SEK", defaultLanguage: "sv" },
      products: PRODUCTS,
      customers: persons.flatMap(({ customers }) => customers),
      carts: draw.some(rows, rows.length),
      orders: [],
    },
    contacts: persons.map(({ email }) => ({ email, optIn: "1" })),
    people: persons.map((person) => summaryOf(person, byAccount)),
  };
}

interface Person {
  readonly email: string;
  readonly customers: readonly CustomerRow[];
}

function accountsOf(customer: CustomerRow, index: number): Person {
  const second = index % SECOND_ACCOUNT_EVERY === 0 ? [{ ...customer, account: `B${customer.account}` }] : [];
  return { email: customer.email ?? "", customers: [customer, ...second] };
}

/** Deals the carts out in rounds, so that the first of each person may have the common stamp. */
function fill(persons: readonly Person[], options: BigShopOptions, draw: Draw): readonly CartRow[] {
  const [common = "", ...moments] = distinctMoments(options, draw);
  return moments.map((moment, index) => {
    const accounts = persons[index % persons.length]?.customers ?? [];
    const round = Math.floor(index / persons.length);
    return aCart({
      id: draw.hex(24),
      customerId: accounts[round % accounts.length]?.account ?? null,
      modified: index < options.sameStamp ? common : moment,
      lines: draw.some(ASSORTMENT, 1 + draw.below(3)).map((product) => lineOf(product)),
    });
  });
}

/** One for each cart and one to share. */
function distinctMoments({ carts, now, window = WINDOW_MINUTES }: BigShopOptions, draw: Draw): StampText[] {
  const span = Number(TICKS_PER_MINUTE) * (window.oldest - window.newest);
  const ticks = new Set<number>();
  while (ticks.size <= carts) ticks.add(draw.below(span));
  return [...ticks].map((offset) => stampBefore(now, window.oldest, BigInt(offset)));
}

function summaryOf(person: Person, byAccount: ReadonlyMap<string | null, readonly CartRow[]>): BigShopPerson {
  const accounts = person.customers.map(({ account }) => account);
  const carts = accounts
    .flatMap((account) => byAccount.get(account) ?? [])
    .toSorted((a, b) => (a.modified < b.modified ? -1 : 1));
  const cartIds = carts.map(({ id }) => id);
  return { email: person.email, accounts, cartIds, newestCartId: cartIds.at(-1) ?? "" };
}
