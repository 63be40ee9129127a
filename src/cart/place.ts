import { createHash } from "node:crypto";
import type { Cart } from "./cart.ts";
import { compareStamps, type Stamp } from "./stamp.ts";

/**
 * A place in the one order in which the carts of a window are given out: by stamp, then by a hash of the id. The hash is
 * what a cursor remembers, so that it names nobody's cart, and need not be searched when somebody is erased.
 */
export interface Place {
  readonly modified: Stamp;
  readonly mark: string;
}

/** In front of every cart of a stamp. */
export const BEFORE_EVERY_CART = "";

const MARK_LETTERS = 22;

export function placeOf({ id, modified }: Pick<Cart, "id" | "modified">): Place {
  return { modified, mark: markOf(id) };
}

/** Negative when the cart lies in front of the place. */
export function compareWithPlace(cart: Pick<Cart, "id" | "modified">, place: Place): number {
  // most carts differ in their stamps, so that nothing has to be hashed
  return compareStamps(cart.modified, place.modified) || compareMarks(markOf(cart.id), place.mark);
}

export function comparePlaces(a: Place, b: Place): number {
  return compareStamps(a.modified, b.modified) || compareMarks(a.mark, b.mark);
}

/** For sorting carts as their places lie. */
export function byPlace(a: Pick<Cart, "id" | "modified">, b: Pick<Cart, "id" | "modified">): number {
  return compareStamps(a.modified, b.modified) || compareMarks(markOf(a.id), markOf(b.id));
}

function compareMarks(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What stands for a cart in a cursor. */
export function markOf(cartId: string): string {
  return createHash("sha256").update(`place ${cartId}`).digest("base64url").slice(0, MARK_LETTERS);
}
