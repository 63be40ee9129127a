import { describe, expect, test } from "vitest";
import { NOW, open } from "../test-shop.ts";
import { cartCookie, cartIdIn, saidCookie, saidIn, saidNoMore } from "./cart-cookies.ts";

const ID = "0123456789abcdefABCDEF_-";
const HTTPS = { name: "cart", secure: true };
const LOOPBACK = { name: "cart", secure: false };

describe("the cookie of a cart", () => {
  test("lives as long as the cart, and only the server of this host sees it", () => {
    const { lifetime } = open("/actions/cart/add/?product=17&expiryDays=7").cart;
    expect(cartCookie(HTTPS, ID, { lifetime, now: NOW })).toEqual({
      ...{ name: "__Host-cart", value: ID, path: "/", maxAge: 604_800 },
      ...{ httpOnly: true, secure: true, sameSite: "Lax" },
    });
  });

  test("does without https on this machine", () => {
    expect(cartCookie(LOOPBACK, ID, { lifetime: undefined, now: NOW })).toMatchObject({
      ...{ name: "cart", httpOnly: true, secure: false, sameSite: "Lax" },
    });
  });

  test("ends with the session when the cart does, or when the account keeps the cart", () => {
    const { lifetime } = open("/actions/cart/add/?product=17&expiryDays=0").cart;
    for (const one of [lifetime, { kind: "account" } as const, undefined]) {
      expect(cartCookie(HTTPS, ID, { lifetime: one, now: NOW })).not.toHaveProperty("maxAge");
    }
  });

  test("of a cart that is over is over too", () => {
    const lifetime = { kind: "until", at: "2026-01-01T00:00:00.000Z" } as const;
    expect(cartCookie(HTTPS, ID, { lifetime, now: NOW }).maxAge).toBe(0);
  });

  test("comes back among others", () => {
    expect(cartIdIn(`a=b; __Host-cart=${ID};c=d`, HTTPS)).toBe(ID);
    expect(cartIdIn(`a=b; cart=${ID};c=d`, LOOPBACK)).toBe(ID);
  });

  test.each([
    null,
    "",
    `cart=${ID}`,
    "__Host-cart=short",
    `__Host-cart=${"a".repeat(65)}`,
    `__Host-cart=${ID}'; DROP TABLE documents`,
    `__Host-cart=../${ID}`,
    `__Host-cart=${ID}; __Host-cart=${"b".repeat(24)}`,
    `x__Host-cart=${ID}`,
  ])("is not taken from %j", (header) => {
    expect(cartIdIn(header, HTTPS)).toBeUndefined();
  });
});

describe("the cookie of what became of a link", () => {
  test("carries our codes to the next page, each once, and is taken back there", () => {
    const said = saidCookie(HTTPS, ["product-unknown", "added", "added"]);
    expect(said).toMatchObject({ name: "__Host-cart-said", value: "product-unknown.added", maxAge: 120 });
    expect(saidIn(`__Host-cart-said=${said.value}`, HTTPS)).toEqual(["product-unknown", "added"]);
    expect(saidNoMore(HTTPS)).toMatchObject({ name: "__Host-cart-said", value: "", maxAge: 0 });
  });

  test.each([
    [null, []],
    ["__Host-cart-said=", []],
    ["__Host-cart-said=<script>.added.toString.__proto__", ["added"]],
    ["cart-said=added", []],
    [`__Host-cart-said=${"x.".repeat(30)}added`, []],
  ])("says of %j no more than %j", (header, codes) => {
    expect(saidIn(header, HTTPS)).toEqual(codes);
  });
});
