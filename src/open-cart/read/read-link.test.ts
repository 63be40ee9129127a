import { describe, expect, test } from "vitest";
import { multi, open } from "../test-shop.ts";
import { isExtended, readLink, wantedProducts } from "./read-link.ts";

function codeFor(target: string): string | undefined {
  const link = readLink(target);
  return link.kind === "refused" ? link.code : undefined;
}

describe("links that are made to hurt are refused quickly", () => {
  const nested = (depth: number) =>
    `[{"product":17,"additionalData":${"[".repeat(depth)}${"]".repeat(depth)}}]`;
  const items = (count: number) => `[${Array.from({ length: count }, () => '{"product":17}').join(",")}]`;

  test.each([
    ["more than 16 KiB", `/actions/cart/add/?product=17&sku=${"a".repeat(16_384)}`, "link-too-long"],
    ["64 MiB", `/actions/cart/add/?product=17&sku=${"a".repeat(2 ** 26)}`, "link-too-long"],
    ["10,000 items", multi(items(10_000)), "link-too-long"],
    ["101 items", multi(items(101)), "too-many-items"],
    ["5,000 tiny items", `/actions/cart/addmulti/?input=[${"1,".repeat(5_000)}1]`, "too-many-items"],
    ["extra options nested 1,000 deep", multi(nested(1_000)), "input-too-deep"],
    [
      "8,000 levels",
      `/actions/cart/addmulti/?input=${"[".repeat(8_000)}${"]".repeat(8_000)}`,
      "input-too-deep",
    ],
    ["8,000 open brackets", `/actions/cart/addmulti/?input=${"[".repeat(8_000)}`, "input-not-json"],
    ["a __proto__ key", multi('[{"product":17,"__proto__":{"price":1}}]'), "input-forbidden-key"],
    ["an escaped __proto__ key", multi('[{"product":17,"\\u005f_proto__":1}]'), "input-forbidden-key"],
    [
      "a __proto__ key inside",
      multi('[{"product":17,"additionalData":[{"__proto__":[]}]}]'),
      "input-forbidden-key",
    ],
    ["8,000 parameters", `/actions/cart/add/?${"a&".repeat(8_000)}`, "no-product-named"],
  ])("%s", (_, target, code) => {
    const start = performance.now();
    expect(codeFor(target)).toBe(code);
    // they take a millisecond or two; a second would mean that one link can hold up a shop
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(open(target).changes).toEqual([]);
  });

  test("a parameter called __proto__ is one of those that are ignored", () => {
    expect(open("/actions/cart/add/?product=17&__proto__=1&constructor=2").result).toBe("added");
    expect(Object.hasOwn(Object.prototype, "1")).toBe(false);
  });
});

test("100 items and extra options of the usual depth can be read", () => {
  const item = { product: 17, additionalData: [{ id: 1, choice: ["a"] }] };
  expect(codeFor(multi(JSON.stringify([item])))).toBeUndefined();
  expect(
    codeFor(multi(JSON.stringify(Array.from({ length: 100 }, () => ({ product: 17 }))))),
  ).toBeUndefined();
});

test("the shop's own product forms are not mistaken for links", () => {
  expect(codeFor("/actions/cart/add?product[99][amount]=1&product[99][variant]=5")).toBe("no-product-named");
});

test("the fragment and the host are no part of a link", () => {
  expect(open("https://minshop.dk/actions/cart/add/?product=17#top").result).toBe("added");
});

test("a link says which products it needs, so that they can be fetched", () => {
  const link = readLink(multi('[{"product":17},{"product":17,"sku":"A"},{"sku":"B"},{"product":"x"}]'));
  expect(link.kind === "link" && wantedProducts(link)).toEqual({
    products: ["17"],
    variants: [],
    skus: ["B"],
  });
});

test.each([
  ["/actions/cart/add/?product=17", false],
  ["/actions/cart/add/?product=17&referralCode=r&expiryDays=3&stack=1", false],
  ["/actions/cart/add/?product=17&code=", true],
  ["/actions/cart/add/?product=17&price=", true],
  [multi('[{"product":17,"price":null}]'), false],
  [multi('[{"product":17},{"product":5,"weight":0}]'), true],
])("%s is an extended link: %s", (target, extended) => {
  const link = readLink(target);
  expect(link.kind === "link" && isExtended(link)).toBe(extended);
});
