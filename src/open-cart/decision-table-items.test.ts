import { describe, expect, test } from "vitest";
import { emptyCart } from "../cart/shopper-cart.ts";
import { expectRefused, TEXT } from "./test-outcomes.ts";
import { amountOf, linesOf, multi, offer, open } from "./test-shop.ts";

/*
 * One test for each row of the decision table, rows 13 to 23: what it puts into the cart. Each gives the code we keep stable and the Danish text.
 */

describe("row 13: an amount that is no whole number above 0", () => {
  test.each(["0", "-1", "1.5", "", "to", "1e2", "100000"])("%s", (amount) => {
    expectRefused(`/actions/cart/add/?product=17&amount=${amount}`, "amount-invalid", TEXT.EMPTY);
  });

  test("an amount that HTML has damaged", () => {
    const target = "/actions/cart/add/?product=99&variant=10&amount=1¬ification=false&expiryDays=1";
    expectRefused(target, "amount-invalid", TEXT.EMPTY);
  });
});

describe("row 14: a weight or price that is no number", () => {
  test.each([
    ['"weight":"let"', "weight-invalid"],
    ['"weight":"0,2"', "weight-invalid"],
    ['"price":"gratis"', "price-invalid"],
    ['"price":-1', "price-invalid"],
    ['"price":1e999', "price-invalid"],
    ['"price":""', "price-invalid"],
    ['"title":""', "title-invalid"],
    ['"title":"a\\u0007b"', "title-invalid"],
    ['"title":"\\ud800"', "title-invalid"],
    ['"currency":"kr"', "currency-invalid"],
  ])("%s", (field, code) => expectRefused(offer(`[{"product":17,${field}}]`), code, TEXT.INVALID_URL));
});

describe("row 15: a product that is not there, or an id and a SKU that disagree", () => {
  test.each([
    ["product=404", "product-unknown"],
    ["product=abc", "product-unknown"],
    ["product=17.0", "product-unknown"],
    ["product=99999999999999999999", "product-unknown"],
    ["sku=C404", "sku-unknown"],
    ["sku=SHARED", "sku-ambiguous"],
    ["product=17&sku=A001", "product-and-sku-disagree"],
  ])("%s", (query, code) => expectRefused(`/actions/cart/add/?${query}`, code, TEXT.PRODUCT_NONE));
});

describe("row 16: a variant the product does not have", () => {
  test.each(["variant=34", "variant=x", "variant=10&sku=A001-5"])("%s", (query) => {
    expectRefused(`/actions/cart/add/?product=99&${query}`, "variant-mismatch", TEXT.EMPTY);
  });
});

test("row 17: no variant of a product that has some", () => {
  expectRefused("/actions/cart/add/?product=99", "variant-missing", TEXT.EMPTY);
  expectRefused("/actions/cart/add/?sku=A001", "variant-missing", TEXT.EMPTY);
});

test("row 18: a variant of a product that has none is ignored", () => {
  const { result, cart } = open("/actions/cart/add/?product=17&variant=5");
  expect(result).toBe("added");
  expect(cart.lines).toMatchObject([{ productId: "17", variantId: undefined }]);
});

test("row 19: package products cannot be put into a cart by a link", () => {
  expectRefused("/actions/cart/add/?product=60", "package-product", TEXT.PRODUCT_NONE);
});

describe("row 20: a forced currency", () => {
  const euro = offer('[{"product":17,"price":10,"currency":"EUR"}]');

  test("that is not the one of the cart is refused", () => {
    const { cart } = open("/actions/cart/add/?product=17");
    expectRefused(euro, "currency-clash", TEXT.CURRENCY, { cart });
  });

  test("becomes the currency of an empty cart", () => {
    const { result, cart } = open(euro);
    expect(result).toBe("added");
    expect(cart).toMatchObject({ currency: "EUR", lines: [{ unitPrice: "10" }] });
  });

  test("that the cart already has is fine, and plain lines take their price in it", () => {
    const { cart } = open("/actions/cart/add/?product=17", { cart: open(euro).cart });
    expect(cart.lines.map(({ unitPrice }) => unitPrice)).toEqual(["10", "14"]);
  });

  test("in which a plain product has no price is refused", () => {
    expectRefused("/actions/cart/add/?product=90", "no-price-in-currency", TEXT.CURRENCY, {
      cart: open(euro).cart,
    });
  });

  test("must be one for all items", () => {
    const mixed = offer('[{"product":17,"currency":"EUR"},{"product":5,"currency":"DKK"}]');
    expectRefused(mixed, "currency-clash", TEXT.CURRENCY);
  });

  test("of a cart that was emptied since gives way to the shop's own", () => {
    const { cart } = open("/actions/cart/add/?product=17", { cart: emptyCart("EUR") });
    expect(cart).toMatchObject({ currency: "DKK", lines: [{ unitPrice: "100" }] });
  });
});

describe("row 21: a product that is sold out", () => {
  test("is added with the text, and bars the checkout", () => {
    const { result, code, message, cart } = open("/actions/cart/add/?product=70");
    expect({ result, code, text: message?.da }).toEqual({
      result: "added",
      code: "sold-out",
      text: TEXT.NO_STOCK,
    });
    expect(cart.lines).toMatchObject([{ productId: "70", soldOut: true }]);
  });

  test("is an ordinary line when it may be sold at 0", () => {
    const { code, cart } = open("/actions/cart/add/?product=71");
    expect(code).toBe("added");
    expect(cart.lines).toMatchObject([{ soldOut: false }]);
  });
});

describe("row 22: amounts the shop would rather not see are added with a warning", () => {
  test("more than there are in stock, over all lines of the product", () => {
    expect(open("/actions/cart/add/?product=72&amount=3").code).toBe("added");
    const { cart, code } = open("/actions/cart/add/?product=72&amount=2");
    expect(code).toBe("added");
    expect(open("/actions/cart/add/?product=72&amount=2", { cart })).toMatchObject({
      result: "added",
      code: "above-stock",
    });
  });

  test("fewer than can be ordered", () => {
    expect(open("/actions/cart/add/?product=73&amount=5").code).toBe("below-minimum");
    expect(open("/actions/cart/add/?product=73&amount=6").code).toBe("added");
  });
});

test("row 23: otherwise it is added", () => {
  const { result, code, message, items, cart, redirect } = open("/actions/cart/add/?product=17&amount=2");
  expect({ result, code, redirect }).toEqual({ result: "added", code: "added", redirect: "/kurv/" });
  expect(message).toEqual({ da: TEXT.OK, en: "The item has been put in your cart." });
  expect(items).toEqual([{ code: "added", message }]);
  expect(cart.lines).toEqual([
    {
      productId: "17",
      variantId: undefined,
      sku: undefined,
      title: "Vare 17",
      amount: 2,
      unitPrice: amountOf("100"),
      weight: undefined,
      additionalData: undefined,
      customised: [],
      standsAlone: false,
      soldOut: false,
    },
  ]);
});

describe("one bad item among several", () => {
  const items = '[{"product":17},{"product":404},{"product":5,"amount":0}]';

  test("of a plain link: the others are added, and each is reported", () => {
    const { result, code, items: reports, cart } = open(multi(items));
    expect({ result, code }).toEqual({ result: "partly-added", code: "product-unknown" });
    expect(reports.map((report) => report.code)).toEqual(["added", "product-unknown", "amount-invalid"]);
    expect(linesOf(cart)).toEqual(["17x1"]);
  });

  test("of a signed link: nothing is added, for an offer is one deal", () => {
    expectRefused(offer(items), "amount-invalid", TEXT.EMPTY);
    expectRefused(offer('[{"product":17,"price":1},{"product":404}]'), "product-unknown", TEXT.PRODUCT_NONE);
  });

  test("of a plain link with nothing else: the first reason is the answer", () => {
    expectRefused(multi('[{"product":404},{"product":99}]'), "product-unknown", TEXT.PRODUCT_NONE);
  });
});

describe("the first row that fits wins", () => {
  const everythingWrong = "expiryDays=31&amount=0&price=x&referralCode=" + "r".repeat(51);

  test.each([
    ["row 2 before row 6", "/actions/cart/add/?product=404&currency=x&sku=%80", "link-unreadable"],
    [
      "row 6 before row 7",
      `/actions/cart/add/?product=404&currency=x&${everythingWrong}`,
      "only-for-addmulti",
    ],
    ["row 9 before row 11", `/actions/cart/add/?product=404&${everythingWrong}`, "expiry-out-of-range"],
    [
      "row 11 before row 12",
      `/actions/cart/add/?product=404&price=x&referralCode=${"r".repeat(51)}`,
      "code-missing",
    ],
    [
      "row 12 before row 13",
      `/actions/cart/add/?product=404&amount=0&referralCode=${"r".repeat(51)}`,
      "referral-code-too-long",
    ],
    ["row 13 before row 15", "/actions/cart/add/?product=404&amount=0", "amount-invalid"],
    ["row 14 before row 15", offer('[{"product":404},{"product":17,"price":"x"}]'), "price-invalid"],
    [
      "row 15 before row 20",
      offer('[{"product":17,"currency":"EUR"},{"product":404,"currency":"DKK"}]'),
      "product-unknown",
    ],
  ])("%s", (_, target, code) => expect(open(target).code).toBe(code));
});
