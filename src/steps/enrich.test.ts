import { describe, expect, it } from "vitest";
import { cart, customer, line } from "../../test/carts.ts";
import { NOW, stage, type Stage } from "../../test/stage.ts";
import { enriched } from "../../test/way-items.ts";
import type { Picture, Product } from "../cart/product.ts";
import { enrich } from "./enrich.ts";
import type { Guarded } from "./way.ts";

describe("the pictures of a product", () => {
  it("are its own", async () => {
    const { shop, way } = shopWith(product("v1", { masterId: "m", primaryImage: "primary.png" }));
    shop.picturesById.set("v1", [picture("own.png")]);
    shop.picturesById.set("m", [picture("master.png")]);
    expect(await picturesOf(way, "v1")).toEqual(["own.png"]);
  });

  it("are its primary image where the media list is empty", async () => {
    const { shop, way } = shopWith(product("v1", { masterId: "m", primaryImage: "primary.png" }));
    shop.picturesById.set("m", [picture("master.png")]);
    expect(await picturesOf(way, "v1")).toEqual(["primary.png"]);
  });

  it("are its master's when it is a variant without any", async () => {
    const { shop, way } = shopWith(product("v1", { masterId: "m" }));
    shop.picturesById.set("m", [picture("master.png")]);
    expect(await picturesOf(way, "v1")).toEqual(["master.png"]);
  });

  it("are the primary image of its master when that is all there is", async () => {
    const { shop, way } = shopWith(product("v1", { masterId: "m" }));
    shop.productsById.set("m", product("m", { primaryImage: "primary.png" }));
    expect(await picturesOf(way, "v1")).toEqual(["primary.png"]);
  });

  it("are none for a product that Commerce does not know", async () => {
    expect(await picturesOf(stage().way, "unknown")).toEqual([]);
  });
});

describe("products", () => {
  it("are asked for in each shopper's language, the shop's own where it is not known", async () => {
    const scene = stage();
    const asked: [readonly string[], string][] = [];
    const retailServer: typeof scene.way.retailServer = {
      ...scene.shop,
      async products(ids, language) {
        asked.push([ids, language]);
        return new Map(ids.map((id) => [id, product(id, { name: `${id} in ${language}` })]));
      },
    };
    const items = [item("a", "p1", "da-dk"), item("b", "p2"), item("c", "p1", "da-dk")];
    const rich = await enrich({ ...scene.way, retailServer }, items);
    expect(asked).toEqual([
      [["p1"], "da-dk"],
      [["p2"], "sv-se"],
    ]);
    expect(rich.map(({ language }) => language)).toEqual(["da-dk", "sv-se", "da-dk"]);
    expect(rich[0]?.products.get("p1")?.name).toBe("p1 in da-dk");
    expect(rich[1]?.products.get("p2")?.name).toBe("p2 in sv-se");
  });

  it("and pictures are asked for by nobody when nobody is to be reminded", async () => {
    const { shop, way } = stage();
    expect(await enrich(way, [])).toEqual([]);
    expect(shop.used).toEqual([]);
  });
});

describe("when time is up", () => {
  it("only the first goes on, with the pictures of everything in the cart, and the others are left for another pass", async () => {
    const { shop, way } = shopWith(product("v1", { masterId: "m" }), product("v2", {}), product("v3", {}));
    shop.picturesById.set("m", [picture("master.png")]);
    shop.picturesById.set("v2", [picture("own.png")]);
    const items = [item("a", "v1", undefined, "v2"), item("b", "v3"), item("c", "v1")];
    const rich = await enrich(way, items, () => true);
    // the third one's only thing was looked for with the first one's
    expect(rich.map(({ cart: { id } }) => id)).toEqual(["a", "c"]);
    expect(rich[0]?.pictures.get("v1")).toEqual([picture("master.png")]);
    expect(rich[0]?.pictures.get("v2")).toEqual([picture("own.png")]);
    expect(shop.used.filter((method) => method === "pictures")).toHaveLength(3);
  });

  it("between two pictures, whoever's are all there goes on", async () => {
    const { way } = shopWith(product("v1", {}), product("v2", {}));
    let asked = 0;
    const items = Array.from({ length: 40 }, (_, index) => item(`cart-${index}`, `v${index}`));
    const rich = await enrich(way, items, () => (asked += 1) > 20);
    expect(rich.map(({ cart: { id } }) => id)).toEqual(items.slice(0, 20).map(({ cart: { id } }) => id));
  });
});

function shopWith(...products: readonly Product[]): Stage {
  const scene = stage();
  for (const one of products) scene.shop.productsById.set(one.id, one);
  return scene;
}

async function picturesOf(way: Stage["way"], productId: string): Promise<readonly string[] | undefined> {
  const [rich] = await enrich(way, [item("a", productId)]);
  return rich?.pictures.get(productId)?.map(({ url }) => url);
}

function item(id: string, productId: string, language?: string, ...others: readonly string[]): Guarded {
  const lines = [productId, ...others].map((one) => line(one));
  const known = enriched(cart(id, { modified: NOW, lines }));
  return { ...known, customer: customer(id, { language }) };
}

function product(id: string, of: Partial<Product>): Product {
  return { id, name: undefined, itemId: undefined, masterId: undefined, primaryImage: undefined, ...of };
}

function picture(url: string): Picture {
  return { url, altText: undefined, isDefault: true };
}
