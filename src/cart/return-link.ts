import type { ReminderLine } from "./reminder.ts";
import type { ReminderKey, PersonId } from "./shopper.ts";

/** Why a reminder leads to `ReturnToCartUrl` although another kind of link was asked for. */
export type LinkFallback =
  | "no-product-number"
  | "no-item-number"
  | "variant-without-number"
  | "not-whole-pieces"
  | "no-exact-price"
  | "not-expressible"
  | "too-long";

/** In the order in which they are shown. */
export const LINK_FALLBACKS = [
  "no-product-number",
  "no-item-number",
  "variant-without-number",
  "not-whole-pieces",
  "no-exact-price",
  "not-expressible",
  "too-long",
] as const satisfies readonly LinkFallback[];

export const LINK_FALLBACK_MEANINGS: Readonly<Record<LinkFallback, string>> = {
  "no-product-number": "a product's number is longer than a link may hold",
  "no-item-number": "a product has no item number",
  "variant-without-number": "a variant shares its item number with others, so the number cannot name it",
  "not-whole-pieces": "a quantity is not a whole number of pieces",
  "no-exact-price": "a price is unknown, or the price of one piece cannot be written with two decimals",
  "not-expressible": "the shop would refuse the link",
  "too-long": "the link would be so long that mail programs cut it",
};

/** What may stand in braces in `ReturnToCartUrl`. */
export const LINK_PLACES = ["cartId", "language", "referralCode"] as const;

/** The link back to the cart in one reminder. */
export interface ReturnLink {
  readonly url: string;
  /** Set when another kind was asked for and could not be had. */
  readonly fellBack?: LinkFallback;
}

/** What a link back to a cart is made from. */
export interface LinkAbout {
  readonly key: ReminderKey;
  readonly person: PersonId;
  readonly cartId: string;
  /** 0 is the first reminder of a cart. */
  readonly step: number;
  readonly language: string;
  readonly lines: readonly LinkLine[];
}

/** A line of the reminder and what the product itself is known by. */
export interface LinkLine extends Pick<ReminderLine, "productId" | "quantity" | "lineTotal"> {
  readonly itemId: string | undefined;
  /** The product this one is a variant of; undefined when it is none. */
  readonly masterId: string | undefined;
}

/** Puts values into the `{places}` of a template, percent-encoded. A place without a value stays as it is. */
export function filled(template: string, places: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = places[name];
    // half a character cannot be encoded, and whose cart it is must not stop the others
    return value === undefined ? whole : encodeURIComponent(value.toWellFormed());
  });
}

/** True when the template has this place. */
export function hasPlace(template: string, name: string): boolean {
  return template.includes(`{${name}}`);
}
