import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cart, stamp } from "../../../test/carts.ts";
import { compareCarts, type Cart } from "../../cart/cart.ts";
import { byPlace } from "../../cart/place.ts";
import { ConnectorError, type FaultCode } from "../../cart/connector-error.ts";
import { stampOf } from "../../cart/stamp.ts";
import { readWindow, type WindowSlice } from "../../run/read-window.ts";
import type { Refusal } from "./faults.ts";
import { narrowedPage, type PageAsked, type SearchCarts } from "./narrowed-page.ts";

const FROM = stamp("2026-11-22T09:00:00Z");
const TO = stamp("2026-11-22T11:00:00Z");

interface Server {
  readonly search: SearchCarts;
  /** The questions, each with the patience it was asked with. */
  readonly asked: readonly (readonly [page: PageAsked, patience: string])[];
}

/** A server that breaks on every page that would show one of these carts. */
function server(
  carts: readonly Cart[],
  breaks: { readonly on: (cart: Cart) => boolean; readonly how?: Refusal },
): Server {
  const asked: [PageAsked, string][] = [];
  return {
    asked,
    async search(page, patience) {
      asked.push([page, patience]);
      const inside = carts
        .filter(({ modified }) => modified.ticks >= page.from.ticks && modified.ticks <= page.to.ticks)
        .sort(compareCarts);
      const rows = inside.slice(page.skip, page.skip + page.top);
      return rows.some(breaks.on) ? (breaks.how ?? refusal()) : { kind: "rows", rows, more: false };
    },
  };
}

function refusal(code: FaultCode = "retail-server-failed", status: number | undefined = 500): Refusal {
  return { kind: "refusal", status, reasons: [], fault: new ConnectorError(code, "no") };
}

/** The window as the adapter and the planner read it together. */
async function slicesOf({ search }: Server, size: number): Promise<readonly WindowSlice[]> {
  const slices: WindowSlice[] = [];
  const window = { from: FROM, to: TO };
  for await (const slice of readWindow(({ from, to }, page) => readPage({ from, to, ...page }), window, size))
    slices.push(slice);
  return slices;

  async function readPage(page: PageAsked) {
    const reply = await search(page, "patient");
    const { rows, broken, ...ends } =
      reply.kind === "rows" ? { ...reply, broken: 0 } : await narrowedPage(search, page, reply);
    // the server of this test answers with carts
    return { carts: rows as readonly Cart[], rows: rows.length + broken, unreadable: broken, ...ends };
  }
}

function idsOf(slices: readonly WindowSlice[]): readonly string[] {
  return slices.flatMap(({ carts }) => carts.map(({ id }) => id));
}

function unreadableIn(slices: readonly WindowSlice[]): number {
  return slices.reduce((sum, { unreadable }) => sum + unreadable, 0);
}

function many(count: number, at: (index: number) => string): readonly Cart[] {
  return Array.from({ length: count }, (_, index) =>
    cart(`cart-${String(index).padStart(3, "0")}`, { modified: at(index) }),
  );
}

function everySecond(index: number): string {
  return stampOf(new Date(Date.parse("2026-11-22T09:30:00.000Z") + index * 1000)).raw;
}

describe("a cart on which the server breaks", () => {
  test("stands alone in the end: it is counted, and every other cart is read", async () => {
    const carts = many(450, everySecond);
    const slices = await slicesOf(server(carts, { on: ({ id }) => id === "cart-123" }), 200);
    expect(idsOf(slices)).toEqual(carts.map(({ id }) => id).filter((id) => id !== "cart-123"));
    expect(unreadableIn(slices)).toBe(1);
  });

  test("may share its stamp with 300 others", async () => {
    const carts = [...many(300, () => everySecond(7)), cart("end", { modified: everySecond(8) })];
    const slices = await slicesOf(server(carts, { on: ({ id }) => id === "cart-150" }), 200);
    const others = carts.toSorted(byPlace).map(({ id }) => id);
    expect(idsOf(slices)).toEqual(others.filter((id) => id !== "cart-150"));
  });

  test("may be the only one of its window", async () => {
    const slices = await slicesOf(server(many(1, everySecond), { on: () => true }), 200);
    expect([idsOf(slices), unreadableIn(slices)]).toEqual([[], 1]);
  });

  test("costs less than 60 questions, of which only the last about it is asked with patience", async () => {
    const one = server(many(150, everySecond), { on: ({ id }) => id === "cart-077" });
    await slicesOf(one, 200);
    expect(one.asked.length).toBeLessThan(60);
    const patient = one.asked.filter(([, patience]) => patience === "patient");
    expect(patient.map(([{ top }]) => top)).toEqual([200, 1, 200]);
  });

  test.each([
    ["breaks on it", refusal()],
    ["refuses it", refusal("retail-server-refused", 400)],
    ["writes more about it than we may read", refusal("retail-server-too-large", undefined)],
    ["writes what is no JSON", refusal("retail-server-unreadable", 200)],
  ])("is stepped over when the server %s", async (_how, how) => {
    const slices = await slicesOf(
      server(many(5, everySecond), { on: ({ id }) => id === "cart-002", how }),
      200,
    );
    expect(idsOf(slices)).toHaveLength(4);
  });
});

describe("a page that is too large as a whole", () => {
  test("is read in parts, and no cart is called unreadable", async () => {
    const carts = many(300, everySecond);
    const { search } = server(carts, { on: () => false });
    const frugal: SearchCarts = async (page, patience) => {
      const reply = await search(page, patience);
      const isTooMuch = reply.kind === "rows" && reply.rows.length > 60;
      return isTooMuch ? refusal("retail-server-too-large", undefined) : reply;
    };
    const slices = await slicesOf({ search: frugal, asked: [] }, 200);
    expect([idsOf(slices), unreadableIn(slices)]).toEqual([carts.map(({ id }) => id), 0]);
  });
});

describe("a server in trouble", () => {
  test("that breaks on every cart is named, and no cart is blamed", async () => {
    const one = server(many(500, everySecond), { on: () => true });
    await expect(slicesOf(one, 200)).rejects.toMatchObject({ code: "retail-server-failed" });
    expect(one.asked.length).toBeLessThan(80);
  });

  test.each([
    ["fails at everything", refusal()],
    ["answers with a page of HTML", refusal("retail-server-unreadable", 200)],
  ])("that %s is named after a few questions", async (_how, how) => {
    const asked: PageAsked[] = [];
    const search: SearchCarts = async (page) => {
      asked.push(page);
      return how;
    };
    await expect(slicesOf({ search, asked: [] }, 200)).rejects.toBe(how.fault);
    expect(asked.length).toBeLessThan(25);
  });

  test.each([
    ["throttles", refusal("retail-server-throttled", 429)],
    ["is slow", refusal("retail-server-slow", undefined)],
    ["is away", refusal("retail-server-unreachable", undefined)],
    ["stands behind a broken gateway", refusal("retail-server-failed", 502)],
  ])("that %s is not asked again", async (_how, how) => {
    const asked: PageAsked[] = [];
    const search: SearchCarts = async (page) => {
      asked.push(page);
      return how;
    };
    await expect(slicesOf({ search, asked: [] }, 200)).rejects.toBe(how.fault);
    expect(asked.length).toBe(1);
  });

  test("that recovers while it is asked costs nobody anything", async () => {
    const carts = many(50, everySecond);
    let failures = 1;
    const { search, asked } = server(carts, { on: () => failures-- > 0 });
    const slices = await slicesOf({ search, asked }, 200);
    expect([idsOf(slices), unreadableIn(slices)]).toEqual([carts.map(({ id }) => id), 0]);
  });
});

test("whatever the carts, their stamps and the size of a page: every cart but the broken ones is given once, in order", async () => {
  const scene = fc.record({
    stamps: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 40 }),
    broken: fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 6 }),
    size: fc.integer({ min: 1, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ stamps, broken, size }) => {
      const carts = many(stamps.length, (index) => everySecond(stamps[index] ?? 0));
      const bad = new Set(broken.map((index) => carts[index]?.id));
      const slices = await slicesOf(server(carts, { on: ({ id }) => bad.has(id) }), size);
      const good = [...carts].sort(byPlace).filter(({ id }) => !bad.has(id));
      expect(idsOf(slices)).toEqual(good.map(({ id }) => id));
      expect(unreadableIn(slices)).toBeGreaterThanOrEqual(carts.length - good.length);
    }),
    { numRuns: 300 },
  );
});
