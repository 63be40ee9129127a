import { describe, expect, test } from "vitest";
import { codeOf } from "./link-code.ts";
import { PRINTED_SECRET, SAMPLE_SECRET } from "./test-shop.ts";
import { A, AM1, B, C } from "./test-vectors.ts";

describe("the codes the manual prints", () => {
  test("A: product, variant, amount, price and title", () => {
    expect(codeOf(PRINTED_SECRET, ["99", "5", "1", "349", "Produkt A"])).toBe(A.code);
  });

  test("B: the program samples, without the notification they would join", () => {
    expect(codeOf(SAMPLE_SECRET, ["99", "A001", "5", "Produkt A", "349", "1"])).toBe(B.code);
  });

  test("C: the text of input as it is printed, and nothing else of the link", () => {
    expect(codeOf(PRINTED_SECRET, [C.input])).toBe(C.code);
  });
});

const ORDERS = "9951349Produkt A";

test.each([
  ["B+n", SAMPLE_SECRET, "99A0015Produkt A3491false", "d4e62af44dbb8ee1a2d27b3ace53bdc3807a4617"],
  ["C+er", PRINTED_SECRET, `${C.input}1live2024`, "0cc4231d4c5cd59e4c55f221cc46c562064a49b1"],
  ["C+r", PRINTED_SECRET, `${C.input}live2024`, "a4b231966377c07a7f45f1bac184f22094b0f7d0"],
  ["C-compact", PRINTED_SECRET, C.input.replaceAll(" ", ""), "13063460a6169a7cfbd1e53ed90d8e1c359e240f"],
  ["U1", PRINTED_SECRET, "9952149.5Sæt à 2 stk. – blå/grøn", "827f274be66b0e000e2097af89be750e446806bc"],
  ["R1", PRINTED_SECRET, `${ORDERS}7LiveDec23-00001`, "c1811a5bdcbf7b52193775f488a689990f397c0e"],
  ["AM1", PRINTED_SECRET, AM1.input, AM1.code],
])("the further vector %s reproduces", (_, secret, text, code) => {
  expect(codeOf(secret, [text])).toBe(code);
});

test("the number counts as it is written: 349, 349.0 and 349.00 are three codes", () => {
  const codes = ["349", "349.0", "349.00"].map((price) => codeOf(PRINTED_SECRET, ["99", price]));
  expect(new Set(codes).size).toBe(3);
});
