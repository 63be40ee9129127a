import type { Decimal } from "../../cart/decimal.ts";
import { OFFER_FIELDS } from "../../cart/shopper-cart.ts";
import type { ShopperLine } from "../../cart/shopper-cart.ts";
import type { RefusalCode } from "../outcome-codes.ts";
import type { FoundItem } from "./find-product.ts";
import { cataloguePrice, isBelowFloor } from "./price-floor.ts";

/** The line an item makes in a cart of this currency, or why it has no price to stand there with. */
export function lineOf(
  found: FoundItem,
  terms: { readonly currency: string; readonly share: Decimal | undefined },
): ShopperLine | RefusalCode {
  const { wanted, product, variant } = found;
  const unitPrice = wanted.price ?? cataloguePrice(found, terms.currency);
  if (unitPrice === undefined) return "no-price-in-currency";
  if (wanted.price !== undefined && isBelowFloor(wanted.price, found, terms)) return "price-below-floor";
  const customised = OFFER_FIELDS.filter((field) => wanted[field] !== undefined);
  return {
    productId: product.id,
    variantId: variant?.id,
    ...shownAs(found),
    amount: wanted.amount,
    unitPrice,
    additionalData: wanted.additionalData,
    customised,
    standsAlone: product.kind === "placeholder" || customised.length > 0,
    soldOut: (countedStock(found) ?? 1) <= 0,
  };
}

/** What the link says comes first, then the variant, then the product. */
function shownAs({ wanted, product, variant }: FoundItem): Pick<ShopperLine, "sku" | "title" | "weight"> {
  const sku = product.kind === "placeholder" ? wanted.sku : undefined;
  return {
    sku: sku ?? variant?.sku ?? product.sku,
    title: wanted.title ?? variant?.title ?? product.title,
    weight: wanted.weight ?? variant?.weight ?? product.weight,
  };
}

/** Pieces in stock; undefined when they do not limit what can be ordered. */
export function countedStock({ product, variant }: FoundItem): number | undefined {
  return product.sellsWithoutStock ? undefined : (variant?.stock ?? product.stock);
}
