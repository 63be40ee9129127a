import { isAdded, type ItemCode, type RefusalCode } from "../outcome-codes.ts";
import type { ItemText } from "../read/read-items.ts";
import type { CartChange } from "./cart-change.ts";
import { findProduct, type FoundItem } from "./find-product.ts";
import { lineOf } from "./line-of.ts";
import { placeItems, type ReadyItem } from "./place-items.ts";
import type { Shop } from "./shop.ts";
import { wantedItem, type WantedItem } from "./wanted-item.ts";

/** What the items of a link do to a cart. */
export interface Added {
  readonly changes: readonly CartChange[];
  /** One code for each item, in the order of the link. */
  readonly codes: readonly ItemCode[];
}

/** How the items belong together. */
export interface Together {
  /** All of them or none: a signed link is one deal. */
  readonly allOrNothing: boolean;
  readonly stack: boolean;
}

/** Adds what can be added, row by row of the decision table; a code when that is nothing. */
export function addItems(items: readonly ItemText[], together: Together, shop: Shop): Added | RefusalCode {
  const wanted = items.map(wantedItem);
  const found = wanted.map((item) => (typeof item === "string" ? item : findProduct(item, shop.catalogue)));
  const unfit = stopOf(wanted, together) ?? stopOf(found, together);
  if (unfit !== undefined) return unfit;
  const currency = currencyOf(wanted, shop);
  if (currency === undefined) return "currency-clash";
  const ready = found.map((item) => (typeof item === "string" ? item : readyItem(item, currency, shop)));
  const { codes, changes } = placeItems(shop.cart, ready, together.stack);
  const left = stopOf(
    codes.map((code) => (isAdded(code) ? {} : code)),
    together,
  );
  return left ?? { codes, changes: [...currencyChange(currency, shop), ...changes] };
}

/** The code that stops the link as a whole: the first one of a deal, or of a link of which nothing is left. */
function stopOf(
  items: readonly (object | RefusalCode)[],
  { allOrNothing }: Together,
): RefusalCode | undefined {
  const refused = items.filter((item) => typeof item === "string");
  return allOrNothing || refused.length === items.length ? refused[0] : undefined;
}

/** Row 20: the currency the cart will be in; undefined when the link forces another one than it is in. */
function currencyOf(wanted: readonly (WantedItem | RefusalCode)[], shop: Shop): string | undefined {
  const items = wanted.filter((item) => typeof item !== "string");
  const named = new Set(items.map(({ currency }) => currency).filter((currency) => currency !== undefined));
  const [forced] = named;
  if (named.size > 1) return undefined;
  if (shop.cart.lines.length === 0) return forced ?? shop.settings.currency;
  return forced === undefined || forced === shop.cart.currency ? shop.cart.currency : undefined;
}

function currencyChange(currency: string, { cart }: Shop): readonly CartChange[] {
  return currency === cart.currency ? [] : [{ kind: "set-currency", currency }];
}

function readyItem(found: FoundItem, currency: string, shop: Shop): ReadyItem | RefusalCode {
  const line = lineOf(found, { currency, share: shop.settings.trust.lowestPriceShare });
  return typeof line === "string" ? line : { found, line };
}
