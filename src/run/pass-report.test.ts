import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../cart/outcome.ts";
import { createTally } from "./pass-report.ts";

describe("counting outcomes", () => {
  it("keeps the first word of a cart that comes up twice", () => {
    const tally = createTally();
    tally.add([{ cartId: "a", outcome: "sent" }]);
    tally.add([{ cartId: "a", outcome: "already-reminded" }]);
    expect(tally.found).toBe(1);
    expect(tally.outcomes()).toEqual({ sent: 1 });
  });

  it("counts a spare word only for a cart without another, whichever came first", () => {
    const tally = createTally();
    tally.addSpare([
      { cartId: "a", outcome: "cart-changed" },
      { cartId: "b", outcome: "expired" },
    ]);
    expect([tally.has("a"), tally.found]).toEqual([false, 2]);
    tally.add([
      { cartId: "a", outcome: "sent" },
      { cartId: "c", outcome: "empty" },
    ]);
    tally.addSpare([{ cartId: "c", outcome: "cart-gone" }]);
    expect([tally.has("a"), tally.found]).toEqual([true, 3]);
    expect(tally.outcomes()).toEqual({ sent: 1, empty: 1, expired: 1 });
  });

  it("keeps the word of a claim that was settled in passing, unless the window did more", () => {
    const tally = createTally();
    tally.addSpare(["a", "b", "c"].map((cartId) => ({ cartId, outcome: "sent" })));
    tally.add([
      { cartId: "a", outcome: "already-reminded" },
      { cartId: "b", outcome: "later" },
      { cartId: "c", outcome: "unsure" },
    ]);
    expect(tally.outcomes()).toEqual({ sent: 2, unsure: 1 });
  });

  it("tells first and further reminders apart where there are any", () => {
    const tally = createTally();
    tally.add([{ cartId: "a", outcome: "sent", step: 0 }]);
    expect(tally.sentBySteps()).toEqual([]);
    tally.add([
      { cartId: "b", outcome: "sent", step: 2 },
      { cartId: "c", outcome: "unsure", step: 1 },
      { cartId: "a", outcome: "sent", step: 1 },
    ]);
    expect(tally.sentBySteps()).toEqual([1, 0, 1]);
  });

  it("names only words that occurred, in the order in which they are explained", () => {
    const tally = createTally();
    tally.add([
      { cartId: "a", outcome: "expired" },
      { cartId: "b", outcome: "empty" },
    ]);
    expect(Object.keys(tally.outcomes())).toEqual(["empty", "expired"]);
  });

  it("adds up to what was found, whatever comes in", () => {
    const judged = fc.record({ cartId: fc.stringMatching(/^[a-e]$/), outcome: fc.constantFrom(...OUTCOMES) });
    fc.assert(
      fc.property(fc.array(fc.record({ judged, isSpare: fc.boolean() })), (all) => {
        const tally = createTally();
        for (const { judged, isSpare } of all) {
          if (isSpare) tally.addSpare([judged]);
          else tally.add([judged]);
        }
        const counts = Object.values(tally.outcomes());
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(tally.found);
        expect(tally.found).toBe(new Set(all.map(({ judged: { cartId } }) => cartId)).size);
      }),
    );
  });
});
