import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, times, type Decimal } from "../cart/decimal.ts";
import type { LinkLine } from "../cart/return-link.ts";
import { linkSecret, type LinkSecret } from "../open-cart/link-secret.ts";
import { readLink } from "../open-cart/read/read-link.ts";
import { openCartLink, type OpenCartWish } from "./open-cart-link.ts";

const CODE = "AC-R1-7K3M4Q2X5T2BVA";
const PLAIN: OpenCartWish = {
  shop: "https://minshop.dk",
  productKey: "product",
  expiryDays: (step) => 7 - step,
};
const HELD: OpenCartWish = {
  ...PLAIN,
  prices: { secret: secret("k3V9tQz7LmP2xW8rYb4Nc6"), currency: "DKK" },
};

function secret(text: string): LinkSecret {
  const check = linkSecret(text);
  if (check.kind === "refused") throw new Error(check.expected);
  return check.secret;
}

function exact(value: string): Decimal {
  const read = decimal(value);
  if (read === undefined) throw new Error(`not a decimal: ${value}`);
  return read;
}

function line(
  productId: string,
  quantity = "1",
  more: Partial<LinkLine> & { readonly total?: string } = {},
): LinkLine {
  const { total, ...rest } = more;
  return {
    productId,
    quantity: exact(quantity),
    lineTotal: total === undefined ? undefined : { value: exact(total), text: total },
    itemId: undefined,
    masterId: undefined,
    ...rest,
  };
}

function linkOf(lines: readonly LinkLine[], wish = PLAIN): string {
  const link = openCartLink({ lines, step: 0 }, CODE, wish);
  if ("refused" in link) throw new Error(link.refused);
  return link.url;
}

function inputOf(url: string): unknown {
  return JSON.parse(new URL(url).searchParams.get("input") ?? "");
}

describe("the link that fills a cart", () => {
  it("holds every line, is encoded, lets equal lines grow and names the reminder", () => {
    const url = linkOf([line("68719489871", "2"), line("17")]);
    const [address, query] = url.split("?");
    expect(address).toBe("https://minshop.dk/actions/cart/addmulti/");
    expect(query).toMatch(
      /^input=%5B%7B%22[\w.~%-]+&expiryDays=7&referralCode=AC-R1-7K3M4Q2X5T2BVA&stack=1$/,
    );
    expect(inputOf(url)).toEqual([
      { product: 68719489871, amount: 2 },
      { product: 17, amount: 1 },
    ]);
  });

  it("names a variant with its master, or the shop would ask which one", () => {
    expect(inputOf(linkOf([line("34", "1", { masterId: "12" })]))).toEqual([
      { product: 12, variant: 34, amount: 1 },
    ]);
  });

  it("names products by their item numbers where the shop has numbers of its own", () => {
    const lines = [line("34", "3", { itemId: 'L-100 "æ"' })];
    expect(inputOf(linkOf(lines, { ...PLAIN, productKey: "sku" }))).toEqual([
      { sku: 'L-100 "æ"', amount: 3 },
    ]);
  });

  it("keeps a guest's cart as long as that reminder of the series wants it", () => {
    const link = openCartLink({ lines: [line("17")], step: 2 }, CODE, PLAIN);
    expect("url" in link && new URL(link.url).searchParams.get("expiryDays")).toBe("5");
  });

  it("holds no prices, which the shop would want signed", () => {
    expect(linkOf([line("17", "2", { total: "100" })])).not.toContain("price");
  });

  it("to hold prices is signed, and each line comes to what was mailed", () => {
    const url = linkOf([line("17", "3", { total: "59.97" }), line("5", "2", { total: "30" })], HELD);
    expect(inputOf(url)).toEqual([
      { product: 17, amount: 3, price: 19.99, currency: "DKK" },
      { product: 5, amount: 2, price: 15, currency: "DKK" },
    ]);
    expect(new URL(url).searchParams.get("code")).toMatch(/^[0-9a-f]{40}$/);
    expect(url.indexOf("&code=")).toBe(url.length - 46);
  });
});

describe("there is no link, but a reason, for", () => {
  it.each([
    ["half a piece", [line("17", "0.5")], PLAIN, "not-whole-pieces"],
    ["more pieces than a link may hold", [line("17", "100000")], PLAIN, "not-expressible"],
    ["a record number of 16 digits", [line("5637144592000000")], PLAIN, "no-product-number"],
    ["a product without an item number", [line("17")], { ...PLAIN, productKey: "sku" }, "no-item-number"],
    [
      "a variant by its item number",
      [line("17", "1", { itemId: "L-100", masterId: "12" })],
      { ...PLAIN, productKey: "sku" },
      "variant-without-number",
    ],
    ["a price nobody knows", [line("17")], HELD, "no-exact-price"],
    ["a discount that does not divide", [line("17", "3", { total: "100" })], HELD, "no-exact-price"],
    ["more than 100 lines", Array.from({ length: 101 }, () => line("17")), PLAIN, "not-expressible"],
    ["so many lines that mail programs cut", Array.from({ length: 60 }, () => line("17")), PLAIN, "too-long"],
    [
      "an item number with a bell in it",
      [line("1", "1", { itemId: "\u0007" })],
      { ...PLAIN, productKey: "sku" },
      "not-expressible",
    ],
  ] as const)("%s", (_what, lines, wish, refused) => {
    expect(openCartLink({ lines, step: 0 }, CODE, wish)).toEqual({ refused });
  });

  it("a cart of which one line cannot be had, because half a cart would look like a loss", () => {
    expect(openCartLink({ lines: [line("17"), line("5", "1.5")], step: 0 }, CODE, PLAIN)).toEqual({
      refused: "not-whole-pieces",
    });
  });
});

it("whatever the lines, the shop reads the very same lines back, or there is no link", () => {
  const anyLine = fc
    .record({
      productId: fc.integer({ min: 1, max: 999_999_999 }).map(String),
      masterId: fc.option(fc.integer({ min: 1, max: 999_999 }).map(String), { nil: undefined }),
      pieces: fc.integer({ min: 1, max: 500 }),
      cents: fc.integer({ min: 0, max: 999_999 }),
    })
    .map(({ productId, masterId, pieces, cents }) => {
      const total = times(
        exact(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`),
        exact(String(pieces)),
      );
      return line(productId, String(pieces), { masterId, total });
    });
  fc.assert(
    fc.property(
      fc.array(anyLine, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(PLAIN, HELD),
      (lines, wish) => {
        const link = openCartLink({ lines, step: 0 }, CODE, wish);
        if ("refused" in link) {
          expect(link.refused).toBe("too-long");
          return;
        }
        expect(link.url.length).toBeLessThanOrEqual(2_000);
        const read = readLink(link.url);
        if (read.kind !== "link") throw new Error(read.kind);
        expect(read.items.map(({ product, variant, amount }) => [variant ?? product, amount])).toEqual(
          lines.map(({ productId, quantity }) => [productId, quantity]),
        );
        const totals = read.items.map(({ price, amount }) => {
          return price === undefined ? undefined : times(exact(price), exact(amount ?? ""));
        });
        expect(totals).toEqual(lines.map(({ lineTotal }) => (wish === HELD ? lineTotal?.value : undefined)));
      },
    ),
  );
});
