import { expect, test } from "vitest";
import { aCart } from "../shop/builders.ts";
import { createDraw } from "../shop/draw.ts";
import { CartIndex } from "./cart-index.ts";
import type { CartRow } from "./shop-data.ts";
import { stampText, ticksOf } from "./ticks.ts";

const START = ticksOf("2026-01-15T10:00:00.0000000Z");
const draw = createDraw(7);

/** Few stamps and few accounts, so that many carts share them. */
function someCart(id: number): CartRow {
  const modified = stampText(START + BigInt(draw.below(40)));
  return aCart({ id: `cart-${String(id)}`, modified, customerId: `C-${String(draw.below(20))}` });
}

test("whatever was put in and taken out, a window holds what a plain look through all carts finds", () => {
  const plain = new Map(Array.from({ length: 500 }, (_, id) => someCart(id)).map((row) => [row.id, row]));
  const index = new CartIndex([...plain.values()]);
  for (let change = 0; change < 300; change += 1) {
    const row = someCart(draw.below(600));
    if (draw.below(3) === 0) {
      plain.delete(row.id);
      index.remove(row.id);
    } else {
      plain.set(row.id, row);
      index.put(row);
    }
  }
  for (let from = 0n; from < 40n; from += 3n) {
    const [first, last] = [START + from, START + from + 5n];
    const expected = [...plain.values()].filter(
      (row) => ticksOf(row.modified) >= first && ticksOf(row.modified) <= last,
    );
    const found = index.between(first, last);
    expect(found.map((row) => row.id).toSorted()).toEqual(expected.map((row) => row.id).toSorted());
    expect(found.map((row) => row.modified)).toEqual(found.map((row) => row.modified).toSorted());
  }
  const own = [...plain.values()].filter((row) => row.customerId === "C-3").map((row) => row.id);
  expect(
    index
      .ofAccount("C-3")
      .map((row) => row.id)
      .toSorted(),
  ).toEqual(own.toSorted());
  expect(own.length).toBeGreaterThan(5);
});

test("equal stamps keep their order when other carts come and go", () => {
  const rows = Array.from({ length: 50 }, (_, id) => aCart({ id: String(id) }));
  const index = new CartIndex(rows);
  const before = index.between(undefined, undefined).map((row) => row.id);
  index.put(aCart({ id: "late" }));
  index.remove("25");
  const after = index.between(undefined, undefined).map((row) => row.id);
  expect(after.filter((id) => id !== "late")).toEqual(before.filter((id) => id !== "25"));
});

test("a cart that is saved again keeps its place among those that were made", () => {
  const index = new CartIndex([aCart({ id: "first" }), aCart({ id: "second" })]);
  index.put(aCart({ id: "first", version: 2 }));
  expect(index.creation("first")).toBeLessThan(index.creation("second"));
});
