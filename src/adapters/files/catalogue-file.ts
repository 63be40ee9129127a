import type { CatalogueProduct } from "../../cart/catalogue-product.ts";
import type { ProductCatalogue } from "../../ports/product-catalogue.ts";
import { readJsonFile, type NamedFile } from "./read-json-file.ts";
import { catalogueFile } from "./schema.ts";

/** The products of a shop, and the currency its carts begin with. */
export interface CatalogueFile {
  readonly currency: string;
  readonly products: readonly CatalogueProduct[];
}

/** A catalogue in a JSON file, for local work and tests: read anew each time, so that it can be edited meanwhile. */
export function fileCatalogue(file: NamedFile): ProductCatalogue {
  return {
    currency: async () => (await readCatalogueFile(file)).currency,
    find: async () => (await readCatalogueFile(file)).products,
  };
}

/** What may be left out in the file is undefined here. Throws as `readJsonFile` does. */
export async function readCatalogueFile(file: NamedFile): Promise<CatalogueFile> {
  const read = await readJsonFile(file, catalogueFile);
  const products = read.products.map((each) => ({
    sku: undefined,
    weight: undefined,
    stock: undefined,
    minimumAmount: undefined,
    lowestPrices: undefined,
    ...each,
    needsVariant: each.variants.length > 0,
    variants: each.variants.map((one) => ({
      sku: undefined,
      weight: undefined,
      stock: undefined,
      title: undefined,
      ...one,
    })),
  }));
  return { currency: read.currency, products };
}
