import type { Decimal } from "../../cart/decimal.ts";
import type { Lifetime, Referral, ShopperCart, ShopperLine } from "../../cart/shopper-cart.ts";

/** One thing a link does to a cart. The cart afterwards is the cart before with its changes applied in order. */
export type CartChange =
  | { readonly kind: "add"; readonly line: ShopperLine }
  /** The line at this position grows, and takes today's price and stock. */
  | {
      readonly kind: "increase";
      readonly line: number;
      readonly by: number;
      readonly unitPrice: Decimal;
      readonly soldOut: boolean;
    }
  | { readonly kind: "set-currency"; readonly currency: string }
  | { readonly kind: "set-lifetime"; readonly lifetime: Lifetime }
  | { readonly kind: "set-referral"; readonly referral: Referral }
  | { readonly kind: "mark-used"; readonly mark: string };

/** Enough for every message a shopper can get while a cart lives; a cart must not grow without end. */
const MOST_MARKS = 100;

export function applyChanges(cart: ShopperCart, changes: readonly CartChange[]): ShopperCart {
  return changes.reduce(applyChange, cart);
}

export function applyChange(cart: ShopperCart, change: CartChange): ShopperCart {
  switch (change.kind) {
    case "add":
      return { ...cart, lines: [...cart.lines, change.line] };
    case "increase":
      return {
        ...cart,
        lines: cart.lines.map((line, at) => (at === change.line ? grown(line, change) : line)),
      };
    case "set-currency":
      return { ...cart, currency: change.currency };
    case "set-lifetime":
      return { ...cart, lifetime: change.lifetime };
    case "set-referral":
      return { ...cart, referral: change.referral };
    case "mark-used":
      return { ...cart, used: [...cart.used, change.mark].slice(-MOST_MARKS) };
  }
}

function grown(line: ShopperLine, change: Extract<CartChange, { kind: "increase" }>): ShopperLine {
  const { by, unitPrice, soldOut } = change;
  return { ...line, amount: line.amount + by, unitPrice, soldOut };
}
