import type { History, Inhabitant, SavedCart } from "./facts.ts";

/** Whose accounts, carts and documents these are. */
export interface Register {
  ownerOf(cart: SavedCart): Inhabitant | undefined;
  /** The carts as they were at a moment, those that were there. */
  cartsAt(at: number): readonly SavedCart[];
  /** Whose document this is, as far as the carts in it tell. */
  ownerOfDocument(id: string): string | undefined;
}

export function register(history: History): Register {
  const byAccount = new Map(
    history.inhabitants.flatMap((inhabitant) =>
      inhabitant.accounts.map((account) => [account, inhabitant] as const),
    ),
  );
  const byCart = new Map<string, Inhabitant | undefined>();
  for (const cart of history.carts) byCart.set(cart.cartId, byAccount.get(cart.account ?? ""));
  const byDocument = new Map<string, string>();
  for (const { by, after } of history.writes) {
    if (after.kind !== "person") continue;
    for (const cartId of [after.open?.cartId, ...after.past.map((past) => past.cartId)]) {
      const owner = byCart.get(cartId ?? "");
      if (owner !== undefined) byDocument.set(after.id, owner.address);
    }
    const leaving = /^opt-out of (.*)$/.exec(by)?.[1];
    if (leaving !== undefined) byDocument.set(after.id, leaving);
  }
  return {
    ownerOf: (cart) => byCart.get(cart.cartId),
    cartsAt(at) {
      const latest = new Map<string, SavedCart>();
      for (const cart of history.carts) if (cart.at <= at) latest.set(cart.cartId, cart);
      return [...latest.values()].filter((cart) => !cart.isGone);
    },
    ownerOfDocument: (id) => byDocument.get(id),
  };
}
