import type { CatalogueProduct, CatalogueVariant } from "../../../cart/catalogue-product.ts";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { ProductCatalogue } from "../../../ports/product-catalogue.ts";
import { readByIds } from "../batches.ts";
import type { ReaderTools } from "../channel.ts";
import { isRecordId } from "../schema.ts";
import { SellableRow, type SellableProduct } from "./schema.ts";

/**
 * The products of a channel as links need them. Retail Server tells neither stock nor which SKUs its variants have, so
 * nothing is found by a SKU alone, and nothing is ever sold out here: the shop says so at its own checkout.
 */
export function createCatalogue(tools: ReaderTools): ProductCatalogue {
  return {
    currency: async () => (await tools.channel.channel()).currency,
    async find({ products, variants }) {
      const ids = [...products, ...variants].filter(isRecordId);
      if (ids.length === 0) return [];
      const { recordId, currency, defaultLanguage } = await tools.channel.channel();
      const found = await noneWhenBlank(() =>
        readByIds(tools, ids, {
          operation: "Products/GetByIds",
          // written by hand, because an Int64 may be longer than a JavaScript number is exact
          body: (productIds) => `{"channelId":${recordId},"productIds":[${productIds.join(",")}]}`,
          language: defaultLanguage,
          row: SellableRow,
          idOf: (product) => product.id,
          fixWhenBlank: "check that the shop's products are assorted and published to this channel",
        }),
      );
      const rows = [...found.values()];
      return rows.map((row) => productOf(row, rows, currency));
    },
  };
}

/** Many unknown ids are a fault where they come from carts; where they come from a link, the link is wrong. */
async function noneWhenBlank<Found>(read: () => Promise<ReadonlyMap<string, Found>>) {
  try {
    return await read();
  } catch (fault) {
    if (fault instanceof ConnectorError && fault.code === "retail-server-blank")
      return new Map<string, Found>();
    throw fault;
  }
}

function productOf(
  row: SellableProduct,
  rows: readonly SellableProduct[],
  currency: string,
): CatalogueProduct {
  const needsVariant = row.type === "master";
  const variants = needsVariant ? rows.filter(({ masterId }) => masterId === row.id) : [];
  return {
    ...wareOf(row, currency),
    title: row.name,
    kind: row.type === "kit" ? "package" : "ordinary",
    needsVariant,
    variants: variants.map((variant) => ({ ...wareOf(variant, currency), title: variant.name })),
    sellsWithoutStock: true,
    minimumAmount: undefined,
    lowestPrices: undefined,
  };
}

function wareOf(row: SellableProduct, currency: string): Omit<CatalogueVariant, "title"> {
  const prices = row.price === undefined ? {} : { [currency]: row.price };
  return { id: row.id, sku: row.itemId, prices, weight: undefined, stock: undefined };
}
