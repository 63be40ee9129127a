import type { CatalogueProduct } from "../cart/catalogue-product.ts";

/** The products that a link names, by id or, where it gives none, by SKU. */
export interface WantedWares {
  readonly products: readonly string[];
  readonly variants: readonly string[];
  readonly skus: readonly string[];
}

/** The products of a shop. Reads only, and may be asked again. */
export interface ProductCatalogue {
  /** The currency a cart begins in, three capital letters. Throws as `find` does. */
  currency(): Promise<string>;
  /**
   * Every product that may be meant: by its id, or by its own or a variant's SKU. Absent ones are missing, and products
   * that nobody asked for may be among them. Throws when the catalogue as a whole cannot be read.
   */
  find(wanted: WantedWares): Promise<readonly CatalogueProduct[]>;
}
