import { describe, expect, test } from "vitest";
import { catalogueOf } from "./apply/catalogue.ts";
import { MOST_LINES } from "./limits.ts";
import { codeOf } from "./link-code.ts";
import { linkSecret } from "./link-secret.ts";
import {
  EMPTY,
  linesOf,
  multi,
  NOW,
  offer,
  open,
  openAll,
  PRINTED_SECRET,
  product,
  SAMPLE_SECRET,
  variant,
} from "./test-shop.ts";
import { A, B, C } from "./test-vectors.ts";
import { strictTrust } from "./verify/receiver-settings.ts";

const PLAIN = "/actions/cart/add/?product=17&amount=2";

describe("the links the manual prints", () => {
  test.each([
    ["with %20", A.link.replace(" ", "%20")],
    ["with +", A.link.replace(" ", "+")],
    ["with the space as it is printed", A.link],
    ["with its code in capitals", A.link.replace(A.code, A.code.toUpperCase())],
    ["without the slash before the question mark", A.link.replace("/?", "?")],
    ["with tracking parameters behind it", `${A.link}&utm_source=mail&fbclid=1`],
  ])("A %s puts the offer into the cart", (_, target) => {
    const { result, cart } = open(target);
    expect(result).toBe("added");
    expect(cart.lines).toMatchObject([
      { productId: "99", variantId: "5", amount: 1, unitPrice: "349", title: "Produkt A" },
    ]);
  });

  test("A with its parameters in another order is refused", () => {
    const moved = A.link.replace("amount=1&price=349", "price=349&amount=1");
    expect(open(moved).code).toBe("code-mismatch");
  });

  test("A with another price is refused", () => {
    expect(open(A.link.replace("price=349", "price=34")).code).toBe("code-mismatch");
  });

  test("B is taken with the notification it leaves out of the hash, and with one that is hashed", () => {
    const settings = { secrets: [SAMPLE_SECRET] };
    const hashed = codeOf(SAMPLE_SECRET, ["99", "A001", "5", "Produkt A", "349", "1", "false"]);
    const withNotification = B.link.replace("&code=", "&notification=false&code=");
    expect(open(B.link, { settings }).result).toBe("added");
    expect(open(withNotification, { settings }).result).toBe("added");
    expect(open(withNotification.replace(B.code, hashed), { settings }).result).toBe("added");
  });

  test("C as it is printed holds under the compatible trust, where its referral code counts as unsigned", () => {
    const { result, cart } = open(C.link);
    expect(result).toBe("added");
    expect(linesOf(cart)).toEqual(["7x2*@89", "9x4*@49"]);
    expect(cart).toMatchObject({ referral: { code: "live2024", signed: false } });
  });

  test("C as it is printed is refused under the strict trust, which wants everything hashed", () => {
    const settings = { trust: strictTrust };
    expect(open(C.link, { settings }).code).toBe("code-mismatch");
    const complete = C.link.replace(C.code, "0cc4231d4c5cd59e4c55f221cc46c562064a49b1");
    expect(open(complete, { settings })).toMatchObject({ cart: { referral: { signed: true } } });
  });
});

describe("which product a link means", () => {
  test.each([
    ["the amount is 1 when it is left out", "product=17", { productId: "17", amount: 1 }],
    ["a SKU alone finds the product", "sku=B020", { productId: "20" }],
    ["an id and a SKU may agree", "product=20&sku=B020", { productId: "20" }],
    ["the SKU of a variant alone names the variant", "sku=A001-5", { productId: "99", variantId: "5" }],
    ["the SKU of a variant names it next to the product", "product=99&sku=A001-10", { variantId: "10" }],
    [
      "a product and a variant",
      "product=99&variant=10",
      { variantId: "10", unitPrice: "549", sku: "A001-10" },
    ],
    ["a shared SKU is no matter next to the product", "product=81&sku=SHARED", { productId: "81" }],
    [
      "a variant's title and weight come before the product's",
      "product=99&variant=5",
      { title: "Trøje, blå", weight: "0.3", unitPrice: "499" },
    ],
    ["blank ids mean nothing", "product=&sku=B020&variant=", { productId: "20" }],
  ])("%s", (_, query, line) => {
    expect(open(`/actions/cart/add/?${query}`).cart.lines).toMatchObject([line]);
  });

  test("numbers in JSON may be written as texts, and null means nothing", () => {
    const input =
      '[{"product":"99","variant":"5","amount":"2","sku":null,"additionalData":null,"colour":"red"}]';
    expect(open(multi(input)).cart.lines).toMatchObject([{ productId: "99", variantId: "5", amount: 2 }]);
  });

  test("next to the id of a placeholder product the SKU is what to show", () => {
    const { cart } = open(offer('[{"product":50,"sku":"AFTALE-7","title":"Gulv efter mål","price":1250.5}]'));
    const line = {
      productId: "50",
      sku: "AFTALE-7",
      title: "Gulv efter mål",
      unitPrice: "1250.5",
      standsAlone: true,
    };
    expect(cart.lines).toMatchObject([line]);
  });

  test("a placeholder product can be found by its own SKUs, as any other", () => {
    const shell = product("50", {
      kind: "placeholder",
      variants: [variant("1", { sku: "S-1" }), variant("2")],
    });
    const { cart } = open("/actions/cart/add/?sku=S-1", { catalogue: catalogueOf([shell]) });
    expect(cart.lines).toMatchObject([{ productId: "50", variantId: "1" }]);
  });

  test("characters that turn the reading direction are taken out of a title", () => {
    const input = '[{"product":17,"title":"Kop \u202Emoc.live"}]';
    expect(open(offer(input)).cart.lines).toMatchObject([{ title: "Kop moc.live" }]);
  });
});

describe("notification", () => {
  test("false hides the texts, but never the codes", () => {
    const outcome = open(multi('[{"product":17},{"product":404}]', "&notification=false"));
    expect(outcome).toMatchObject({ result: "partly-added", code: "product-unknown", message: undefined });
    expect(outcome.items).toEqual([
      { code: "added", message: undefined },
      { code: "product-unknown", message: undefined },
    ]);
    expect(open("/actions/cart/add/?product=404&notification=false").message).toBeUndefined();
    expect(open("/actions/cart/addmulti/?input=x&notification=false")).toMatchObject({
      code: "input-not-json",
      message: undefined,
    });
  });

  test("any other value shows them", () => {
    for (const value of ["true", "0", "", "FALSE"]) {
      expect(open(`${PLAIN}&notification=${value}`).message).toBeDefined();
    }
  });
});

describe("expiryDays", () => {
  test.each([
    ["", { kind: "until", at: "2026-03-31T10:00:00.000Z" }],
    ["&expiryDays=30", { kind: "until", at: "2026-03-31T10:00:00.000Z" }],
    ["&expiryDays=1", { kind: "until", at: "2026-03-02T10:00:00.000Z" }],
    ["&expiryDays=0", { kind: "session" }],
  ])("a guest's cart with '%s'", (more, lifetime) => {
    expect(open(PLAIN + more).cart.lifetime).toEqual(lifetime);
  });

  test("says nothing about the cart of a customer who is logged in", () => {
    const visitor = { address: undefined, loggedIn: true };
    expect(open(`${PLAIN}&expiryDays=1`, { visitor }).cart.lifetime).toEqual({ kind: "account" });
  });

  test("of the latest link holds for the whole cart", () => {
    const cart = openAll(`${PLAIN}&expiryDays=1`, `${PLAIN}&expiryDays=7`);
    expect(cart.lifetime).toEqual({ kind: "until", at: "2026-03-08T10:00:00.000Z" });
  });
});

describe("referralCode", () => {
  const tracked = `${PLAIN}&referralCode=AC-R2-7K3M9Q2X5T8BV4`;

  test("of a plain link is kept, but not as the issuer's", () => {
    expect(open(tracked).cart.referral).toEqual({ code: "AC-R2-7K3M9Q2X5T8BV4", signed: false });
  });

  test("makes a link work once for a cart: the second use changes nothing", () => {
    const { cart } = open(tracked);
    const again = open(tracked, { cart });
    expect(again).toMatchObject({ result: "already-added", code: "already-added", changes: [] });
    expect(again.message?.da).toBe("Varerne fra dette link er allerede lagt i din indkøbskurv.");
    expect(again.cart).toBe(cart);
  });

  test("makes it work once whatever the holder and the mail program put behind it", () => {
    const { cart } = open(tracked);
    for (const more of ["&stack=1", "&utm_source=mail", "&notification=false", "&expiryDays=3"]) {
      expect(open(tracked + more, { cart }).result).toBe("already-added");
    }
  });

  test("makes it work again on another cart", () => {
    open(tracked);
    expect(open(tracked).result).toBe("added");
  });

  test("that stands on two links lets each of them add its items", () => {
    const cart = openAll(
      "/actions/cart/add/?product=17&referralCode=live2024",
      "/actions/cart/add/?product=5&referralCode=live2024",
    );
    expect(linesOf(cart)).toEqual(["17x1", "5x1"]);
  });

  test("of the last hundred links is remembered, so that a cart does not grow without end", () => {
    const targets = Array.from(
      { length: 101 },
      (_, at) => `/actions/cart/add/?product=17&stack=1&referralCode=r${at}`,
    );
    const cart = openAll(...targets);
    expect(cart.used.length).toBe(100);
    expect(open(targets[100] ?? "", { cart }).result).toBe("already-added");
  });

  test("of a link that could not be used leaves it unused", () => {
    const late = "/actions/cart/add/?product=404&referralCode=r";
    expect(open(late, { cart: open(late).cart }).code).toBe("product-unknown");
  });
});

describe("several secrets", () => {
  const current = linkSecret("k3V9tQz7LmP2xW8rYb4Nc6");
  if (current.kind !== "secret") throw new Error("the secret of this test is too weak");
  const secrets = [current.secret, PRINTED_SECRET];

  test("let the links of the one before work on during a rotation", () => {
    const input = '[{"product":17,"price":1}]';
    const fresh = multi(input, `&code=${codeOf(current.secret, [input])}`);
    expect(open(fresh, { settings: { secrets } }).result).toBe("added");
    expect(open(A.link, { settings: { secrets } }).result).toBe("added");
    expect(open(A.link, { settings: { secrets: [current.secret] } }).code).toBe("code-mismatch");
  });
});

describe("a register of issued links", () => {
  const input = '[{"product":17,"price":1}]';
  const target = offer(input);
  const code = codeOf(PRINTED_SECRET, [input]);
  const entry = { hashed: [{ name: "input", value: input }], notAfter: undefined, usesLeft: undefined };
  const trust = { ...strictTrust, signedAdd: "registered", signedAddMulti: "registered" } as const;

  test("lets through what it knows", () => {
    const issued = new Map([[code, entry]]);
    expect(open(target, { issued, settings: { trust } }).result).toBe("added");
  });

  test("knows a code also when the link has it in capitals", () => {
    const issued = new Map([[code, entry]]);
    expect(open(target.replace(code, code.toUpperCase()), { issued, settings: { trust } }).result).toBe(
      "added",
    );
  });

  test("stops what it does not know, though the code is right", () => {
    expect(open(target, { issued: new Map(), settings: { trust } }).code).toBe("link-not-issued");
    expect(open(target, { settings: { trust } }).code).toBe("link-not-issued");
  });

  test("ends a link after its last moment, also where every right code is accepted", () => {
    const issued = new Map([[code, { ...entry, notAfter: NOW }]]);
    expect(open(target, { issued }).result).toBe("added");
    expect(open(target, { issued, now: new Date(NOW.getTime() + 1) }).code).toBe("link-expired");
  });

  test("ends a link after its last use", () => {
    const issued = new Map([[code, { ...entry, usesLeft: 0 }]]);
    expect(open(target, { issued })).toMatchObject({ result: "refused", code: "link-used-up" });
  });

  test("still tells a shopper who used it up that the items are in the cart", () => {
    const once = multi(input, "&referralCode=r", [input, "r"]);
    const hashed = [...entry.hashed, { name: "referralCode", value: "r" }];
    const key = codeOf(PRINTED_SECRET, [input, "r"]);
    const { cart } = open(once, { issued: new Map([[key, { ...entry, hashed, usesLeft: 1 }]]) });
    const issued = new Map([[key, { ...entry, hashed, usesLeft: 0 }]]);
    expect(open(once, { issued, cart }).code).toBe("already-added");
    expect(open(once, { issued }).code).toBe("link-used-up");
  });
});

describe("where the shopper is led", () => {
  test("to the cart, or to the returnUrl when it is on our own site", () => {
    expect(open(PLAIN).redirect).toBe("/kurv/");
    expect(open(`${PLAIN}&returnUrl=%2Fkopper%2F%3Fside%3D2`).redirect).toBe("/kopper/?side=2");
    expect(open(`${PLAIN}&returnUrl=https%3A%2F%2Fevil.example%2F`).redirect).toBe("/kurv/");
  });

  test("by a refused link too", () => {
    expect(open("/actions/cart/add/?product=404&returnUrl=%2Fkopper%2F").redirect).toBe("/kopper/");
  });
});

test("a cart does not grow without end", () => {
  const line = open(PLAIN).cart.lines;
  const full = { ...EMPTY, lines: Array.from({ length: MOST_LINES }, () => line).flat() };
  expect(open(PLAIN, { cart: full })).toMatchObject({ result: "refused", code: "cart-full" });
  expect(open(`${PLAIN}&stack=1`, { cart: full }).result).toBe("added");
  const heavy = open("/actions/cart/add/?product=17&amount=99999").cart;
  expect(open(`${PLAIN}&stack=1`, { cart: heavy }).code).toBe("amount-invalid");
});
