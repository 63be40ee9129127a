import type { Picture, Product } from "../cart/product.ts";
import { atMost } from "./at-most.ts";
import type { Enriched, Guarded, WayTools } from "./way.ts";

/** Adds products in the shopper's language, and pictures. What cannot be had is missing, it stops nobody. */
export async function enrich(
  tools: Pick<WayTools, "retailServer" | "shop">,
  items: readonly Guarded[],
): Promise<readonly Enriched[]> {
  const languages = new Map(
    items.map((item) => [item, item.customer.language ?? tools.shop.defaultLanguage]),
  );
  const products = new Map<string, ReadonlyMap<string, Product>>();
  for (const language of new Set(languages.values())) {
    const ids = items.filter((item) => languages.get(item) === language).flatMap(productIds);
    products.set(language, await tools.retailServer.products([...new Set(ids)], language));
  }
  const pictures = await picturesOf(tools, [...products.values()], items);
  return items.map((item) => {
    const language = languages.get(item) ?? tools.shop.defaultLanguage;
    return { ...item, language, products: products.get(language) ?? new Map<string, Product>(), pictures };
  });
}

function productIds(item: Guarded): readonly string[] {
  return item.lines.map((line) => line.productId);
}

/** A variant's own pictures, else its master's; the primary image stands in where the media list says nothing. */
async function picturesOf(
  tools: Pick<WayTools, "retailServer" | "shop">,
  products: readonly ReadonlyMap<string, Product>[],
  items: readonly Guarded[],
): Promise<ReadonlyMap<string, readonly Picture[]>> {
  const known = new Map(products.flatMap((inLanguage) => [...inLanguage]));
  const ids = [...new Set(items.flatMap(productIds))];
  const own = await mediaOf(tools, ids, known);
  const bare = ids.filter((id) => own.get(id)?.length === 0);
  const masters = [...new Set(bare.flatMap((id) => known.get(id)?.masterId ?? []))];
  const masterProducts =
    masters.length === 0
      ? new Map<string, Product>()
      : await tools.retailServer.products(masters, tools.shop.defaultLanguage);
  const masterPictures = await mediaOf(tools, masters, masterProducts);
  return new Map(
    ids.map((id) => {
      const pictures = own.get(id) ?? [];
      const master = known.get(id)?.masterId;
      return [
        id,
        pictures.length > 0 || master === undefined ? pictures : (masterPictures.get(master) ?? []),
      ];
    }),
  );
}

async function mediaOf(
  tools: Pick<WayTools, "retailServer">,
  ids: readonly string[],
  products: ReadonlyMap<string, Product>,
): Promise<ReadonlyMap<string, readonly Picture[]>> {
  const entries = await atMost(16, ids, async (id): Promise<[string, readonly Picture[]]> => {
    const media = await tools.retailServer.pictures(id);
    const primary = products.get(id)?.primaryImage;
    if (media.length > 0 || primary === undefined) return [id, media];
    return [id, [{ url: primary, altText: undefined, isDefault: true }]];
  });
  return new Map(entries);
}
