import { catalogueOf, type Catalogue } from "../../open-cart/apply/catalogue.ts";
import { readJsonFile } from "./read-json-file.ts";
import { catalogueFile } from "./schema.ts";

/** The products of a shop, and the currency its carts begin with. */
export interface CatalogueFile {
  readonly currency: string;
  readonly catalogue: Catalogue;
}

export async function readCatalogueFile(file: string): Promise<CatalogueFile> {
  const read = await readJsonFile("--catalogue", file, catalogueFile);
  const products = read.products.map((each) => ({
    sku: undefined,
    weight: undefined,
    stock: undefined,
    minimumAmount: undefined,
    lowestPrices: undefined,
    ...each,
    variants: each.variants.map((one) => ({
      sku: undefined,
      weight: undefined,
      stock: undefined,
      title: undefined,
      ...one,
    })),
  }));
  return { currency: read.currency, catalogue: catalogueOf(products) };
}
