import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ShownLine } from "./cart.ts";
import { fingerprint } from "./contents.ts";
import { decimal } from "./decimal.ts";

function line(productId: string, quantity: string, more: Partial<ShownLine> = {}): ShownLine {
  const read = decimal(quantity);
  if (read === undefined) throw new Error(`not a decimal: ${quantity}`);
  return {
    kind: "product",
    productId,
    quantity: read,
    unit: "ea",
    description: undefined,
    unitPrice: undefined,
    discount: undefined,
    ...more,
  };
}

describe("fingerprint", () => {
  const before = fingerprint([line("1", "2"), line("2", "1")]);

  it.each([
    ["the order of the lines", [line("2", "1"), line("1", "2")]],
    ["a line split in two", [line("1", "1"), line("2", "1"), line("1", "1")]],
    ["the writing of a quantity", [line("1", "2.000"), line("2", "1.0")]],
    ["the writing of a unit", [line("1", "2", { unit: " EA " }), line("2", "1", { unit: "Ea" })]],
    [
      "a price or a discount",
      [line("1", "2", { unitPrice: decimal(5), discount: decimal(1) }), line("2", "1")],
    ],
    ["a description", [line("1", "2", { description: "new words" }), line("2", "1")]],
  ])("is not changed by %s", (_what, lines) => {
    expect(fingerprint(lines)).toBe(before);
  });

  it.each([
    ["a product more", [line("1", "2"), line("2", "1"), line("3", "1")]],
    ["a product less", [line("1", "2")]],
    ["another product", [line("1", "2"), line("3", "1")]],
    ["another quantity", [line("1", "3"), line("2", "1")]],
    ["another unit", [line("1", "2", { unit: "box" }), line("2", "1")]],
    ["quantities that changed places", [line("1", "1"), line("2", "2")]],
    ["nothing left", []],
  ])("is changed by %s", (_what, lines) => {
    expect(fingerprint(lines)).not.toBe(before);
  });

  it("adds up quantities exactly", () => {
    expect(fingerprint([line("1", "0.1"), line("1", "0.2")])).toBe(fingerprint([line("1", "0.3")]));
  });

  it("cannot be misled by ids that look like two fields", () => {
    expect(fingerprint([line('1","ea', "1", { unit: "x" })])).not.toBe(
      fingerprint([line("1", "1", { unit: 'ea","x' })]),
    );
  });

  it("is the same for every order of any lines", () => {
    const some = fc.array(fc.tuple(fc.constantFrom("1", "2", "3"), fc.integer({ min: 1, max: 9 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(some, (things) => {
        const lines = things.map(([id, quantity]) => line(id, String(quantity)));
        expect(fingerprint(lines.toReversed())).toBe(fingerprint(lines));
      }),
    );
  });
});
