import type { Decimal } from "./decimal.ts";

/** An amount of money for each currency: `{ DKK: "349" }`. */
export type ByCurrency = Readonly<Partial<Record<string, Decimal>>>;

/** What a product and a variant have in common. */
export interface Sellable {
  readonly sku: string | undefined;
  /** The price of one piece. A variant's comes before its product's. */
  readonly prices: ByCurrency;
  readonly weight: Decimal | undefined;
  /** Pieces in stock; undefined when the shop does not count them. */
  readonly stock: number | undefined;
}

export interface CatalogueVariant extends Sellable {
  readonly id: string;
  /** The whole title of the variant; undefined when it has the product's. */
  readonly title: string | undefined;
}

export type ProductKind =
  | "ordinary"
  /** Kept as a shell: each link gives it another title, price and SKU. */
  | "placeholder"
  /** Several products sold as one. Links cannot hold them. */
  | "package";

/** A product that can be bought. Discontinued ones are not in the catalogue. */
export interface CatalogueProduct extends Sellable {
  readonly id: string;
  readonly title: string;
  readonly kind: ProductKind;
  /** True when only a variant of it can be bought. */
  readonly needsVariant: boolean;
  /** The variants that are known: at least those that were asked for. */
  readonly variants: readonly CatalogueVariant[];
  /** True when it can be ordered although there is none in stock. */
  readonly sellsWithoutStock: boolean;
  /** The fewest pieces that can be ordered at once; undefined for no such rule. */
  readonly minimumAmount: number | undefined;
  /** The lowest price a link may ask for one piece; undefined for any. */
  readonly lowestPrices: ByCurrency | undefined;
}
