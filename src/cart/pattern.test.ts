import fc from "fast-check";
import { expect, it } from "vitest";
import { fits } from "./pattern.ts";

it.each([
  ["noreply@*", "NoReply@example.com"],
  ["*@internal.example", "kim@internal.example"],
  ["TEST*", "test-17"],
  ["TEST*", "TEST"],
  ["*", ""],
  ["a*b*c", "a-bb-b-c"],
  [" exact ", "EXACT"],
  ["*abab", "ababab"],
])("%j fits %j", (pattern, text) => {
  expect(fits(pattern, text)).toBe(true);
});

it.each([
  ["noreply@*", "my-noreply@example.com"],
  ["*@internal.example", "kim@internal.example.com"],
  ["TEST*", "LATEST"],
  ["a*b*c", "a-c-b"],
  ["", "a"],
  ["a.c", "abc"],
  ["[a]+", "a"],
])("%j does not fit %j", (pattern, text) => {
  expect(fits(pattern, text)).toBe(false);
});

it("means what a regular expression with .* means", () => {
  const few = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  fc.assert(
    fc.property(few, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 }), (pattern, text) => {
      const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text);
      expect(fits(pattern, text)).toBe(expected);
    }),
  );
});

it("takes no time for patterns that are made to take long", () => {
  expect(fits(`${"a*".repeat(150)}b`, "a".repeat(20_000))).toBe(false);
});
