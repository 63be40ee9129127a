import fc from "fast-check";
import { expect, test } from "vitest";
import { contrast, inkOn, onDarkPage } from "./colours.ts";

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, "0")}`);

test("contrast is that of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#1b4d3e", "#1b4d3e")).toBe(1);
});

test("what stands on the shop's colour can be read, whatever colour it is", () => {
  fc.assert(fc.property(anyColour, (colour) => contrast(colour, inkOn(colour)) >= 4.5));
});

test("on a dark page the shop's colour can be seen, and what stands on it be read", () => {
  fc.assert(
    fc.property(anyColour, (colour) => {
      const lighter = onDarkPage(colour);
      return contrast(lighter, "#1d2025") >= 3 && contrast(lighter, inkOn(lighter)) >= 4.5;
    }),
  );
});

test("a colour that is light enough stays as it is", () => {
  expect(onDarkPage("#ffb400")).toBe("#ffb400");
});
