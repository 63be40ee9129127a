import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decimal } from "../../src/cart/decimal.ts";
import { shownText, withoutDirectionTurns } from "../../src/cart/ware-values.ts";
import { buildLink } from "../../src/open-cart/build/build-link.ts";
import type { LinkOrder } from "../../src/open-cart/build/link-order.ts";
import { openLinkShop, rawGet, signedMulti, type LinkShop } from "./link-shop.ts";

/* Whatever our builder makes, our receiver reads, over HTTP; and nothing else. */

let shop: LinkShop;

beforeAll(async () => {
  shop = await openLinkShop();
});

afterAll(() => shop.close());

const PRODUCTS = Array.from({ length: 30 }, (_, at) => ({
  id: at + 1,
  title: `Vare ${at + 1}`,
  prices: { DKK: 100, EUR: 14 },
}));

const isShown = (text: string): boolean =>
  shownText(text) !== undefined && withoutDirectionTurns(text) === text;

const own = { nil: undefined };
const title = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter(isShown);
const price = fc.integer({ min: 0, max: 99_999_999 }).map((cents) => decimal(`${cents / 100}`));
const product = fc.integer({ min: 1, max: PRODUCTS.length }).map(String);
const amount = fc.integer({ min: 1, max: 99_999 });
const plain = fc.record({ product, amount });
const offer = fc.record({ product, amount, title: fc.option(title, own), price: fc.option(price, own) });
const options = fc.record({
  expiryDays: fc.option(fc.integer({ min: 0, max: 30 }), own),
  referralCode: fc.option(fc.stringMatching(/^[A-Za-z0-9._-]{1,50}$/), own),
  notification: fc.option(fc.boolean(), own),
});

function targetOf(order: LinkOrder): string {
  const link = buildLink(order);
  if (link.kind === "refused") throw new Error(JSON.stringify(link.faults));
  return link.url.slice("https://minshop.dk".length);
}

/** The cart that this link leaves in a browser that has not been here. */
async function cartAfter(target: string) {
  const browser = shop.browser();
  const { status } = await browser.get(target);
  expect(status).toBe(303);
  return browser.cart();
}

it("what is built is received: the same lines, in the same order", async () => {
  shop.offer(PRODUCTS);
  await fc.assert(
    fc.asyncProperty(fc.array(plain, { minLength: 1, maxLength: 8 }), options, async (items, asked) => {
      const target = targetOf({ kind: "add-multi", shop: "https://minshop.dk", items, options: asked });
      const lines = (await cartAfter(target))?.lines.map((line) => [line.productId, line.amount]);
      expect(lines).toEqual(items.map((item) => [item.product, item.amount]));
    }),
    { numRuns: 60 },
  );
});

it("what is built and signed is received with every title and price, to the last sign", async () => {
  shop.offer(PRODUCTS);
  await fc.assert(
    fc.asyncProperty(fc.array(offer, { minLength: 1, maxLength: 5 }), options, async (items, asked) => {
      const { secret } = shop;
      const order = { kind: "signed-add-multi", shop: "https://minshop.dk", items, secret } as const;
      const cart = await cartAfter(targetOf({ ...order, options: asked }));
      const lines = cart?.lines.map((line) => [line.productId, line.amount, line.title, line.unitPrice]);
      expect(lines).toEqual(
        items.map((item) => [
          item.product,
          item.amount,
          item.title ?? `Vare ${item.product}`,
          item.price ?? "100",
        ]),
      );
      expect(cart?.referral?.code).toBe(asked.referralCode);
    }),
    { numRuns: 60 },
  );
});

it("a signed addmulti link with any one byte changed puts nothing into a cart", async () => {
  shop.offer(PRODUCTS);
  const input = '[{"product":12,"amount":2,"price":199.95,"title":"Sæt"}]';
  const link = signedMulti(shop.secret, input, [
    ["expiryDays", "7"],
    ["referralCode", "AC-R1-7K3M"],
  ]);
  expect((await cartAfter(link))?.lines).toHaveLength(1);
  const before = shop.carts().length;
  const changed = Array.from(link, (sign, at) => link.slice(0, at) + otherThan(sign) + link.slice(at + 1));
  for (const target of changed) expect([303, 400, 404]).toContain((await rawGet(shop, target)).status);
  expect(shop.carts().length).toBe(before);
});

/** One that means something else: not the other case of a hex digit. */
function otherThan(sign: string): string {
  return sign === "2" ? "3" : "2";
}
