import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cart, stamp } from "../../test/carts.ts";
import { CHANNEL, minutesAgo, PASS, stage, type Stage } from "../../test/stage.ts";
import { writesTicket } from "../../test/troubled-ledger.ts";
import { markOf } from "../cart/place.ts";
import type { Stamp } from "../cart/stamp.ts";
import { readCursor } from "./cursor.ts";
import type { PassRules } from "./pass.ts";

const MINUTE = 60_000;

describe("a ramp", () => {
  it("ends the pass; the cursor stands behind those with a word, and the rest follow, nobody twice", async () => {
    const { pass, ledger, provider } = withCarts(["a", "b", "c", "d", "e"], {
      sliceSize: 2,
      maxReminders: 3,
    });
    expect(await pass()).toMatchObject({
      found: 3,
      outcomes: { sent: 3 },
      stopped: "ramp",
      continueFrom: stamp(minutesAgo(88)).raw,
      behindMinutes: 58,
    });
    expect((await readCursor(ledger, CHANNEL))?.mark).toBe(markOf("c"));
    expect(await pass()).toMatchObject({ found: 2, outcomes: { sent: 2 }, stopped: null });
    expect(mailed(provider)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("lets carts behind it have their word when that needs no reminder", async () => {
    const { pass, shop, provider, ledger } = withCarts(["a", "b", "c"], { maxReminders: 1 });
    shop.put(cart("d", { modified: minutesAgo(50), lines: [] }));
    expect(await pass()).toMatchObject({ found: 2, outcomes: { sent: 1, empty: 1 }, stopped: "ramp" });
    expect((await readCursor(ledger, CHANNEL))?.mark).toBe(markOf("a"));
    expect(await pass()).toMatchObject({ outcomes: { sent: 1, empty: 1 }, stopped: "ramp" });
    expect(await pass()).toMatchObject({ outcomes: { sent: 1, empty: 1 }, stopped: null });
    expect(mailed(provider)).toEqual(["a", "b", "c"]);
  });

  it("of exactly as many as there are stops nothing", async () => {
    const { pass } = withCarts(["a", "b", "c"], { maxReminders: 3 });
    expect((await pass()).stopped).toBeNull();
  });

  it("of 0 is none", async () => {
    const { pass } = withCarts(["a", "b", "c"], { maxReminders: 0 });
    expect(await pass()).toMatchObject({ outcomes: { sent: 3 }, stopped: null });
  });
});

describe("any ramp and any size of a slice", () => {
  const scene = fc.record({
    ids: fc.array(fc.constantFrom("full", "empty"), { maxLength: 12 }),
    sliceSize: fc.integer({ min: 1, max: 5 }),
    maxReminders: fc.integer({ min: 0, max: 4 }),
  });

  it("lead to everybody being reminded once, in order, and to a cursor behind the last cart", async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ ids, ...rules }) => {
        const { pass, shop, ledger, provider } = withCarts([], rules);
        ids.forEach((kind, index) => {
          const left = cart(nameOf(index), { modified: minutesAgo(90 - index) });
          shop.put(kind === "full" ? left : { ...left, lines: [] });
        });
        const full = ids.flatMap((kind, index) => (kind === "full" ? [nameOf(index)] : []));
        const most = rules.maxReminders === 0 ? full.length : rules.maxReminders;
        let passes = 0;
        for (let stopped: string | null = "ramp"; stopped !== null; passes++) {
          const before = provider.delivered.length;
          ({ stopped } = await pass());
          expect(provider.delivered.length - before).toBeLessThanOrEqual(most);
        }
        expect(mailed(provider)).toEqual(full);
        expect(passes).toBe(Math.max(1, Math.ceil(full.length / Math.max(1, most))));
        if (ids.length > 0)
          expect((await readCursor(ledger, CHANNEL))?.mark).toBe(markOf(nameOf(ids.length - 1)));
      }),
    );
  });

  function nameOf(index: number): string {
    return `cart-${String(index).padStart(2, "0")}`;
  }
});

describe("a time limit", () => {
  it("ends the pass between requests, and the rest follow, nobody twice", async () => {
    const { pass, provider, clock } = withCarts(["a", "b", "c", "d"], { sliceSize: 2 });
    provider.during(() => undefined);
    provider.during(() => clock.pass(3 * MINUTE));
    expect(await pass({ maxMs: 2 * MINUTE })).toMatchObject({
      found: 2,
      outcomes: { sent: 2 },
      stopped: "time",
      continueFrom: stamp(minutesAgo(89)).raw,
    });
    expect(await pass({ maxMs: 2 * MINUTE })).toMatchObject({ found: 2, stopped: null });
    expect(mailed(provider)).toEqual(["a", "b", "c", "d"]);
  });

  it("that a slow server uses up costs the pass its tail, not its work", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index));
    const { another, shop, clock, provider } = withCarts(ids);
    const slow = {
      ...shop,
      ordersSince(account: string, since: Stamp) {
        clock.pass(MINUTE);
        return shop.ordersSince(account, since);
      },
    };
    const report = await another({ retailServer: slow }).pass({ maxMs: 10 * MINUTE });
    // those 16 that were looked at together are all sent, in the first request and the one after it
    expect(report).toMatchObject({ found: 16, outcomes: { sent: 16 }, stopped: "time" });
    expect(provider.requests.map((batch) => batch.length)).toEqual([1, 15]);
    expect(await another().pass()).toMatchObject({ found: 4, outcomes: { sent: 4 }, stopped: null });
  });

  it("that is over before anything was judged is a named fault", async () => {
    const { another, shop, clock } = withCarts(["a"]);
    const slow = {
      ...shop,
      channel() {
        clock.pass(5 * MINUTE);
        return shop.channel();
      },
    };
    expect(await another({ retailServer: slow }).pass({ maxMs: MINUTE })).toMatchObject({
      found: 0,
      stopped: "retail-server-slow",
    });
  });
});

describe("a cart that another run holds", () => {
  it("holds the cursor in front of it until that run has ended, whatever lies behind it", async () => {
    const { pass, another, ledger, provider, clock } = withCarts(["a", "b", "c", "d"], { sliceSize: 2 });
    const other = another();
    // claims b and is not heard of for a while
    other.ledger.always(writesTicket("handed-over"), "fails");
    other.ledger.always(writesTicket("abandoned"), "fails");
    await other.slice([cart("b", { modified: minutesAgo(89) })]).catch(() => undefined);

    expect((await pass()).outcomes).toEqual({ sent: 3, taken: 1 });
    expect((await readCursor(ledger, CHANNEL))?.mark).toBe(markOf("a"));
    clock.pass(3 * MINUTE);
    expect((await pass()).outcomes).toEqual({ sent: 1, "already-reminded": 2 });
    expect((await readCursor(ledger, CHANNEL))?.mark).toBe(markOf("d"));
    expect(mailed(provider)).toEqual(["a", "c", "d", "b"]);
  });
});

describe("the first request of a pass", () => {
  it("carries one reminder, and all later ones of the pass are full", async () => {
    const { pass, provider } = withCarts(["a", "b", "c", "d", "e", "f"], { sliceSize: 3 });
    await pass();
    expect(provider.requests.map((batch) => batch.map(({ cartId }) => cartId).join(""))).toEqual([
      "a",
      "b",
      "cd",
      "ef",
    ]);
  });
});

/** Carts left a minute after one another, from 90 minutes ago. */
function withCarts(ids: readonly string[], rules: Partial<PassRules> = {}): Stage {
  const scene = stage({ pass: { ...PASS, ...rules } });
  ids.forEach((id, index) => scene.shop.put(cart(id, { modified: minutesAgo(90 - index) })));
  return scene;
}

function mailed(provider: Stage["provider"]): readonly string[] {
  return provider.delivered.map(({ cartId }) => cartId);
}
