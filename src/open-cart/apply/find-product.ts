import type { CatalogueProduct, CatalogueVariant } from "../../cart/catalogue-product.ts";
import { recordId } from "../../cart/ware-values.ts";
import type { RefusalCode } from "../outcome-codes.ts";
import { skusOf, type Catalogue } from "./catalogue.ts";
import type { WantedItem } from "./wanted-item.ts";

/** An item with the product it means. */
export interface FoundItem {
  readonly wanted: WantedItem;
  readonly product: CatalogueProduct;
  readonly variant: CatalogueVariant | undefined;
}

/** Rows 15 to 19 of the decision table. */
export function findProduct(wanted: WantedItem, catalogue: Catalogue): FoundItem | RefusalCode {
  const product = wanted.product === undefined ? bySku(wanted, catalogue) : byId(wanted, catalogue);
  if (typeof product === "string") return product;
  const variant = chooseVariant(wanted, product);
  if (typeof variant === "string") return variant;
  return product.kind === "package" ? "package-product" : { wanted, product, variant };
}

function bySku(wanted: WantedItem, catalogue: Catalogue): CatalogueProduct | RefusalCode {
  const [product, another] = catalogue.bySku(wanted.sku ?? "");
  if (product === undefined) return "sku-unknown";
  return another === undefined ? product : "sku-ambiguous";
}

function byId(wanted: WantedItem, catalogue: Catalogue): CatalogueProduct | RefusalCode {
  const id = recordId(wanted.product ?? "");
  const product = id === undefined ? undefined : catalogue.byId(id);
  if (product === undefined) return "product-unknown";
  const sku = skuThatNames(wanted, product);
  return sku === undefined || skusOf(product).includes(sku) ? product : "product-and-sku-disagree";
}

function chooseVariant(
  wanted: WantedItem,
  product: CatalogueProduct,
): CatalogueVariant | undefined | RefusalCode {
  if (!product.needsVariant) return undefined;
  const sku = skuThatNames(wanted, product);
  const bySku = product.variants.filter((variant) => variant.sku === sku && sku !== undefined);
  if (wanted.variant === undefined) return bySku.length === 1 ? bySku[0] : "variant-missing";
  const variant = product.variants.find(({ id }) => id === wanted.variant);
  const namesAnother =
    bySku.length > 0 && sku !== product.sku && !bySku.some(({ id }) => id === wanted.variant);
  return variant === undefined || namesAnother ? "variant-mismatch" : variant;
}

/** Next to the id of a placeholder product, the SKU is what to show, not what to look for. */
function skuThatNames({ product: id, sku }: WantedItem, product: CatalogueProduct): string | undefined {
  return product.kind === "placeholder" && id !== undefined ? undefined : sku;
}
