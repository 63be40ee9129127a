import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cart } from "../../test/carts.ts";
import { NOW } from "../../test/stage.ts";
import { composed } from "../../test/way-items.ts";
import type { WaitReason } from "../cart/documents.ts";
import { nextBatch } from "./next-batch.ts";
import type { Composed } from "./way.ts";

describe("splitting reminders into requests", () => {
  it("fills a request up to the number that the provider takes", () => {
    expect(sizes(inBatches(items(7), provider({ maxBatch: 3 }), false))).toEqual([3, 3, 1]);
  });

  it("fills a request up to the bytes that the provider takes", () => {
    expect(sizes(inBatches(items(7), provider({ maxBytes: 250 }), false))).toEqual([2, 2, 2, 1]);
  });

  it("sends a reminder that is too large for any request by itself", () => {
    const large = (cartId: string) => (cartId === "cart-1" ? 1000 : 100);
    expect(sizes(inBatches(items(3), provider({ maxBytes: 250, sizeOf: large }), false))).toEqual([1, 1, 1]);
  });

  it("sends one reminder first as long as the provider has taken nothing", () => {
    expect(sizes(inBatches(items(5), provider({}), true))).toEqual([1, 4]);
  });

  it("sends a reminder alone whose batch was refused before, between full requests", () => {
    const some = [...items(2), item("blamed", "batch-refused"), ...items(2)];
    expect(sizes(inBatches(some, provider({}), false))).toEqual([2, 1, 2]);
  });

  it("sends nobody alone who waited for another reason", () => {
    const some = [...items(1), item("waited", "orders-unreadable"), ...items(1)];
    expect(sizes(inBatches(some, provider({}), false))).toEqual([3]);
  });

  it("makes no request for nobody", () => {
    expect(nextBatch([], provider({}), true)).toEqual([]);
  });

  it("loses nobody, doubles nobody, keeps the order and both limits, whatever it is given", () => {
    const one = fc.record({ size: fc.integer({ min: 1, max: 120 }), isBlamed: fc.boolean() });
    const limits = fc.record({
      maxBatch: fc.integer({ min: 1, max: 10 }),
      maxBytes: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 40 }),
        limits,
        fc.boolean(),
        (ones, { maxBatch, maxBytes }, probe) => {
          const all = ones.map(({ isBlamed }, index) =>
            item(`cart-${index}`, isBlamed ? "batch-refused" : undefined),
          );
          const known = new Map(ones.map((of, index) => [`cart-${index}`, of]));
          const sizeOf = (cartId: string) => known.get(cartId)?.size ?? 0;
          const batches = inBatches(all, provider({ maxBatch, maxBytes, sizeOf }), probe);
          expect(batches.flat()).toEqual(all);
          for (const batch of batches) {
            const bytes = batch.reduce((total, of) => total + sizeOf(of.cart.id), 0);
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(maxBatch);
            if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
            if (batch.some((of) => known.get(of.cart.id)?.isBlamed)) expect(batch).toHaveLength(1);
          }
          if (probe && all.length > 0) expect(batches[0]).toHaveLength(1);
        },
      ),
    );
  });
});

function item(id: string, waitsFor?: WaitReason): Composed {
  return composed(cart(id, { modified: NOW }), waitsFor === undefined ? {} : { waitsFor });
}

function items(count: number): Composed[] {
  return Array.from({ length: count }, (_, index) => item(`cart-${index}`));
}

/** A provider that says how much it takes; every reminder has 100 bytes unless told otherwise. */
function provider(of: { maxBatch?: number; maxBytes?: number; sizeOf?: (cartId: string) => number }) {
  const { maxBatch = 1000, maxBytes = 1_000_000, sizeOf = () => 100 } = of;
  return {
    can: { maxBatch, maxBytes, deduplicates: false, knowsConsent: false },
    bytesOf: ({ cartId }: Composed["reminder"]) => sizeOf(cartId),
  };
}

/** All requests, one after the other, the provider having taken the first one. */
function inBatches(
  items: readonly Composed[],
  provider: Parameters<typeof nextBatch>[1],
  probe: boolean,
): (readonly Composed[])[] {
  const batches: (readonly Composed[])[] = [];
  for (let left = items; left.length > 0; left = left.slice(batches.at(-1)?.length)) {
    batches.push(nextBatch(left, provider, probe && batches.length === 0));
    expect(batches.at(-1)).not.toEqual([]);
  }
  return batches;
}

function sizes(batches: readonly (readonly unknown[])[]): number[] {
  return batches.map((batch) => batch.length);
}
