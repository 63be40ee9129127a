import type { CartRow, CustomerRow, ShopData } from "../../simulators/retail-server/shop-data.ts";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import { aCart, aCustomer, aShop } from "../../simulators/shop/builders.ts";
import type { ContactSeed } from "../../simulators/shop/case.ts";

/** A shop with three shoppers who each left one cart behind, an hour ago or so. */
export interface SmallShop {
  readonly shop: ShopData;
  readonly contacts: readonly ContactSeed[];
  /** The ids of the carts, oldest first. */
  readonly cartIds: readonly string[];
  /** The addresses, in the same order. */
  readonly addresses: readonly string[];
  /** Everything about these people that no log may hold. */
  readonly personal: readonly string[];
}

const SHOPPERS = [
  { account: "KUND-70011", firstName: "Torkel", lastName: "Vitterhed", cartId: "vagn-a81c" },
  { account: "KUND-70012", firstName: "Gunvor", lastName: "Askelund", cartId: "vagn-b92d" },
  { account: "KUND-70013", firstName: "Ragnvald", lastName: "Sjöholm", cartId: "vagn-ca3e" },
] as const;

export function smallShop(now: Date): SmallShop {
  const customers: CustomerRow[] = [];
  const carts: CartRow[] = [];
  for (const [index, { account, firstName, lastName, cartId }] of SHOPPERS.entries()) {
    const email = `${firstName.toLowerCase()}.${account.toLowerCase()}@example.com`;
    customers.push(aCustomer({ account, email, firstName, lastName }));
    carts.push(aCart({ id: cartId, customerId: account, modified: stampBefore(now, 60 - index, 0n) }));
  }
  const addresses = customers.flatMap(({ email }) => email ?? []);
  return {
    shop: aShop({ customers, carts }),
    contacts: addresses.map((email) => ({ email, optIn: "1" })),
    cartIds: carts.map(({ id }) => id),
    addresses,
    personal: [
      ...addresses,
      ...SHOPPERS.flatMap(({ account, firstName, lastName }) => [account, firstName, lastName]),
    ],
  };
}
