import { createHash } from "node:crypto";
import type { ShownLine } from "./cart.ts";
import { sum, type Decimal } from "./decimal.ts";

/** What is in a cart, apart from when it was touched: equal for equal products, quantities and units. */
export type Fingerprint = string & { readonly brand: "Fingerprint" };

/**
 * Sorted (product, unit, quantity), hashed. Lines of the same product and unit are added up, so splitting a line
 * is no change; prices do not count, so a repricing alone reminds nobody again.
 */
export function fingerprint(lines: readonly ShownLine[]): Fingerprint {
  const quantities = new Map<string, Decimal>();
  for (const line of lines) {
    const thing = JSON.stringify([line.productId, line.unit.trim().toLowerCase()]);
    const before = quantities.get(thing);
    quantities.set(thing, before === undefined ? line.quantity : sum([before, line.quantity]));
  }
  const sorted = [...quantities].sort(([a], [b]) => (a < b ? -1 : 1));
  // the only cast: fingerprints are made here
  return createHash("sha256").update(JSON.stringify(sorted)).digest("base64url") as Fingerprint;
}
