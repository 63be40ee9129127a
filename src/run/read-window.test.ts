import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cart, stamp } from "../../test/carts.ts";
import { cartTable, type CartTable } from "../../test/cart-table.ts";
import type { Cart } from "../cart/cart.ts";
import { byPlace, compareWithPlace, placeOf } from "../cart/place.ts";
import { readWindow, type Window, type WindowSlice } from "./read-window.ts";

const TEN = "2026-11-22T10:00:00.1234567Z";
const LATER = "2026-11-22T10:00:00.1234568Z";
const WINDOW: Window = { from: stamp("2026-11-22T09:00:00Z"), to: stamp("2026-11-22T11:00:00Z") };

describe("reading a window", () => {
  it("gives every cart once and in order, oldest first", async () => {
    const carts = many(450, (index) => at(index));
    const slices = await slicesOf(cartTable(carts), WINDOW, 200);
    expect(idsOf(slices)).toEqual(carts.map(({ id }) => id));
    expect(Math.max(...slices.map((slice) => slice.carts.length))).toBeLessThanOrEqual(200);
  });

  it("takes in both ends of the window and nothing beyond them", async () => {
    const table = cartTable([
      cart("before", { modified: "2026-11-22T08:59:59.9999999Z" }),
      cart("first", { modified: "2026-11-22T09:00:00Z" }),
      cart("last", { modified: "2026-11-22T11:00:00Z" }),
      cart("after", { modified: "2026-11-22T11:00:00.0000001Z" }),
    ]);
    expect(idsOf(await slicesOf(table, WINDOW, 200))).toEqual(["first", "last"]);
  });

  it("asks once for a window that nobody touched", async () => {
    const table = cartTable([]);
    expect(idsOf(await slicesOf(table, WINDOW, 200))).toEqual([]);
    expect(table.pages).toBe(1);
  });

  it("asks nothing for a window that ends before it begins", async () => {
    const table = cartTable(many(3, at));
    await slicesOf(table, { from: WINDOW.to, to: WINDOW.from }, 200);
    expect(table.pages).toBe(0);
  });

  it("tells apart stamps that differ in the seventh digit only", async () => {
    const table = cartTable([cart("b", { modified: TEN }), cart("a", { modified: LATER })]);
    const after = placeOf({ modified: stamp(TEN), id: "b" });
    expect(idsOf(await slicesOf(table, { ...WINDOW, from: stamp(TEN), after }, 1))).toEqual(["a"]);
  });
});

describe("many carts with the same stamp", () => {
  it("are given in slices of the page size, each once, in the order of their places", async () => {
    const carts = many(400, () => TEN);
    const slices = await slicesOf(cartTable(carts), WINDOW, 200);
    expect(slices.map((slice) => slice.carts.length).filter(Boolean)).toEqual([200, 200]);
    expect(idsOf(slices)).toEqual(sortedIds(carts));
  });

  it("at the edge of a page are neither lost nor given twice", async () => {
    const carts = [...many(198, at), ...many(5, () => TEN, "edge"), cart("end", { modified: LATER })];
    expect(idsOf(await slicesOf(cartTable(carts), WINDOW, 200))).toEqual(sortedIds(carts));
  });

  it("are gone on with behind a cursor that stands among them", async () => {
    const carts = many(500, () => TEN);
    const after = placeOf({ modified: stamp(TEN), id: sortedIds(carts)[249] ?? "" });
    const slices = await slicesOf(cartTable(carts), { ...WINDOW, from: stamp(TEN), after }, 200);
    expect(idsOf(slices)).toEqual(sortedIds(carts).slice(250));
  });

  it("are all passed over behind a cursor at the last of them", async () => {
    const carts = [...many(450, () => TEN), cart("next", { modified: LATER })];
    const after = placeOf({ modified: stamp(TEN), id: sortedIds(carts.slice(0, 450)).at(-1) ?? "" });
    const slices = await slicesOf(cartTable(carts), { ...WINDOW, from: stamp(TEN), after }, 200);
    expect(idsOf(slices)).toEqual(["next"]);
  });
});

describe("carts that move while they are read", () => {
  it("leave the window without taking another cart with them", async () => {
    const carts = many(450, at);
    const table = cartTable(carts);
    table.at(2, () => table.remove("cart-000"));
    expect(idsOf(await slicesOf(table, WINDOW, 200))).toEqual(carts.map(({ id }) => id));
  });

  it("leave a group of one stamp without taking another cart with them", async () => {
    const carts = many(400, () => TEN);
    const table = cartTable(carts);
    const gone = carts.slice(0, 50);
    table.at(4, () => {
      for (const { id } of gone) table.remove(id);
    });
    const given = idsOf(await slicesOf(table, WINDOW, 100));
    expect(given).toEqual([...new Set(given)]);
    expect(given).toEqual(expect.arrayContaining(sortedIds(carts.slice(50))));
  });

  it("leave a group that was given out before without taking another cart with them", async () => {
    const group = many(300, () => TEN).toSorted(byPlace);
    const given = group.slice(0, 250);
    const rest = [...group.slice(250), ...many(250, () => LATER, "next")];
    const table = cartTable([...given, ...rest], { place: (name) => name });
    const after = placeOf(given[249] ?? { modified: stamp(TEN), id: "" });
    table.at(2, () => {
      for (const { id } of given.slice(0, 200)) table.remove(id);
    });
    const slices = await slicesOf(table, { ...WINDOW, from: stamp(TEN), after }, 100);
    expect(idsOf(slices)).toEqual(sortedIds(rest));
  });

  it("come again only with their new stamp", async () => {
    const table = cartTable(many(10, at));
    table.at(3, () => table.put(cart("cart-000", { modified: "2026-11-22T10:30:00Z" })));
    const given = (await slicesOf(table, WINDOW, 3)).flatMap((slice) => slice.carts);
    expect(given.filter(({ id }) => id === "cart-000").map(({ modified }) => modified.raw)).toEqual([
      at(0),
      "2026-11-22T10:30:00Z",
    ]);
    expect(given).toHaveLength(11);
  });
});

describe("whatever the carts, the pages and the cursor", () => {
  const moment = fc.integer({ min: 0, max: 6 }).map(tickOf);
  const name = fc.string({ minLength: 1, maxLength: 3 });
  const carts = fc.uniqueArray(
    fc.record({ id: name, modified: moment }).map(({ id, modified }) => cart(id, { modified })),
    { selector: ({ id }) => id, maxLength: 40 },
  );
  const cursor = fc.option(fc.record({ id: name, modified: moment.map(stamp) }), { nil: undefined });
  const habits = fc.record(
    { cap: fc.integer({ min: 1, max: 5 }), ignoresTop: fc.boolean(), cutsStamps: fc.boolean() },
    { requiredKeys: [] },
  );
  const scene = fc.record({
    ...{ carts, cursor, habits, from: moment, to: moment, size: fc.integer({ min: 1, max: 7 }) },
    unreadable: fc.array(moment, { maxLength: 3 }),
  });

  function windowOf({
    cursor: after,
    from,
    to,
  }: typeof scene extends fc.Arbitrary<infer S> ? S : never): Window {
    return { from: after?.modified ?? stamp(from), to: stamp(to), after: after && placeOf(after) };
  }

  it("every cart of the window behind the cursor is given once, in order, in slices no larger than a page", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (one) => {
        const table = cartTable(one.carts, one.habits);
        one.unreadable.forEach((at, index) => table.putUnreadable(`unreadable ${index}`, stamp(at)));
        const window = windowOf(one);
        const slices = await slicesOf(table, window, one.size);
        expect(idsOf(slices)).toEqual(idsInside(one.carts, window));
        for (const slice of slices) expect(slice.carts.length).toBeLessThanOrEqual(one.size);
        const rows = one.carts.length + one.unreadable.length;
        // a server that gives what was read before makes every step walk over all of it
        const again = one.habits.cutsStamps === true ? rows * rows : 0;
        expect(table.pages).toBeLessThanOrEqual(10 * (rows + 1) + again);
      }),
      { numRuns: 500 },
    );
  });

  it("a cart that is touched meanwhile costs no other cart its turn", async () => {
    const few = fc.record({
      ticks: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 8 }),
    });
    const touch = fc.record({
      page: fc.integer({ min: 1, max: 6 }),
      which: fc.nat(),
      to: fc.integer({ min: 3, max: 9 }),
    });
    const start = fc.record({ size: fc.integer({ min: 1, max: 3 }), behind: fc.option(fc.nat()) });
    await fc.assert(
      fc.asyncProperty(few, touch, start, async ({ ticks }, { page, which, to }, { size, behind }) => {
        const carts = ticks.map((tick, index) => cart(`cart-${index}`, { modified: tickOf(tick) }));
        const touched = pick(carts, which);
        const table = cartTable(carts);
        table.at(page, () => {
          table.remove(touched.id);
          // touching makes a cart the newest of all
          table.put(cart(touched.id, { modified: tickOf(to) }));
        });
        const after = behind === null ? undefined : placeOf(pick(carts, behind));
        const window = { from: after?.modified ?? stamp(tickOf(0)), to: stamp(tickOf(5)), after };
        const given = (await slicesOf(table, window, size)).flatMap((slice) => slice.carts);
        const places = given.map(({ id, modified }) => `${id} ${modified.raw}`);
        expect(places).toEqual([...new Set(places)]);
        const others = given.map(({ id }) => id).filter((id) => id !== touched.id);
        expect(others).toEqual(idsInside(carts, window).filter((id) => id !== touched.id));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("rows that cannot be read", () => {
  it("are counted and hold up no cart", async () => {
    const table = cartTable(many(5, at));
    table.putUnreadable("strange", stamp(at(2)));
    const slices = await slicesOf(table, WINDOW, 200);
    expect(idsOf(slices)).toHaveLength(5);
    expect(unreadableIn(slices)).toBe(1);
  });

  it("may fill whole pages", async () => {
    const table = cartTable([cart("beyond", { modified: LATER })]);
    for (let index = 0; index < 25; index++) table.putUnreadable(`strange-${index}`, stamp(TEN));
    const slices = await slicesOf(table, WINDOW, 10);
    expect(idsOf(slices)).toEqual(["beyond"]);
    expect(unreadableIn(slices)).toBe(25);
  });

  it("are counted among carts of one stamp too", async () => {
    const table = cartTable(many(5, () => TEN));
    table.putUnreadable("strange", stamp(TEN));
    const slices = await slicesOf(table, WINDOW, 2);
    expect(idsOf(slices)).toHaveLength(5);
    expect(unreadableIn(slices)).toBe(1);
  });
});

describe("a server with habits of its own", () => {
  it("may cap its pages when it says that there is more", async () => {
    const carts = [...many(30, at), ...many(30, () => TEN, "same")];
    expect(idsOf(await slicesOf(cartTable(carts, { cap: 7 }), WINDOW, 200))).toEqual(sortedIds(carts));
  });

  it("may give more than it was asked for", async () => {
    const carts = many(25, at);
    const slices = await slicesOf(cartTable(carts, { ignoresTop: true }), WINDOW, 10);
    expect(idsOf(slices)).toEqual(sortedIds(carts));
    expect(Math.max(...slices.map((slice) => slice.carts.length))).toBeLessThanOrEqual(10);
  });

  it("may heed whole milliseconds only", async () => {
    const carts = [...many(30, () => TEN), ...many(30, () => LATER, "later")];
    expect(idsOf(await slicesOf(cartTable(carts, { cutsStamps: true }), WINDOW, 10))).toEqual(
      sortedIds(carts),
    );
  });

  it("is a named fault when it ignores $skip", async () => {
    const table = cartTable(
      many(30, () => TEN),
      { ignoresSkip: true },
    );
    await expect(slicesOf(table, WINDOW, 10)).rejects.toMatchObject({
      code: "retail-server-unreadable",
      fix: expect.stringContaining("$skip") as string,
    });
  });

  it("is a named fault when it ignores $skip and nothing it gives can be read", async () => {
    const table = cartTable([], { ignoresSkip: true });
    for (let index = 0; index < 10; index++) table.putUnreadable(`strange-${index}`, stamp(TEN));
    await expect(slicesOf(table, WINDOW, 10)).rejects.toMatchObject({ code: "retail-server-unreadable" });
  });

  it("is a named fault when its pages are not in order", async () => {
    const table = cartTable(many(5, at), { order: "newest-first" });
    await expect(slicesOf(table, WINDOW, 10)).rejects.toMatchObject({
      code: "retail-server-unreadable",
      message: expect.stringContaining("ModifiedDateTime") as string,
    });
  });
});

/** The moment of the cart with that number: one a second. */
function at(index: number): string {
  return new Date(Date.parse("2026-11-22T09:30:00Z") + index * 1000).toISOString();
}

function tickOf(tick: number): string {
  return `2026-11-22T10:00:00.123456${tick}Z`;
}

function pick(carts: readonly Cart[], which: number): Cart {
  const cart = carts[which % carts.length];
  if (cart === undefined) throw new Error("no cart to pick");
  return cart;
}

function many(count: number, moment: (index: number) => string, name = "cart"): Cart[] {
  return Array.from({ length: count }, (_, index) =>
    cart(`${name}-${String(index).padStart(3, "0")}`, { modified: moment(index) }),
  );
}

async function slicesOf(table: CartTable, window: Window, size: number): Promise<WindowSlice[]> {
  return Array.fromAsync(readWindow(table.page, window, size));
}

function idsOf(slices: readonly WindowSlice[]): string[] {
  return slices.flatMap((slice) => slice.carts.map(({ id }) => id));
}

/** Said once more in plain words: what a window holds. */
function idsInside(carts: readonly Cart[], { from, to, after }: Window): string[] {
  const inside = carts.filter(({ modified }) => modified.ticks >= from.ticks && modified.ticks <= to.ticks);
  return sortedIds(inside.filter((cart) => after === undefined || compareWithPlace(cart, after) > 0));
}

function unreadableIn(slices: readonly WindowSlice[]): number {
  return slices.reduce((total, slice) => total + slice.unreadable, 0);
}

function sortedIds(carts: readonly Cart[]): string[] {
  return carts.toSorted(byPlace).map(({ id }) => id);
}
