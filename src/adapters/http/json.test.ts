import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "./json.ts";

test("a number that a float cannot hold exactly stays its text", () => {
  expect(parseJson('{"id":9007199254740993,"quantity":2.0000000,"price":19.99,"count":3}')).toEqual({
    id: "9007199254740993",
    quantity: "2.0000000",
    price: 19.99,
    count: 3,
  });
});

test("no digit of any integer is lost", () => {
  fc.assert(
    fc.property(fc.bigInt(), (id) => {
      expect(String(parseJson(id.toString()))).toBe(id.toString());
    }),
  );
});

test("everything else is what JSON says", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      // whatever fast-check wrote as JSON, with numbers that are exact
      const exact = JSON.stringify(JSON.parse(text));
      expect(parseJson(exact)).toEqual(JSON.parse(exact));
    }),
  );
});

test("a byte-order mark in front does no harm", () => {
  expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
});

test.each([
  ["nothing", ""],
  ["a page", "<!doctype html><p>sign in</p>"],
  ["half of it", '{"value":['],
  ["depth", "[".repeat(200_000)],
])("what is not JSON is undefined: %s", (_name, text) => {
  expect(parseJson(text)).toBeUndefined();
});

test("a member called __proto__ stays a member", () => {
  const parsed = parseJson('{"__proto__":{"isAdmin":true}}');
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  expect(parsed).not.toHaveProperty("isAdmin");
});
