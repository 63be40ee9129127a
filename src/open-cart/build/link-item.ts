import type { Decimal } from "../../cart/decimal.ts";
import { OFFER_FIELDS } from "../../cart/shopper-cart.ts";
import {
  currencyCode,
  measure,
  pieces,
  recordId,
  shownText,
  withoutDirectionTurns,
} from "../../cart/ware-values.ts";
import type { Action, ItemField } from "../hashed-parameters.ts";
import type { Expected, LinkFault } from "./link-fault.ts";

/** One product of a link to be built. `product` or `sku` is needed; both only if they name the same product. */
export interface LinkItem {
  /** The product's number in the shop. */
  readonly product?: string | undefined;
  /** The item number of a product or of a variant. Several products may share one, so prefer `product`. */
  readonly sku?: string | undefined;
  /** The variant's global number. A product with variants cannot be ordered without it. */
  readonly variant?: string | undefined;
  /** Pieces; 1 when left out. */
  readonly amount?: number | undefined;
  /** The title to show instead of the product's own. Only in signed links. */
  readonly title?: string | undefined;
  /** The price of one piece, at most two decimals. Only in signed links. */
  readonly price?: Decimal | undefined;
  /** The currency the whole cart must be in. Only in signed `addmulti` links. */
  readonly currency?: string | undefined;
  /** The weight of one piece, in the shop's unit. Only in signed `addmulti` links. */
  readonly weight?: Decimal | undefined;
}

/** What an item may hold depends on the kind of link. */
export interface ItemRules {
  readonly action: Action;
  readonly signed: boolean;
}

interface Check {
  readonly field: ItemField;
  readonly fits: (item: LinkItem) => boolean;
  readonly expected: Expected;
}

const CHECKS: readonly Check[] = [
  { field: "product", fits: ({ product }) => !refused(product, recordId), expected: "a-record-number" },
  { field: "sku", fits: ({ sku }) => !refused(sku, shownText), expected: "a-text-to-show" },
  { field: "variant", fits: ({ variant }) => !refused(variant, recordId), expected: "a-record-number" },
  { field: "amount", fits: ({ amount }) => !refused(amount, (n) => pieces(String(n))), expected: "pieces" },
  { field: "title", fits: ({ title }) => !refused(title, plainTitle), expected: "a-text-to-show" },
  { field: "price", fits: ({ price }) => !refused(price, offerPrice), expected: "a-price" },
  { field: "currency", fits: ({ currency }) => !refused(currency, currencyCode), expected: "a-currency" },
  { field: "weight", fits: ({ weight }) => !refused(weight, measure), expected: "a-weight" },
];

/** Everything the shop would refuse about an item; `where` says which item it is. */
export function itemFaults(item: LinkItem, where: string, rules: ItemRules): readonly LinkFault[] {
  const faults = CHECKS.filter(({ fits }) => !fits(item)).map(({ field, expected }) => {
    return { where: `${where}.${field}`, expected };
  });
  const nameless = item.product === undefined && item.sku === undefined;
  const missing: readonly LinkFault[] = nameless ? [{ where, expected: "product-or-sku" }] : [];
  return [...missing, ...faults, ...misplaced(item, where, rules)];
}

function misplaced(item: LinkItem, where: string, rules: ItemRules): readonly LinkFault[] {
  return OFFER_FIELDS.filter((field) => item[field] !== undefined).flatMap((field): readonly LinkFault[] => {
    if (!rules.signed) return [{ where: `${where}.${field}`, expected: "a-signed-link" }];
    const foreign = rules.action === "add" && (field === "currency" || field === "weight");
    return foreign ? [{ where: `${where}.${field}`, expected: "an-addmulti-link" }] : [];
  });
}

function refused<T>(value: T | undefined, read: (value: T) => unknown): boolean {
  return value !== undefined && read(value) === undefined;
}

/** The receiver would take direction turns out, so the shopper would see another title than the one promised. */
function plainTitle(title: string): string | undefined {
  return withoutDirectionTurns(title) === title ? shownText(title) : undefined;
}

function offerPrice(price: Decimal): Decimal | undefined {
  return /^[^.]*(\.\d{1,2})?$/.test(price) ? measure(price) : undefined;
}
