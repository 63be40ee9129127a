import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { codeOf } from "./link-code.ts";
import { amountOf, linesOf, offer, open, PRINTED_SECRET } from "./test-shop.ts";
import { A } from "./test-vectors.ts";
import { compatibleTrust, strictTrust, type TrustRules } from "./verify/receiver-settings.ts";

/*
 * What anybody can make out of a signed link without knowing the secret, because the shop's hash covers values that
 * are glued together, without names and without borders.
 */

function codeUnder(query: string, trust: TrustRules): string {
  return open(`/actions/cart/add/?${query}`, { settings: { trust } }).code;
}

describe("E1: digits and names moved within a signed add link keep its code", () => {
  const FORGED = [
    "product=99&variant=5&amount=13&price=49&title=Produkt+A",
    "product=99&variant=5&amount=134&price=9&title=Produkt+A",
    "product=99&variant=5&price=1&amount=349&title=Produkt+A",
    "product=99&price=5&amount=1349&title=Produkt+A",
  ].map((query) => `${query}&code=${A.code}`);

  test.each(FORGED)("inherent: the shop's rule gives %s the very code of the honest link", (query) => {
    const values = new URLSearchParams(query);
    values.delete("code");
    expect(codeOf(PRINTED_SECRET, [...values.values()])).toBe(A.code);
  });

  test("inherent: the compatible trust cannot tell them from the honest link", () => {
    const [first = "", second = "", third = ""] = FORGED;
    const carts = [first, second, third].map((query) => open(`/actions/cart/add/?${query}`).cart);
    expect(carts.map(linesOf)).toEqual([["99x13*@49"], ["99x134*@9"], ["99x349*@1"]]);
  });

  test.each(FORGED)("the strict trust refuses %s", (query) => {
    expect(codeUnder(query, strictTrust)).toBe("signed-add-off");
  });

  describe.each(FORGED)("%s", (query) => {
    test("is not what the register says", () => {
      const honest = ["product", "variant", "amount", "price", "title"];
      const values = ["99", "5", "1", "349", "Produkt A"];
      const hashed = honest.map((name, at) => ({ name, value: values[at] ?? "" }));
      const issued = new Map([[A.code, { hashed, notAfter: undefined, usesLeft: undefined }]]);
      const settings = { trust: { ...strictTrust, signedAdd: "registered" } } as const;
      expect(open(A.link, { issued, settings }).result).toBe("added");
      expect(open(`/actions/cart/add/?${query}`, { issued, settings }).code).toBe("link-not-as-issued");
    });
  });

  test("a price floor stops the cheap ones where signed add links have to be accepted", () => {
    const trust = { ...compatibleTrust, lowestPriceShare: amountOf("0.5") };
    expect(open(A.link, { settings: { trust } }).result).toBe("added");
    for (const query of FORGED.slice(0, 3)) expect(codeUnder(query, trust)).toBe("price-below-floor");
  });

  test("a signed addmulti link has names and borders: the same trick breaks its code", () => {
    const honest = offer('[{"product":17,"amount":1,"price":349}]');
    const forged = honest.replace("amount%22%3A1%2C%22price%22%3A349", "amount%22%3A13%2C%22price%22%3A49");
    expect(forged).not.toBe(honest);
    expect(open(honest, { settings: { trust: strictTrust } }).result).toBe("added");
    expect(open(forged).code).toBe("code-mismatch");
  });
});

describe("E2: length extension of SHA-1", () => {
  const CODE = "62801b39bc32e0e806ae73bf02d95738ae12a91d";
  /** What SHA-1 itself appends to the secret and `9951349Produkt A`: 28 bytes are 0xE0 bits. */
  const PADDING = Buffer.concat([Buffer.from([0x80]), Buffer.alloc(34), Buffer.from([0xe0])]);
  const padding = [...PADDING].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

  test("inherent: the forged bytes have the forged code under the shop's rule", () => {
    const hash = createHash("sha1").update(`${PRINTED_SECRET}9951349Produkt A`).update(PADDING).update("1");
    expect(PADDING.length).toBe(36);
    expect(hash.digest("hex")).toBe(CODE);
  });

  test.each([
    ["the strict trust", strictTrust],
    ["the compatible trust", compatibleTrust],
  ])("is refused under %s: the padding is no UTF-8", (_, trust) => {
    const forged = `product=99&variant=5&amount=1&title=349Produkt+A${padding}&price=1&code=${CODE}`;
    expect(codeUnder(forged, trust)).toBe("link-unreadable");
  });

  test("is refused in addmulti in the same way", () => {
    const honest = offer('[{"product":17,"price":349}]');
    expect(open(honest.replace("&code=", `${padding}&code=`)).code).toBe("link-unreadable");
  });
});

describe("a price floor", () => {
  const trust = { ...strictTrust, lowestPriceShare: amountOf("0.5") };

  test("counts from the catalogue's price, and leaves placeholders alone", () => {
    const priced = (price: number, product = 17) => {
      return open(offer(`[{"product":${product},"price":${price}}]`), { settings: { trust } }).code;
    };
    expect([priced(50), priced(49.99), priced(1, 50)]).toEqual(["added", "price-below-floor", "added"]);
  });

  test("can be set for a product, and then holds in every currency it knows and no other", () => {
    const at = (price: number, more = "") => open(offer(`[{"product":91,"price":${price}${more}}]`)).code;
    expect([at(80), at(79.99), at(500, ',"currency":"EUR"')]).toEqual([
      "added",
      "price-below-floor",
      "price-below-floor",
    ]);
  });

  test("leaves a placeholder alone also where it has no price to compare with", () => {
    const euro = offer('[{"product":50,"price":1,"currency":"EUR"}]');
    expect(open(euro, { settings: { trust } }).code).toBe("added");
  });

  test("holds in the currency the link forces, not by the number alone", () => {
    const euro = offer('[{"product":17,"price":7,"currency":"EUR"}]');
    expect(open(euro, { settings: { trust } }).code).toBe("added");
    const unpriced = offer('[{"product":90,"price":7,"currency":"EUR"}]');
    expect(open(unpriced, { settings: { trust } }).code).toBe("price-below-floor");
  });
});
