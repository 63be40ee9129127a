import { describe, expect, test } from "vitest";
import { allowedClients } from "./verify/allowed-clients.ts";
import { emptyCart } from "./apply/shopper-cart.ts";
import { amountOf, EMPTY, linesOf, multi, offer, open, type Circumstances } from "./test-shop.ts";
import { A, C } from "./test-vectors.ts";

/*
 * One test for each row of the decision table. Each gives the code we keep stable and the Danish text of the shop.
 */

const TEXT = {
  CODE: "Ugyldig åben indkøbskurv kode",
  IP: "Ugyldig åben indkøbskurv IP-adresse",
  PRODUCT_NONE: "Produktet findes ikke",
  INVALID_URL: "Ugyldig url-parameter",
  CURRENCY:
    "Kunne ikke tilføje produktet/produkterne til indkøbskurven. Prøv venligst at ændre valuta for at matche valutaen i tilbuddet",
  DISABLED: "Den funktionalitet, du forsøger at bruge, er i øjeblikket ikke aktiveret på denne webshop.",
  EMPTY: "Husk at vælge antal",
  NO_STOCK: "Dette produkt er ikke på lager og kan derfor ikke bestilles.",
  INVALID_JSON: "Error - Invalid JSON input",
  OK: "Varen er lagt i din indkøbskurv.",
};

function expectRefused(target: string, code: string, text: string, circumstances: Circumstances = {}): void {
  const before = circumstances.cart ?? EMPTY;
  const outcome = open(target, circumstances);
  expect(outcome).toMatchObject({ result: "refused", code, message: { da: text }, redirect: "/kurv/" });
  expect(outcome.cart).toBe(before);
  expect(outcome.changes).toEqual([]);
}

function expectFrontPage(target: string, code: string): void {
  const outcome = open(target);
  expect(outcome).toMatchObject({ result: "front-page", code, message: undefined, redirect: "/" });
  expect(outcome.cart).toBe(EMPTY);
}

describe("row 1: a path that is neither action leads to the front page", () => {
  test.each([
    "/actions/cart/adds/?product=17",
    "/actions/cart/addmulti/more?input=[]",
    "/kurv/",
    "/ACTIONS/cart/add/?product=17",
    "",
    "?product=17",
    "javascript:alert(1)",
  ])("%s", (target) => expectFrontPage(target, "not-an-open-cart-link"));
});

describe("row 2: what cannot be read with certainty is an invalid URL", () => {
  test.each([
    ["a lone percent sign", "/actions/cart/add/?product=17&title=50%"],
    ["bytes that are not UTF-8", "/actions/cart/add/?product=17&sku=%80"],
    ["an overlong form", "/actions/cart/add/?product=17&sku=%C0%AF"],
    ["half a character", "/actions/cart/add/?product=17&sku=%ED%A0%80"],
    ["a control character", "/actions/cart/add/?product=17&sku=a%00b"],
    ["a line break", "/actions/cart/add/?product=17%0A"],
  ])("%s", (_, target) => expectRefused(target, "link-unreadable", TEXT.INVALID_URL));

  test.each(["product=17&price=349&price=1", "product=17&amount=1&amoun%74=9", "product=17&code=a&code=b"])(
    "the same parameter twice: %s",
    (query) => expectRefused(`/actions/cart/add/?${query}`, "parameter-twice", TEXT.INVALID_URL),
  );
});

describe("row 3: a link that names no product leads to the front page", () => {
  test.each(["amount=2", "", "variant=5", "product=&sku=", "product[99][amount]=1"])(
    "add with %s",
    (query) => {
      expectFrontPage(`/actions/cart/add/?${query}`, "no-product-named");
    },
  );

  test("addmulti with an item that names none", () => {
    expectFrontPage(multi('[{"product":17},{"amount":2}]'), "no-product-named");
  });

  test("addmulti without input", () => expectFrontPage("/actions/cart/addmulti/?product=17", "no-input"));
});

describe("row 4: input that is not JSON", () => {
  test.each(['[{"product":17]', '[{"product":17}', "product", "", '[{"product":17,}]'])("%s", (input) => {
    expectRefused(multi(input), "input-not-json", TEXT.INVALID_JSON);
  });

  test("is told even when the code is wrong too, or nobody would find the bracket", () => {
    expectRefused(multi('[{"product":17]', `&code=${C.code}`), "input-not-json", TEXT.INVALID_JSON);
  });
});

describe("row 5: JSON that is no list of items", () => {
  test.each(["[]", "{}", '{"product":17}', "17", "null", "[17]", "[null]", "[[]]", '[{"product":{}}]'])(
    "%s",
    (input) => {
      expectRefused(multi(input), "input-not-items", TEXT.INVALID_URL);
    },
  );

  test("more than 100 items", () => {
    const input = JSON.stringify(Array.from({ length: 101 }, () => ({ product: 17 })));
    expectRefused(multi(input), "too-many-items", TEXT.INVALID_URL);
  });
});

describe("row 6: currency and weight belong to addmulti", () => {
  test.each(["currency=DKK", "weight=0.2"])("add with %s", (parameter) => {
    expectRefused(`/actions/cart/add/?product=17&${parameter}`, "only-for-addmulti", TEXT.INVALID_URL);
  });
});

describe("row 7: extended links while the setting is off", () => {
  const off = { settings: { extended: false } };

  test.each([
    A.link,
    "/actions/cart/add/?product=17&price=1",
    "/actions/cart/add/?product=17&title=",
    multi('[{"product":17,"currency":"DKK"}]'),
    multi('[{"product":17,"weight":1}]'),
  ])("%s", (target) => expectRefused(target, "extended-off", TEXT.DISABLED, off));

  test("plain links are not touched", () => {
    expect(open("/actions/cart/add/?product=17", off).result).toBe("added");
  });
});

describe("row 8: extended links from an address that is not on the list", () => {
  const listed = { settings: { allowedClients: allowedClients("192.0.2.1; 192.0.2.2") } };

  test("are refused", () => expectRefused(A.link, "client-not-allowed", TEXT.IP, listed));

  test("are refused when the address is not known", () => {
    const visitor = { address: undefined, loggedIn: false };
    expectRefused(A.link, "client-not-allowed", TEXT.IP, { ...listed, visitor });
  });

  test("are followed from a listed address", () => {
    const visitor = { address: "192.0.2.2", loggedIn: false };
    expect(open(A.link, { ...listed, visitor }).result).toBe("added");
  });

  test("plain links are not touched", () => {
    expect(open("/actions/cart/add/?product=17", listed).result).toBe("added");
  });
});

describe("row 9: expiryDays that is no whole number from 0 to 30", () => {
  test.each(["31", "-1", "1.5", "", "abc", "1e1", "%2B5"])("%s", (days) => {
    const target = `/actions/cart/add/?product=17&expiryDays=${days}`;
    expectRefused(target, "expiry-out-of-range", TEXT.CODE);
  });
});

describe("row 10: expiryDays in the wrong place of a signed link", () => {
  const input = '[{"product":7,"price":89}]';

  test("before input", () => {
    const target = `/actions/cart/addmulti/?expiryDays=1&${multi(input, "", ["1", input]).split("?")[1] ?? ""}`;
    expectRefused(target, "expiry-misplaced", TEXT.CODE);
  });

  test("after referralCode", () => {
    const target = multi(input, "&referralCode=r&expiryDays=1", [input, "r", "1"]);
    expectRefused(target, "expiry-misplaced", TEXT.CODE);
  });

  test("before the product of an add link", () => {
    expectRefused(`/actions/cart/add/?expiryDays=1&product=17&code=${A.code}`, "expiry-misplaced", TEXT.CODE);
  });

  test("of a plain link does not matter", () => {
    expect(open(multi('[{"product":7}]', "&referralCode=r&expiryDays=1")).result).toBe("added");
  });
});

describe("row 11: a code that does not vouch for the link", () => {
  test.each(["price=1", "title=Billig"])("missing next to %s", (parameter) => {
    expectRefused(`/actions/cart/add/?product=17&${parameter}`, "code-missing", TEXT.CODE);
  });

  test.each(['"price":1', '"title":"x"', '"weight":1', '"currency":"DKK"'])("missing next to %s", (field) => {
    expectRefused(multi(`[{"product":17,${field}}]`), "code-missing", TEXT.CODE);
  });

  test.each(["", "abc", `${A.code}0`, "g".repeat(40)])("not 40 hex digits: %s", (code) => {
    expectRefused(`/actions/cart/add/?product=17&code=${code}`, "code-malformed", TEXT.CODE);
  });

  test("of another link", () => {
    expectRefused(`/actions/cart/add/?product=17&code=${A.code}`, "code-mismatch", TEXT.CODE);
  });

  test("without any secret to check it with", () => {
    expectRefused(A.link, "code-mismatch", TEXT.CODE, { settings: { secrets: [] } });
  });
});

describe("row 12: a referralCode of more than 50 characters", () => {
  test("is an invalid URL", () => {
    const target = `/actions/cart/add/?product=17&referralCode=${"r".repeat(51)}`;
    expectRefused(target, "referral-code-too-long", TEXT.INVALID_URL);
  });

  test("50 are fine", () => {
    expect(open(`/actions/cart/add/?product=17&referralCode=${"r".repeat(50)}`).result).toBe("added");
  });
});

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
