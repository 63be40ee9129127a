import { isPositive, minus, times, type Decimal } from "../../cart/decimal.ts";
import type { FoundItem } from "./find-product.ts";

/** The catalogue's own price of one piece; undefined when there is none in this currency. */
export function cataloguePrice({ product, variant }: FoundItem, currency: string): Decimal | undefined {
  return variant?.prices[currency] ?? product.prices[currency];
}

/**
 * True when a price from a link is lower than the shop ever meant to go: the second line of defence where signed `add`
 * links are accepted. A floor that cannot be compared counts as undercut.
 */
export function isBelowFloor(
  price: Decimal,
  found: FoundItem,
  { currency, share }: { readonly currency: string; readonly share: Decimal | undefined },
): boolean {
  const { lowestPrices, kind } = found.product;
  if (lowestPrices !== undefined && isLess(price, lowestPrices[currency])) return true;
  // the price of a placeholder says nothing about what it stands for
  if (share === undefined || kind === "placeholder") return false;
  const usual = cataloguePrice(found, currency);
  return isLess(price, usual === undefined ? undefined : times(usual, share));
}

function isLess(price: Decimal, floor: Decimal | undefined): boolean {
  return floor === undefined || isPositive(minus(floor, price));
}
