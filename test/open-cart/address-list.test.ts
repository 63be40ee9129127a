import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkShop, saidOn, signedMulti, type LinkShop } from "./link-shop.ts";

/* A shop whose offers may only be opened at another place than this one. */

let shop: LinkShop;

beforeAll(async () => {
  shop = await openLinkShop({ AllowedClients: "192.0.2.7", Language: "en" });
});

afterAll(() => shop.close());

it.each([
  ["as it comes", {}],
  ["pretending to be on the list", { "x-forwarded-for": "192.0.2.7" }],
  ["pretending twice", { "x-forwarded-for": "192.0.2.7, 192.0.2.7:80", "x-real-ip": "192.0.2.7" }],
])("an offer opened by somebody who is not on the list, %s, is refused", async (_how, headers) => {
  const browser = shop.browser();
  await browser.get(signedMulti(shop.secret, '[{"product":17,"price":80}]'), { headers });
  expect(browser.cart()).toBeUndefined();
  // in the language of the settings, whatever the browser speaks
  expect(saidOn((await browser.get("/kurv/")).body)).toEqual(["Invalid open cart IP address"]);
});

it("a plain link is not held to the list", async () => {
  const browser = shop.browser();
  await browser.get("/actions/cart/add/?product=17");
  expect(browser.cart()?.lines).toHaveLength(1);
});
