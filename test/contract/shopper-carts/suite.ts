import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemRandom } from "../../../src/adapters/random/system-random.ts";
import type { ShopperCart } from "../../../src/cart/shopper-cart.ts";
import type { Ledger } from "../../../src/ports/ledger.ts";
import { issuedLink, registerLink, takeUse } from "../../../src/run/open-cart/issued-links.ts";
import { changeCart, keptCart, type CartTools, type Kept } from "../../../src/run/open-cart/kept-carts.ts";
import type { ManualClock } from "../../manual-clock.ts";
import { cartLine, NOW, shopperCart } from "../ledger/examples.ts";
import type { LedgerUnderTest } from "../ledger/suite.ts";

export interface CartStoreUnderTest extends LedgerUnderTest {
  readonly clock: ManualClock;
}

/** What a store has to keep for the carts of shoppers and the register of issued links. */
export function describeShopperCarts(name: string, start: () => Promise<CartStoreUnderTest>): void {
  describe(name, () => {
    let store: CartStoreUnderTest;
    let tools: CartTools;
    const opened: Ledger[] = [];

    beforeEach(async () => {
      store = await start();
      const ledger = store.connect();
      await ledger.init();
      opened.push(ledger);
      tools = { ledger, clock: store.clock, random: systemRandom() };
    });

    afterEach(async () => {
      for (const ledger of opened.splice(0)) await ledger.close();
      await store.close();
    });

    function anotherProcess(): CartTools {
      const ledger = store.connect();
      opened.push(ledger);
      return { ...tools, ledger };
    }

    /** A cart with one line of this product, and its id. */
    async function cartOf(productId: string): Promise<string> {
      const { cartId } = await changeCart(tools, undefined, (kept) => withLine(kept, productId));
      return cartId ?? expect.unreachable();
    }

    async function products(cartId: string | undefined): Promise<readonly string[] | undefined> {
      const kept = await keptCart(tools, cartId);
      return kept?.cart.lines.map(({ productId }) => productId);
    }

    it("gives a cart back as it was kept, to any process that knows its id", async () => {
      const { cart } = shopperCart("full");
      const keep: Kept = { cart: { ...cart, lifetime: until(1) }, commerceCartId: "c-1" };
      const { cartId } = await changeCart(tools, undefined, () => ({ keep, result: "kept" }));
      expect(await keptCart(anotherProcess(), cartId)).toEqual(keep);
    });

    it("gives an id that nobody can guess, and another to everybody", async () => {
      const ids = await Promise.all(["1", "2", "3"].map(cartOf));
      expect(new Set(ids).size).toBe(3);
      for (const id of ids) expect(id).toMatch(/^[\w-]{24,}$/);
    });

    it("writes nothing when nothing is to be kept", async () => {
      const nothing = { keep: undefined, result: "seen" } as const;
      expect(await changeCart(tools, undefined, () => nothing)).toEqual({
        result: "seen",
        cartId: undefined,
      });
      const cartId = await cartOf("1");
      expect(await changeCart(tools, cartId, () => nothing)).toEqual({ result: "seen", cartId });
      expect(await products(cartId)).toEqual(["1"]);
    });

    it("loses no line when several processes change one cart at the same moment", async () => {
      const cartId = await cartOf("0");
      const numbers = ["1", "2", "3", "4", "5"];
      const together = meeting(numbers.length);
      await Promise.all(
        numbers.map((productId) =>
          changeCart(anotherProcess(), cartId, async (kept) => {
            // all of them have read the same cart before the first one writes
            await together();
            return withLine(kept, productId);
          }),
        ),
      );
      expect((await products(cartId))?.toSorted()).toEqual(["0", ...numbers]);
    });

    it("changes the cart as it is by then: a second wish sees the first", async () => {
      const cartId = await cartOf("0");
      const together = meeting(2);
      const once = async (kept: Kept | undefined) => {
        await together();
        const isThere = kept?.cart.lines.some(({ productId }) => productId === "1") === true;
        return isThere ? { keep: undefined, result: "there" } : { ...withLine(kept, "1"), result: "added" };
      };
      const both = await Promise.all([tools, anotherProcess()].map((each) => changeCart(each, cartId, once)));
      expect(both.map(({ result }) => result).toSorted()).toEqual(["added", "there"]);
      expect(await products(cartId)).toEqual(["0", "1"]);
    });

    it("takes no id over that it does not know: such a browser gets a new one", async () => {
      const planted = "x".repeat(24);
      const { cartId } = await changeCart(tools, planted, (kept) => withLine(kept, "1"));
      expect(cartId).not.toBe(planted);
      expect(await products(planted)).toBeUndefined();
      expect(await products(cartId)).toEqual(["1"]);
    });

    it("forgets a cart when its time is over, and the store is told when", async () => {
      const cartId = await cartOf("1");
      const id = [...(await idsOf(cartId))][0] ?? "";
      expect(await store.ttlOf(id)).toBe(2 * 3_600);
      store.clock.pass(2 * 3_600_000 - 1);
      expect(await products(cartId)).toEqual(["1"]);
      store.clock.pass(1);
      expect(await products(cartId)).toBeUndefined();
    });

    it("counts the uses of a link over all carts: of two at once one gets the last", async () => {
      const hashed = [{ name: "input", value: "[]" }];
      const notAfter = NOW.toISOString();
      await registerLink(tools.ledger, "0a1b", { hashed, notAfter, usesLeft: 2 });
      expect(await registerLink(tools.ledger, "0a1b", { hashed })).toBe("known");
      const taken = await Promise.all(
        Array.from({ length: 3 }, () => takeUse(anotherProcess().ledger, "0a1b")),
      );
      expect(taken.filter(Boolean)).toHaveLength(2);
      expect(await issuedLink(tools.ledger, "0a1b")).toEqual({ hashed, notAfter: NOW, usesLeft: 0 });
      expect(await issuedLink(tools.ledger, "ffff")).toBeUndefined();
    });

    /** The documents that a cart is kept in: the id is not in any of them. */
    async function idsOf(cartId: string): Promise<readonly string[]> {
      const seen: string[] = [];
      const ledger = {
        ...tools.ledger,
        read: (ids: readonly string[]) => {
          seen.push(...ids);
          return tools.ledger.read(ids);
        },
      };
      await keptCart({ ...tools, ledger }, cartId);
      for (const id of seen) expect(id).not.toContain(cartId);
      return seen;
    }
  });
}

function until(hours: number): ShopperCart["lifetime"] {
  return { kind: "until", at: new Date(NOW.getTime() + hours * 3_600_000).toISOString() };
}

function withLine(
  kept: Kept | undefined,
  productId: string,
): { readonly keep: Kept; readonly result: string } {
  const cart = kept?.cart ?? { ...shopperCart("new").cart, lines: [], lifetime: until(2) };
  return { keep: { cart: { ...cart, lines: [...cart.lines, cartLine(productId)] } }, result: "added" };
}

/** Lets nobody go on before so many have come; later ones do not wait. */
function meeting(size: number): () => Promise<void> {
  const gate = Promise.withResolvers<undefined>();
  let come = 0;
  return async () => {
    come += 1;
    if (come >= size) gate.resolve(undefined);
    await gate.promise;
  };
}
