import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findJsonFault } from "./json-fault.ts";

describe("the first fault of a text that should be JSON", () => {
  test.each([
    ["a missing comma", '{\n  "a": 1\n  "b": 2\n}', 3, 3, "a comma or }"],
    ["a missing colon", '{ "a" 1 }', 1, 7, "a colon"],
    ["a missing value", '{ "a": }', 1, 8, "a value"],
    ["a missing quote", '{\r\n  "a": "x,\r\n  "b": 2\r\n}', 2, 8, "a value"],
    ["single quotes", "{ 'a': 1 }", 1, 3, "a name in double quotes or }"],
    ["a wrong bracket", "[1, 2}", 1, 6, "a comma or ]"],
    ["two values", "{} {}", 1, 4, "nothing more"],
    ["an early end", '{ "a": [1,\n', 2, 1, "a value"],
    ["a leading zero", "[01]", 1, 3, "a comma or ]"],
    ["a backslash alone", '["C:\\dir"]', 1, 2, "a value or ]"],
    ["nothing at all", "  ", 1, 3, "a value"],
  ])("%s", (_what, text, line, column, expected) => {
    expect(findJsonFault(text)).toEqual({ line, column, expected });
  });

  test("is there exactly when JSON.parse finds one, whatever was damaged", () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.nat(3), fc.constantFrom("", ",", "}", "]", '"', "x", "1", "\\", "\n"))
      .map(([json, at, cut, put]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + put + json.slice(place + cut);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        expect(findJsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
