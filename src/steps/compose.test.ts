import { describe, expect, it } from "vitest";
import { cart, line, number } from "../../test/carts.ts";
import { NOW, RULES, SHOP } from "../../test/stage.ts";
import { enriched } from "../../test/way-items.ts";
import type { CartLine } from "../cart/cart.ts";
import type { Picture, Product } from "../cart/product.ts";
import type { Reminder } from "../cart/reminder.ts";
import { compose, imageUrl } from "./compose.ts";
import type { Enriched, Shop } from "./way.ts";

const PHONE = { media: "(max-width: 640px)", width: 200, height: 300, useForDefaultImageTag: true };

describe("the address of a picture", () => {
  const size = { width: 200, height: 300 };

  it.each([
    ["https://img.example.com/cms", "shirt.png"],
    ["https://img.example.com/cms/", "shirt.png"],
    ["https://img.example.com/cms", "/shirt.png"],
    ["https://img.example.com/cms//", "//shirt.png"],
  ])("has exactly one slash between %s and %s", (server, source) => {
    expect(imageUrl(server, source, size)).toBe(
      "https://img.example.com/cms/shirt.png?w=200&h=300&q=80&m=6&f=jpg",
    );
  });

  it("goes on with an ampersand where there is a query already", () => {
    expect(imageUrl("https://img.example.com/search?fileName=/", "Products/5 (1).png?v=1", size)).toBe(
      "https://img.example.com/search?fileName=/Products/5 (1).png?v=1&w=200&h=300&q=80&m=6&f=jpg",
    );
  });

  it("is left as it is when it is whole", () => {
    const whole = "HTTPS://cdn.example.com/a.jpg";
    expect(imageUrl("https://img.example.com", whole, size)).toBe(whole);
    expect(imageUrl(undefined, whole, size)).toBe(whole);
  });

  it("cannot be had without a server to stand on", () => {
    expect(imageUrl(undefined, "shirt.png", size)).toBeUndefined();
  });
});

describe("the picture of a line", () => {
  const shop = { viewPorts: [PHONE], imageServerUrl: "https://img.example.com" };

  it("is the default one, else the first", () => {
    const some = [picture("first.png"), picture("default.png", { isDefault: true, altText: "A shirt" })];
    expect(imageOf({ pictures: some }, shop)).toEqual({
      altText: "A shirt",
      viewPorts: [
        {
          url: "https://img.example.com/default.png?w=200&h=300&q=80&m=6&f=jpg",
          media: PHONE.media,
          useForDefaultImageTag: true,
        },
      ],
    });
    expect(imageOf({ pictures: [picture("first.png")] }, shop)?.viewPorts[0]?.url).toContain("/first.png?");
  });

  it("is the placeholder where the product has none, named as the product is", () => {
    const withPlaceholder = { ...shop, placeholderImageUrl: "none.png" };
    const image = imageOf({ product: product({ name: "Shirt" }) }, withPlaceholder);
    expect(image?.viewPorts[0]?.url).toContain("/none.png?");
    expect(image?.altText).toBe("Shirt");
  });

  it("is missing without pictures, placeholder, server or sizes", () => {
    expect(imageOf({}, shop)).toBeUndefined();
    const some = [picture("first.png")];
    expect(imageOf({ pictures: some }, { ...shop, imageServerUrl: undefined })).toBeUndefined();
    expect(imageOf({ pictures: some }, { ...shop, viewPorts: [] })).toBeUndefined();
  });

  it("comes once for each size of screen", () => {
    const wide = { media: "(min-width: 641px)", width: 600, height: 900, useForDefaultImageTag: false };
    const image = imageOf({ pictures: [picture("a.png")] }, { ...shop, viewPorts: [PHONE, wide] });
    expect(image?.viewPorts.map(({ media }) => media)).toEqual([PHONE.media, wide.media]);
  });
});

describe("what the shopper is asked for", () => {
  it("is quantity times price less the discount of the line, exactly", () => {
    const of = { quantity: number("3"), unitPrice: number("19.99"), discount: number("0.07") };
    expect(reminderOf([line("p1", of)]).lines[0]?.lineTotal?.value).toBe("59.9");
  });

  it("adds up over the lines, and reads as the shopper reads it", () => {
    const lines = [line("p1", { unitPrice: number("0.1") }), line("p2", { unitPrice: number("0.2") })];
    const { total } = reminderOf(lines, { language: "sv-se" });
    expect(total?.value).toBe("0.3");
    expect(total?.text.replaceAll(/\s/g, " ")).toBe("0,30 kr");
  });

  it("has no total when one line has no price", () => {
    const reminder = reminderOf([line("p1"), line("p2", { unitPrice: undefined })]);
    expect(reminder.total).toBeUndefined();
    expect(reminder.lines.map(({ lineTotal }) => lineTotal?.value)).toEqual(["10", undefined]);
  });
});

describe("a line of a reminder", () => {
  it("is named as the product is, else by the line's own text, else not at all", () => {
    const named = new Map([["p1", product({ name: "Shirt" })]]);
    const lines = [line("p1"), line("p2"), line("p3", { description: undefined })];
    expect(reminderOf(lines, { products: named }).lines.map(({ productName }) => productName)).toEqual([
      "Shirt",
      "description of p2",
      undefined,
    ]);
  });

  it("leads to the page of the product, every value encoded", () => {
    const shop = { productUrlTemplate: "https://www.contoso.com/{language}/p/{itemId}?id={productId}&x={y}" };
    const known = new Map([["p/1", product({ itemId: "A&B 1" })]]);
    const [first] = reminderOf([line("p/1")], { products: known }, shop).lines;
    expect(first?.productUrl).toBe("https://www.contoso.com/en-us/p/A%26B%201?id=p%2F1&x={y}");
  });

  it("leads nowhere when no page was set", () => {
    expect(reminderOf([line("p1")]).lines[0]?.productUrl).toBeUndefined();
  });
});

describe("a reminder", () => {
  it("leads back to the cart, its id encoded", () => {
    const shop = { returnToCartUrl: "https://www.contoso.com/cart?id={cartId}" };
    expect(reminderOf([line("p1")], {}, shop).returnToCartUrl).toBe(
      "https://www.contoso.com/cart?id=cart%201",
    );
  });

  it("carries the person, the key and the currency of the shop", () => {
    const item = enriched(cart("cart 1", { account: "one", modified: NOW }));
    const { reminder } = compose({ shop: { ...SHOP, currency: "JPY" }, rules: RULES }, item);
    expect(reminder).toMatchObject({
      key: item.candidate.key,
      person: item.person,
      address: item.address,
      firstName: "Kim",
      lastName: "Berg",
      language: "en-us",
      currency: "JPY",
      cartId: "cart 1",
    });
    expect(reminder.total?.text).toBe("¥10");
  });
});

function reminderOf(
  lines: readonly CartLine[],
  of: Partial<Enriched> = {},
  shop: Partial<Shop> = {},
): Reminder {
  return compose(
    { shop: { ...SHOP, ...shop }, rules: RULES },
    enriched(cart("cart 1", { account: "one", modified: NOW, lines }), of),
  ).reminder;
}

function imageOf(
  of: { readonly pictures?: readonly Picture[]; readonly product?: Product },
  shop: Partial<Shop>,
): Reminder["lines"][number]["image"] {
  const products = new Map(of.product === undefined ? [] : [["p1", of.product]]);
  const pictures = new Map([["p1", of.pictures ?? []]]);
  return reminderOf([line("p1")], { products, pictures }, shop).lines[0]?.image;
}

function picture(url: string, of: Partial<Picture> = {}): Picture {
  return { url, altText: undefined, isDefault: false, ...of };
}

function product(of: Partial<Product>): Product {
  return {
    id: "p1",
    name: undefined,
    itemId: undefined,
    masterId: undefined,
    primaryImage: undefined,
    ...of,
  };
}
