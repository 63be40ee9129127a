import { describe, expect, test } from "vitest";
import { expectFrontPage, expectRefused, TEXT } from "./test-outcomes.ts";
import { multi, open } from "./test-shop.ts";
import { A, C } from "./test-vectors.ts";
import { allowedClients } from "./verify/allowed-clients.ts";

/*
 * One test for each row of the decision table, rows 1 to 12: the link as a whole. Each gives the code we keep stable and the Danish text.
 */

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
