import { afterEach, describe, expect, test } from "vitest";
import { ConnectorError } from "../../cart/connector-error.ts";
import { codeOf } from "../link-code.ts";
import { linkSecret, type LinkSecret } from "../link-secret.ts";
import { amountOf, PRINTED_SECRET } from "../test-shop.ts";
import { A, AM1 } from "../test-vectors.ts";
import { buildLink, type BuiltLink } from "./build-link.ts";
import { faultText } from "./link-fault.ts";
import type { LinkItem } from "./link-item.ts";
import type { LinkOptions } from "./link-options.ts";
import type { LinkOrder } from "./link-order.ts";

const shop = "https://minshop.dk";
const item: LinkItem = { product: "17", amount: 2 };
const offer: LinkItem = { ...item, price: amountOf("89"), title: "Tilbud" };
const secret = strong("k3V9tQz7LmP2xW8rYb4Nc6");

function strong(text: string): LinkSecret {
  const check = linkSecret(text);
  if (check.kind === "refused") throw new Error(check.expected);
  return check.secret;
}

function link(order: LinkOrder): BuiltLink {
  const result = buildLink(order);
  if (result.kind === "refused") throw new Error(result.faults.map(faultText).join("; "));
  return result;
}

function faults(order: LinkOrder): readonly string[] {
  const result = buildLink(order);
  return result.kind === "refused" ? result.faults.map(({ where, expected }) => `${where}: ${expected}`) : [];
}

describe("each kind of link", () => {
  test("plain add", () => {
    expect(link({ kind: "add", shop, item: { product: "99", variant: "10", amount: 1 } })).toEqual({
      kind: "link",
      url: "https://minshop.dk/actions/cart/add/?product=99&variant=10&amount=1",
      html: "https://minshop.dk/actions/cart/add/?product=99&amp;variant=10&amp;amount=1",
      code: undefined,
      hashed: [],
      warnings: [],
    });
  });

  test("signed add: the manual's first example gets the manual's code", () => {
    const lamp = { product: "99", variant: "5", price: amountOf("349"), title: "Produkt A" };
    // the builder puts the title before the price, so the values are the manual's and the order is not
    const built = link({ kind: "signed-add", shop, item: lamp, secret: PRINTED_SECRET });
    expect(built.hashed.map(({ value }) => value)).toEqual(["99", "5", "1", "Produkt A", "349"]);
    expect(codeOf(PRINTED_SECRET, ["99", "5", "1", "349", "Produkt A"])).toBe(A.code);
    expect(built.code).toBe(codeOf(PRINTED_SECRET, ["99", "5", "1", "Produkt A", "349"]));
    expect(built.url).toBe(
      `https://minshop.dk/actions/cart/add/?product=99&variant=5&amount=1&title=Produkt%20A&price=349&code=${built.code ?? ""}`,
    );
    expect(built.warnings).toEqual(["signed-add-is-forgeable"]);
  });

  test("plain addmulti", () => {
    const { url, code } = link({ kind: "add-multi", shop, items: [item, { sku: 'A "1"' }] });
    expect(decodeURIComponent(url)).toBe(
      'https://minshop.dk/actions/cart/addmulti/?input=[{"product":17,"amount":2},{"sku":"A \\"1\\"","amount":1}]',
    );
    expect(code).toBeUndefined();
  });

  test("signed addmulti: every field of an item, in the one order that makes links reproducible", () => {
    const items = [
      {
        title: "Tilbud",
        weight: amountOf("0.2"),
        currency: "DKK",
        price: amountOf("199.95"),
        amount: 2,
        variant: "34",
        product: "12",
      },
    ];
    const { code, hashed } = link({ kind: "signed-add-multi", shop, items, secret: PRINTED_SECRET });
    expect(hashed).toEqual([{ name: "input", value: AM1.input }]);
    expect(code).toBe(AM1.code);
  });
});

describe("what a link asks for besides its items", () => {
  const all: LinkOptions = { notification: false, expiryDays: 7, referralCode: "AC-R1-7K3M9Q", stack: true };

  test("stands in the one order the shop takes, with the code last", () => {
    const { url, code } = link({ kind: "signed-add", shop, item: offer, secret, options: all });
    expect(url.split("?")[1]).toBe(
      `product=17&amount=2&title=Tilbud&price=89&notification=false&expiryDays=7&referralCode=AC-R1-7K3M9Q&stack=1&code=${code ?? ""}`,
    );
  });

  test("is hashed, except stack", () => {
    const { hashed } = link({ kind: "signed-add-multi", shop, items: [offer], secret, options: all });
    expect(hashed.map(({ name }) => name)).toEqual(["input", "notification", "expiryDays", "referralCode"]);
  });

  test("is left out where it is not asked for", () => {
    const { url } = link({ kind: "add", shop, item, options: { stack: false, expiryDays: undefined } });
    expect(url).toBe("https://minshop.dk/actions/cart/add/?product=17&amount=2");
  });

  test.each([
    [{ expiryDays: -1 }, "expiryDays: days-to-keep"],
    [{ expiryDays: 31 }, "expiryDays: days-to-keep"],
    [{ expiryDays: 1.5 }, "expiryDays: days-to-keep"],
    [{ referralCode: "r".repeat(51) }, "referralCode: a-referral-code"],
    [{ referralCode: "juleløb" }, "referralCode: a-referral-code"],
    [{ referralCode: "" }, "referralCode: a-referral-code"],
  ] as const)("%j is refused", (options, fault) => {
    expect(faults({ kind: "add", shop, item, options })).toEqual([fault]);
  });
});

describe("percent-encoding", () => {
  test("leaves no character to chance: quotes, brackets, stars and spaces too", () => {
    const title = `50% & "it's" (blå/grøn)* + 100 €`;
    const { url } = link({ kind: "signed-add", shop, item: { product: "17", title }, secret });
    expect(url.split("?")[1]).toMatch(/^[\w.~%&=-]+$/);
    expect(new URL(url).searchParams.get("title")).toBe(title);
  });

  test("the address for HTML survives an HTML parser: no & stands before a name", () => {
    const { html } = link({ kind: "add", shop, item, options: { notification: false } });
    expect(html).toContain("&amp;notification=false");
    expect(html.replaceAll("&amp;", "")).not.toContain("&");
  });
});

describe("what the shop would refuse is not built", () => {
  test.each<[string, LinkItem]>([
    ["item: product-or-sku", {}],
    ["item.product: a-record-number", { product: "0" }],
    ["item.product: a-record-number", { product: "9007199254740993" }],
    ["item.sku: a-text-to-show", { sku: " " }],
    ["item.variant: a-record-number", { ...item, variant: "x" }],
    ["item.amount: pieces", { ...item, amount: 0 }],
    ["item.amount: pieces", { ...item, amount: 1.5 }],
    ["item.amount: pieces", { ...item, amount: NaN }],
    ["item.amount: pieces", { ...item, amount: 100_000 }],
    ["item.title: a-text-to-show", { ...item, title: "x".repeat(256) }],
    ["item.title: a-text-to-show", { ...item, title: "a\nb" }],
    ["item.title: a-text-to-show", { ...item, title: "\uD800" }],
    ["item.title: a-text-to-show", { ...item, title: "\u202Egnp.exe" }],
    ["item.price: a-price", { ...item, price: amountOf("-1") }],
    ["item.price: a-price", { ...item, price: amountOf("1.999") }],
    ["item.price: a-price", { ...item, price: amountOf("1000000000") }],
    ["item.currency: an-addmulti-link", { ...item, currency: "DKK" }],
    ["item.weight: an-addmulti-link", { ...item, weight: amountOf("1") }],
  ])("%s", (fault, bad) => {
    expect(faults({ kind: "signed-add", shop, item: bad, secret })).toEqual([fault]);
  });

  test.each(["title", "price", "currency", "weight"] as const)("%s in a plain link", (field) => {
    const given = { title: "x", price: amountOf("1"), currency: "DKK", weight: amountOf("1") }[field];
    const items = [item, { ...item, [field]: given }];
    expect(faults({ kind: "add-multi", shop, items })).toEqual([`items[1].${field}: a-signed-link`]);
  });

  test("a list without items, with too many, or with two currencies", () => {
    const many = Array.from({ length: 101 }, () => item);
    const mixed = ["DKK", "EUR"].map((currency) => ({ ...item, currency }));
    expect(faults({ kind: "add-multi", shop, items: [] })).toEqual(["items: some-items"]);
    expect(faults({ kind: "add-multi", shop, items: many })).toEqual(["items: some-items"]);
    expect(faults({ kind: "signed-add-multi", shop, items: mixed, secret })).toEqual(["items: one-currency"]);
  });

  test.each([
    "http://minshop.dk",
    "minshop.dk",
    "https://minshop.dk/?a=1",
    "https://minshop.dk/#x",
    "https://minshop.dk/da",
    "https://me:secret@minshop.dk",
    "ftp://minshop.dk",
  ])("the shop address %s", (address) => {
    expect(faults({ kind: "add", shop: address, item })).toEqual(["shop: a-shop-address"]);
  });

  test.each(["http://localhost:7071", "http://127.0.0.1:8080", "https://minshop.dk/"])(
    "but the shop address %s is fine",
    (address) => {
      expect(faults({ kind: "add", shop: address, item })).toEqual([]);
    },
  );

  test("everything wrong is named together, and no value is repeated", () => {
    const order: LinkOrder = {
      kind: "add-multi",
      shop: "x",
      items: [{ sku: "\u0007hush" }],
      options: { expiryDays: 99 },
    };
    const result = buildLink(order);
    expect(result.kind === "refused" && result.faults.map(faultText)).toEqual([
      "shop: expected the https address of the shop alone, without path, query, fragment or sign-in",
      "items[0].sku: expected 1 to 255 characters, without control characters and direction turns",
      "expiryDays: expected a whole number from 0 to 30",
    ]);
    expect(JSON.stringify(result)).not.toContain("hush");
  });
});

describe("long links", () => {
  const titled = (length: number, count: number) => {
    return Array.from({ length: count }, () => ({ ...item, title: "æ".repeat(length) }));
  };

  test("of more than 2,000 characters are built with a warning", () => {
    expect(link({ kind: "signed-add-multi", shop, items: titled(255, 2), secret }).warnings).toEqual([
      "long-link",
    ]);
  });

  test("of more than 16 KiB are refused: the shop would not take them", () => {
    const order: LinkOrder = { kind: "signed-add-multi", shop, items: titled(255, 20), secret };
    expect(faults(order)).toEqual(["items: a-shorter-link"]);
  });
});

describe("in a browser", () => {
  afterEach(() => void Reflect.deleteProperty(globalThis, "window"));

  test("nothing is signed: everybody could read the secret there", () => {
    Reflect.set(globalThis, "window", {});
    expect(() => buildLink({ kind: "signed-add", shop, item: offer, secret })).toThrow(ConnectorError);
    expect(buildLink({ kind: "add", shop, item }).kind).toBe("link");
  });
});
