import { expect, test } from "vitest";
import { amountOf, EMPTY, multi, offer, open } from "../open-cart/test-shop.ts";
import { canCheckOut, cartTotal, lineTotal } from "./shopper-cart.ts";

test("a line costs its unit price times its amount, exactly", () => {
  const { cart } = open(offer('[{"product":17,"amount":3,"price":0.1},{"product":5,"amount":2}]'));
  expect(cart.lines.map(lineTotal)).toEqual(["0.3", "200"]);
  expect(cartTotal(cart)).toBe("200.3");
});

test("an empty cart and one with a sold-out line cannot go to the checkout", () => {
  expect(canCheckOut(EMPTY)).toBe(false);
  expect(canCheckOut(open(multi('[{"product":17}]')).cart)).toBe(true);
  expect(canCheckOut(open(multi('[{"product":17},{"product":70}]')).cart)).toBe(false);
});

test("a line that grows takes today's price and stock", () => {
  const { cart } = open("/actions/cart/add/?product=70");
  const lines = cart.lines.map((line) => ({ ...line, unitPrice: amountOf("80"), soldOut: false }));
  const grown = open("/actions/cart/add/?product=70&stack=1", { cart: { ...cart, lines } }).cart;
  expect(grown.lines).toMatchObject([{ amount: 2, unitPrice: "100", soldOut: true }]);
});

test("a cart comes back from JSON as it went there", () => {
  const { cart } = open(offer('[{"product":99,"variant":5,"price":349,"title":"<b>Blå</b>"}]'));
  const again: unknown = JSON.parse(JSON.stringify(cart));
  expect(again).toEqual(cart);
});
