import type { Picture, Product } from "../cart/product.ts";
import { atMost } from "./at-most.ts";
import type { Identified, Shown, WayTools } from "./way.ts";

/**
 * Adds products in the shopper's language, and pictures. What cannot be had is missing, it stops nobody. People whose
 * pictures were not looked for before time was up are left out, for another pass; never the first, or a server slow
 * enough would never let anybody through.
 */
export async function enrich<Item extends Identified>(
  tools: Pick<WayTools, "retailServer" | "shop">,
  items: readonly Item[],
  isTimeUp: () => boolean = () => false,
): Promise<readonly (Item & Shown)[]> {
  const languages = new Map(
    items.map((item) => [item, item.customer?.language ?? tools.shop.defaultLanguage]),
  );
  const products = new Map<string, ReadonlyMap<string, Product>>();
  for (const language of new Set(languages.values())) {
    const ids = items.filter((item) => languages.get(item) === language).flatMap(productIds);
    products.set(language, await tools.retailServer.products([...new Set(ids)], language));
  }
  const pictures = await picturesOf({ ...tools, isTimeUp }, [...products.values()], items);
  const isLookedFor = (item: Item) => productIds(item).every((id) => pictures.has(id));
  return items.filter(isLookedFor).map((item) => {
    const language = languages.get(item) ?? tools.shop.defaultLanguage;
    return { ...item, language, products: products.get(language) ?? new Map<string, Product>(), pictures };
  });
}

interface Looking extends Pick<WayTools, "retailServer" | "shop"> {
  readonly isTimeUp: () => boolean;
}

function productIds(item: Identified): readonly string[] {
  return item.lines.map((line) => line.productId);
}

/**
 * A variant's own pictures, else its master's; the primary image stands in where the media list says nothing. Products
 * that there was no time for are missing.
 */
async function picturesOf(
  tools: Looking,
  products: readonly ReadonlyMap<string, Product>[],
  items: readonly Identified[],
): Promise<ReadonlyMap<string, readonly Picture[]>> {
  const known = new Map(products.flatMap((inLanguage) => [...inLanguage]));
  const ids = [...new Set(items.flatMap(productIds))];
  const first = new Set(items.slice(0, 1).flatMap(productIds));
  const own = await mediaOf(tools, { ids, first }, known);
  const masterOf = (id: string) => (own.get(id)?.length === 0 ? known.get(id)?.masterId : undefined);
  const masters = [...new Set(ids.flatMap((id) => masterOf(id) ?? []))];
  const masterProducts =
    masters.length === 0
      ? new Map<string, Product>()
      : await tools.retailServer.products(masters, tools.shop.defaultLanguage);
  const firstMasters = new Set([...first].flatMap((id) => masterOf(id) ?? []));
  const masterPictures = await mediaOf(tools, { ids: masters, first: firstMasters }, masterProducts);
  const found = new Map<string, readonly Picture[]>();
  for (const id of ids) {
    const master = masterOf(id);
    const pictures = master === undefined ? own.get(id) : masterPictures.get(master);
    if (pictures !== undefined) found.set(id, pictures);
  }
  return found;
}

/** The pictures of the first in any case, of the others while there is time. */
async function mediaOf(
  { retailServer, isTimeUp }: Looking,
  { ids, first }: { readonly ids: readonly string[]; readonly first: ReadonlySet<string> },
  products: ReadonlyMap<string, Product>,
): Promise<ReadonlyMap<string, readonly Picture[]>> {
  const found = new Map<string, readonly Picture[]>();
  await atMost(16, ids, async (id) => {
    if (isTimeUp() && !first.has(id)) return;
    const media = await retailServer.pictures(id);
    const primary = products.get(id)?.primaryImage;
    const stand = primary === undefined ? [] : [{ url: primary, altText: undefined, isDefault: true }];
    found.set(id, media.length > 0 ? media : stand);
  });
  return found;
}
