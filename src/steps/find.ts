import { shownLines, type Cart } from "../cart/cart.ts";
import { fingerprint } from "../cart/contents.ts";
import type { PersonDocument } from "../cart/documents.ts";
import type { Outcome } from "../cart/outcome.ts";
import type { Stored } from "../ports/ledger.ts";
import { aboutAwaited } from "./awaited.ts";
import type { Ending, Found, Owner, Sifted, WayRules } from "./way.ts";

/** A cart as it came from the window, or from a waiting entry. */
export interface Raw {
  readonly cart: Cart;
  readonly awaited?: Stored<PersonDocument> | undefined;
}

/** Which carts have an owner and something to show. */
export function find(
  { includeGuests }: Pick<WayRules, "includeGuests">,
  raws: readonly Raw[],
): Sifted<Found> {
  const on: Found[] = [];
  const ended: Ending[] = [];
  for (const { cart, awaited } of raws) {
    const lines = shownLines(cart);
    const owner = ownerOf(cart, includeGuests);
    const end: Outcome | undefined =
      cart.lines.length === 0
        ? "empty"
        : owner === undefined
          ? "no-customer"
          : lines.length === 0
            ? "nothing-to-show"
            : undefined;
    if (end !== undefined || owner === undefined) {
      ended.push({ cartId: cart.id, outcome: end ?? "no-customer", about: aboutAwaited(awaited) });
    } else {
      on.push({ cart, owner, lines, contents: fingerprint(lines), awaited });
    }
  }
  return { on, ended };
}

function ownerOf({ account, guestEmail }: Cart, includeGuests: boolean): Owner | undefined {
  if (account !== undefined) return { kind: "customer", account };
  return guestEmail === undefined || !includeGuests ? undefined : { kind: "guest", email: guestEmail };
}
