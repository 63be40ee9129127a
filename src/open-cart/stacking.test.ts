import { expect, test } from "vitest";
import { linesOf, multi, offer, openAll } from "./test-shop.ts";

/*
 * Each case of the stacking table: the links opened one after another on an empty cart, and the cart afterwards.
 */

const TWO_OF_17 = "/actions/cart/add/?product=17&amount=2";
const MIXED = '[{"product":5,"amount":2},{"product":14,"amount":5,"price":12,"title":"customtitle"}]';

function cartAfter(...targets: readonly string[]): readonly string[] {
  return linesOf(openAll(...targets));
}

test("1.1: a product goes into the empty cart", () => {
  expect(cartAfter(TWO_OF_17)).toEqual(["17x2"]);
});

test("1.2: the same link again makes a second line", () => {
  expect(cartAfter(TWO_OF_17, TWO_OF_17)).toEqual(["17x2", "17x2"]);
  expect(cartAfter(TWO_OF_17, `${TWO_OF_17}&stack=0`)).toEqual(["17x2", "17x2"]);
  expect(cartAfter(TWO_OF_17, `${TWO_OF_17}&stack=false`)).toEqual(["17x2", "17x2"]);
});

test("1.3a: with stack=1 the line grows instead", () => {
  expect(cartAfter(TWO_OF_17, `${TWO_OF_17}&stack=1`)).toEqual(["17x4"]);
});

test("1.3b: of two equal lines the first grows", () => {
  expect(cartAfter(TWO_OF_17, TWO_OF_17, `${TWO_OF_17}&stack=1`)).toEqual(["17x4", "17x2"]);
});

test("2.1: a plain and a customised product make two lines", () => {
  expect(cartAfter(offer(MIXED))).toEqual(["5x2", "14x5*@12"]);
});

test("2.2: with stack=1 the plain one grows and the customised one stands alone", () => {
  expect(cartAfter(offer(MIXED), `${offer(MIXED)}&stack=1`)).toEqual(["5x4", "14x5*@12", "14x5*@12"]);
});

test("2.3: a plain line does not grow onto a customised one of the same product", () => {
  const plain = multi('[{"product":14}]', "&stack=true");
  expect(cartAfter(offer(MIXED), `${offer(MIXED)}&stack=1`, plain)).toEqual([
    "5x4",
    "14x5*@12",
    "14x5*@12",
    "14x1",
  ]);
});

test("2.4: one link that names a product twice makes one line with stack=1", () => {
  const twice = '[{"product":5,"amount":2},{"product":5,"amount":3}]';
  expect(cartAfter(multi(twice, "&stack=1"))).toEqual(["5x5"]);
  expect(cartAfter(multi(twice))).toEqual(["5x2", "5x3"]);
});

test("an offer does not grow onto a plain line of the same product", () => {
  const cheap = `${offer('[{"product":17,"price":12}]')}&stack=1`;
  expect(cartAfter(TWO_OF_17, cheap)).toEqual(["17x2", "17x1*@12"]);
});

test("adding stack to a signed link needs no new code", () => {
  const signed = offer('[{"product":5,"price":12}]');
  expect(cartAfter(`${signed}&stack=1`)).toEqual(["5x1*@12"]);
});

test("variants are different products, and so are different extra options", () => {
  const blue = "/actions/cart/add/?product=99&variant=5&stack=1";
  const other = "/actions/cart/add/?product=99&variant=10&stack=1";
  expect(cartAfter(blue, other, blue)).toEqual(["99x2", "99x1"]);
  const engraved = multi('[{"product":17,"additionalData":[{"id":1,"choice":"A"}]}]', "&stack=1");
  expect(cartAfter(TWO_OF_17, engraved, engraved)).toEqual(["17x2", "17x2"]);
});

test("a placeholder product never stacks, whatever the link sets", () => {
  const placeholder = "/actions/cart/add/?product=50&stack=1";
  expect(cartAfter(placeholder, placeholder)).toEqual(["50x1", "50x1"]);
});

test("a title, a weight or a currency alone customises too", () => {
  for (const field of ['"title":"x"', '"weight":1', '"currency":"DKK"']) {
    const target = `${offer(`[{"product":5,${field}}]`)}&stack=1`;
    expect(cartAfter(target, target)).toEqual(["5x1*@100", "5x1*@100"]);
  }
});
