import { createHash } from "node:crypto";

/** How a cursor marks a cart, said once more: carts of one stamp are passed in the order of these. */
export function markOf(cartId: string): string {
  return createHash("sha256").update(`place ${cartId}`).digest("base64url").slice(0, 22);
}
