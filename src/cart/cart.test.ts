import { describe, expect, it } from "vitest";
import { compareCarts, shownLines, type CartLine } from "./cart.ts";
import { decimal } from "./decimal.ts";
import { stampOf } from "./stamp.ts";

const LINE: CartLine = {
  kind: "product",
  productId: "1",
  description: undefined,
  quantity: decimal(1),
  unit: "ea",
  unitPrice: undefined,
  discount: undefined,
};

describe("shownLines", () => {
  it.each([
    ["a product", LINE, 1],
    ["a product without a price", { ...LINE, unitPrice: undefined }, 1],
    ["half a product", { ...LINE, quantity: decimal("0.5") }, 1],
    ["a voided line", { ...LINE, kind: "voided" }, 0],
    ["a gift card", { ...LINE, kind: "gift-card" }, 0],
    ["an invoice", { ...LINE, kind: "invoice" }, 0],
    ["a deposit", { ...LINE, kind: "deposit" }, 0],
    ["something else", { ...LINE, kind: "other" }, 0],
    ["a line without a product", { ...LINE, productId: undefined }, 0],
    ["a line without a quantity", { ...LINE, quantity: undefined }, 0],
    ["none of a product", { ...LINE, quantity: decimal(0) }, 0],
    ["a return", { ...LINE, quantity: decimal(-1) }, 0],
  ] as const)("decides about %s", (_what, line, shown) => {
    expect(
      shownLines({ id: "c", account: undefined, modified: stampOf(new Date(0)), lines: [line] }),
    ).toHaveLength(shown);
  });
});

describe("compareCarts", () => {
  const cart = (id: string, ms: number) => ({ id, modified: stampOf(new Date(ms)) });

  it("orders by stamp first and by id within one stamp", () => {
    const sorted = [cart("b", 2), cart("a", 2), cart("c", 1)].sort(compareCarts).map(({ id }) => id);
    expect(sorted).toEqual(["c", "a", "b"]);
  });

  it("finds a cart equal to itself", () => {
    expect(compareCarts(cart("a", 1), cart("a", 1))).toBe(0);
  });
});
