import { describe, expect, test } from "vitest";
import { NOW, open } from "../test-shop.ts";
import { CART_COOKIE, cartCookie, cartIdIn, linkAnswer } from "./link-answer.ts";

const ID = "0123456789abcdefABCDEF_-";

test("a link leads on to the cart, and neither caches nor other sites learn it", () => {
  expect(linkAnswer(open("/actions/cart/add/?product=17"))).toEqual({
    status: 303,
    headers: { Location: "/kurv/", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  });
});

test.each([
  ["/actions/cart/add/?product=17&returnUrl=//evil.example", "/kurv/"],
  ["/actions/cart/add/?product=17&returnUrl=%2Ftilbud%2F%0D%0ASet-Cookie:a=b", "/kurv/"],
  ["/actions/cart/add/?product=17&returnUrl=%2Ftilbud%2F", "/tilbud/"],
  ["/actions/cart/remove/?product=17", "/"],
])("%s leads to %s", (link, location) => {
  expect(linkAnswer(open(link)).headers["Location"]).toBe(location);
});

describe("the cookie of a cart", () => {
  test("lives as long as the cart", () => {
    const { cart } = open("/actions/cart/add/?product=17&expiryDays=7");
    expect(cartCookie(ID, cart.lifetime, NOW)).toBe(
      `__Host-cart=${ID}; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax`,
    );
  });

  test("ends with the session when the cart does, or when the account keeps the cart", () => {
    const session = `__Host-cart=${ID}; Path=/; HttpOnly; Secure; SameSite=Lax`;
    const { cart } = open("/actions/cart/add/?product=17&expiryDays=0");
    expect(cartCookie(ID, cart.lifetime, NOW)).toBe(session);
    expect(cartCookie(ID, { kind: "account" }, NOW)).toBe(session);
    expect(cartCookie(ID, undefined, NOW)).toBe(session);
  });

  test("of a cart that is over is over too", () => {
    const lifetime = { kind: "until", at: "2026-01-01T00:00:00.000Z" } as const;
    expect(cartCookie(ID, lifetime, NOW)).toContain("; Max-Age=0;");
  });

  test("comes back among others", () => {
    expect(cartIdIn(`a=b; ${CART_COOKIE}=${ID};c=d`)).toBe(ID);
  });

  test.each([
    null,
    "",
    "cart=0123456789abcdefABCDEF_-",
    `${CART_COOKIE}=short`,
    `${CART_COOKIE}=${"a".repeat(65)}`,
    `${CART_COOKIE}=${ID}'; DROP TABLE documents`,
    `${CART_COOKIE}=../${ID}`,
    `${CART_COOKIE}=${ID}; ${CART_COOKIE}=${"b".repeat(24)}`,
  ])("is not taken from %j", (header) => {
    expect(cartIdIn(header)).toBeUndefined();
  });
});
