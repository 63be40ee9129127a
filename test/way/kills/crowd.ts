import type { CartRow, CustomerRow, ShopData } from "../../../simulators/retail-server/shop-data.ts";
import type { LiveShop } from "../../../simulators/retail-server/live-shop.ts";
import { stampText, ticksAt } from "../../../simulators/retail-server/ticks.ts";
import { aCart, aCustomer, aShop } from "../../../simulators/shop/builders.ts";
import type { ContactSeed } from "../../../simulators/shop/case.ts";
import { ASSORTMENT, PRODUCTS } from "../../../simulators/shop/catalogue.ts";
import type { Draw } from "../../../simulators/shop/draw.ts";
import { lineOf } from "../../../simulators/shop/scene.ts";

/** Somebody who left something behind, and the one cart that a reminder has to be about. */
export interface Leaver {
  readonly email: string;
  readonly cartIds: readonly string[];
  readonly newestCartId: string;
}

/** People who come to a shop one after the other, each once, and leave their carts behind. */
export interface Crowd {
  readonly shop: ShopData;
  readonly contacts: readonly ContactSeed[];
  readonly left: readonly Leaver[];
  /** So many more leave their carts, at moments since the last ones did and before `until`. */
  come(shop: LiveShop, count: number, until: Date): void;
}

export function gatherCrowd(size: number, draw: Draw, from: Date): Crowd {
  const people = Array.from({ length: size }, (_, index) => customersOf(index));
  const left: Leaver[] = [];
  let next = 0;
  let since = ticksAt(from);

  function leave(shop: LiveShop, accounts: readonly string[], moments: readonly bigint[]): string[] {
    return moments.map((ticks, index) => {
      const lines = draw.some(ASSORTMENT, 1 + draw.below(3)).map((product) => lineOf(product));
      const customerId = accounts[index % accounts.length] ?? null;
      const cart: CartRow = aCart({ id: draw.hex(24), customerId, modified: stampText(ticks), lines });
      shop.putCart(cart);
      return cart.id;
    });
  }

  return {
    shop: aShop({ products: PRODUCTS, customers: people.flat(), carts: [] }),
    contacts: people.flatMap(([first]) => ({ email: first?.email ?? "", optIn: "1" as const })),
    left,
    come(shop, count, until) {
      const end = ticksAt(until);
      for (const customers of people.slice(next, next + count)) {
        const accounts = customers.map(({ account }) => account);
        const carts = Math.max(accounts.length, draw.pick([1, 1, 1, 2]));
        const moments = distinct(carts, () => since + 1n + BigInt(draw.below(Number(end - since))));
        const cartIds = leave(shop, accounts, moments);
        left.push({ email: customers[0]?.email ?? "", cartIds, newestCartId: cartIds.at(-1) ?? "" });
      }
      next += count;
      since = end;
    },
  };
}

/** Every seventh has two accounts under one address. */
function customersOf(index: number): readonly CustomerRow[] {
  const number = String(index).padStart(6, "0");
  const email = `somebody.${number}@example.com`;
  const accounts = index % 7 === 0 ? [`A${number}`, `B${number}`] : [`A${number}`];
  return accounts.map((account) => aCustomer({ account, email }));
}

function distinct(count: number, make: () => bigint): readonly bigint[] {
  const made = new Set<bigint>();
  while (made.size < count) made.add(make());
  return [...made].sort((a, b) => (a < b ? -1 : 1));
}
