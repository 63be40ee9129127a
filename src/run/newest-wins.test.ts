import fc from "fast-check";
import { expect, it } from "vitest";
import { cart, customer } from "../../test/carts.ts";
import { minutesAgo, PASS, stage } from "../../test/stage.ts";
import { compareCarts, type Cart } from "../cart/cart.ts";

/* One person, one reminder, about the newest cart: over accounts, slices, and however the server treats what is read. */

const carts = fc.array(
  fc.record({
    person: fc.constantFrom("ann", "bob", "cid"),
    account: fc.constantFrom("1", "2"),
    minutes: fc.integer({ min: 31, max: 60 }),
    isEmpty: fc.boolean(),
  }),
  { maxLength: 9 },
);
const server = fc.record({ sliceSize: fc.integer({ min: 1, max: 4 }), resaves: fc.boolean() });

it("reminds everybody who left carts exactly once, of the newest that holds something", async () => {
  await fc.assert(
    fc.asyncProperty(carts, server, async (all, { sliceSize, resaves }) => {
      const { shop, another, provider } = stage();
      shop.habits.resavesWhatIsRead = resaves;
      const newest = new Map<string, Cart>();
      all.forEach(({ person, account, minutes, isEmpty }, index) => {
        const number = `${person}-${account}`;
        shop.customersByAccount.set(number, customer(number, { email: `${person}@example.com` }));
        const left = cart(`cart-${index}`, { account: number, modified: minutesAgo(minutes) });
        shop.put(isEmpty ? { ...left, lines: [] } : left);
        const best = newest.get(person);
        if (!isEmpty && (best === undefined || compareCarts(left, best) > 0)) newest.set(person, left);
      });
      const report = await another({ pass: { ...PASS, sliceSize } }).pass();
      expect(report.stopped).toBeNull();
      const mailed = provider.delivered.map(({ cartId }) => cartId).sort();
      expect(mailed).toEqual([...newest.values()].map(({ id }) => id).sort());
    }),
  );
});
