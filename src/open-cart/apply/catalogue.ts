import type { CatalogueProduct } from "../../cart/catalogue-product.ts";

/** The products a link may mean, fetched before it is applied. */
export interface Catalogue {
  byId(id: string): CatalogueProduct | undefined;
  /** Every product that has this SKU itself or on one of its variants. */
  bySku(sku: string): readonly CatalogueProduct[];
}

export function catalogueOf(products: readonly CatalogueProduct[]): Catalogue {
  const byId = new Map(products.map((product) => [product.id, product]));
  const bySku = Map.groupBy(
    products.flatMap((product) => skusOf(product).map((sku) => ({ sku, product }))),
    ({ sku }) => sku,
  );
  return {
    byId: (id) => byId.get(id),
    bySku: (sku) => [...new Set(bySku.get(sku)?.map(({ product }) => product))],
  };
}

/** The SKUs under which a product can be found. */
export function skusOf(product: CatalogueProduct): readonly string[] {
  return [product, ...product.variants].map(({ sku }) => sku).filter((sku) => sku !== undefined);
}
