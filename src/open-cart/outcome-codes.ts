import { TEXTS, type Text, type TextKey } from "./texts.ts";

/** HOME is the shop's front page without any text. */
type Shown = TextKey | "HOME";

/** What became of an item that was put into the cart. */
const ADDED = {
  added: "OK",
  "sold-out": "NO_STOCK",
  "above-stock": "OVER_STOCK",
  "below-minimum": "UNDER_MINIMUM",
} as const satisfies Readonly<Record<string, Shown>>;

/** Why nothing was put into the cart, in the order in which it is looked for. */
const REFUSED = {
  "not-an-open-cart-link": "HOME",
  "link-too-long": "INVALID_URL",
  "link-unreadable": "INVALID_URL",
  "parameter-twice": "INVALID_URL",
  "no-product-named": "HOME",
  "no-input": "HOME",
  "input-not-json": "INVALID_JSON",
  "input-not-items": "INVALID_URL",
  "input-too-deep": "INVALID_URL",
  "input-forbidden-key": "INVALID_URL",
  "too-many-items": "INVALID_URL",
  "offers-not-taken": "NO_OFFERS",
  "only-for-addmulti": "INVALID_URL",
  "extended-off": "DISABLED",
  "client-not-allowed": "IP",
  "expiry-out-of-range": "CODE",
  "expiry-misplaced": "CODE",
  "code-missing": "CODE",
  "code-malformed": "CODE",
  "code-mismatch": "CODE",
  "signed-add-off": "CODE",
  "link-not-issued": "CODE",
  "link-not-as-issued": "CODE",
  "link-expired": "CODE",
  "referral-code-too-long": "INVALID_URL",
  "link-used-up": "CODE",
  "amount-invalid": "EMPTY",
  "price-invalid": "INVALID_URL",
  "weight-invalid": "INVALID_URL",
  "title-invalid": "INVALID_URL",
  "sku-invalid": "INVALID_URL",
  "currency-invalid": "INVALID_URL",
  "product-unknown": "PRODUCT_NONE",
  "sku-unknown": "PRODUCT_NONE",
  "sku-ambiguous": "PRODUCT_NONE",
  "product-and-sku-disagree": "PRODUCT_NONE",
  "variant-mismatch": "EMPTY",
  "variant-missing": "EMPTY",
  "package-product": "PRODUCT_NONE",
  "price-below-floor": "CODE",
  "currency-clash": "CURRENCY",
  "no-price-in-currency": "CURRENCY",
  "cart-full": "CART_FULL",
} as const satisfies Readonly<Record<string, Shown>>;

const REPEATED = { "already-added": "REPEATED" } as const satisfies Readonly<Record<string, Shown>>;

const SHOWN: Readonly<Record<OutcomeCode, Shown>> = { ...ADDED, ...REFUSED, ...REPEATED };

export type AddedCode = keyof typeof ADDED;
export type RefusalCode = keyof typeof REFUSED;
export type ItemCode = AddedCode | RefusalCode;

/** Our stable words for what became of a link. Programs read these; the texts may change. */
export type OutcomeCode = ItemCode | keyof typeof REPEATED;

/** The key of the text a shopper sees for a code, or HOME. */
export function shownFor(code: OutcomeCode): Shown {
  return SHOWN[code];
}

/** The text a shopper sees for a code; undefined for those that lead to the front page. */
export function textOf(code: OutcomeCode): Text | undefined {
  const shown = SHOWN[code];
  return shown === "HOME" ? undefined : TEXTS[shown];
}

export function isAdded(code: ItemCode): code is AddedCode {
  return Object.hasOwn(ADDED, code);
}

export function isOutcomeCode(word: string): word is OutcomeCode {
  return Object.hasOwn(SHOWN, word);
}

/** Every code there is, in the order of the checks. */
export function allOutcomeCodes(): readonly OutcomeCode[] {
  // the only cast: the keys of a record of codes are codes
  return Object.keys({ ...REFUSED, ...ADDED, ...REPEATED }) as OutcomeCode[];
}
