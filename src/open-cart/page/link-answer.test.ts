import { expect, test } from "vitest";
import { open } from "../test-shop.ts";
import { linkAnswer } from "./link-answer.ts";

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
