import { decimal, sum, times, type Decimal } from "./decimal.ts";

/** What a link may say of a product instead of the catalogue, when a code vouches for it. */
export const OFFER_FIELDS = ["title", "price", "currency", "weight"] as const;

export type OfferField = (typeof OFFER_FIELDS)[number];

/** A line of a shopper's cart. */
export interface ShopperLine {
  readonly productId: string;
  readonly variantId: string | undefined;
  readonly sku: string | undefined;
  /** Plain text that may come from a link: pass it through `escapeHtml` where HTML is made. */
  readonly title: string;
  readonly amount: number;
  /** The price of one piece in the cart's currency. */
  readonly unitPrice: Decimal;
  readonly weight: Decimal | undefined;
  /** Chosen extra options as a link gave them, JSON that we do not interpret. */
  readonly additionalData: string | undefined;
  /** What a link set instead of the catalogue. Such a line is an offer: it never grows. */
  readonly customised: readonly OfferField[];
  /** True for offers and placeholder products: another link of the same product makes another line. */
  readonly standsAlone: boolean;
  /** Shown with the shop's text, and bars the checkout. */
  readonly soldOut: boolean;
}

/** How long a cart is kept. */
export type Lifetime =
  /** As the shop keeps the carts of its customers. */
  | { readonly kind: "account" }
  /** Until the browser's session ends. */
  | { readonly kind: "session" }
  /** Until this moment, ISO 8601 in UTC. */
  | { readonly kind: "until"; readonly at: string };

/** A tracking code for the order. Only a signed one is known to be the issuer's. */
export interface Referral {
  readonly code: string;
  readonly signed: boolean;
}

/** A shopper's cart as a value: JSON can hold it. */
export interface ShopperCart {
  readonly currency: string;
  readonly lines: readonly ShopperLine[];
  readonly lifetime: Lifetime | undefined;
  /** From the last link that named one. */
  readonly referral: Referral | undefined;
  /** Marks of the links that were used up on this cart, the newest last. */
  readonly used: readonly string[];
}

export function emptyCart(currency: string): ShopperCart {
  return { currency, lines: [], lifetime: undefined, referral: undefined, used: [] };
}

/** Price times pieces, in the cart's currency. */
export function lineTotal(line: ShopperLine): Decimal {
  const amount = decimal(line.amount);
  return amount === undefined ? line.unitPrice : times(line.unitPrice, amount);
}

export function cartTotal(cart: ShopperCart): Decimal {
  return sum(cart.lines.map(lineTotal));
}

/** False while the cart is empty or holds a line that cannot be ordered. */
export function canCheckOut(cart: ShopperCart): boolean {
  return cart.lines.length > 0 && !cart.lines.some(({ soldOut }) => soldOut);
}
