import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shownText, withoutDirectionTurns } from "../cart/ware-values.ts";
import { applyChanges } from "./apply/cart-change.ts";
import { catalogueOf } from "./apply/catalogue.ts";
import { buildLink, type BuiltLink } from "./build/build-link.ts";
import type { LinkItem } from "./build/link-item.ts";
import type { LinkOrder } from "./build/link-order.ts";
import { decodeQuery } from "./query-text.ts";
import { amountOf, EMPTY, open, PRINTED_SECRET, product, variant, type Circumstances } from "./test-shop.ts";
import { strictTrust } from "./verify/receiver-settings.ts";

const SHOP = "https://minshop.dk";

const shown = (text: string): boolean =>
  shownText(text) !== undefined && withoutDirectionTurns(text) === text;

const title = fc.string({ unit: "binary", minLength: 1, maxLength: 100 }).filter(shown);
const price = fc.integer({ min: 0, max: 99_999_999 }).map((cents) => amountOf(`${cents / 100}`));
const weight = fc.integer({ min: 0, max: 99_999 }).map((grams) => amountOf(`${grams / 1000}`));

const plainItem = fc.record({
  product: fc.integer({ min: 1, max: 9_999_999 }).map(String),
  variant: fc.option(fc.integer({ min: 1, max: 999 }).map(String), { nil: undefined }),
  amount: fc.integer({ min: 1, max: 99_999 }),
});

function offerItems(currency: string | undefined): fc.Arbitrary<readonly LinkItem[]> {
  const own = { nil: undefined };
  const item = fc
    .tuple(plainItem, fc.option(title, own), fc.option(price, own), fc.option(weight, own))
    .map(([plain, itsTitle, itsPrice, itsWeight]) => {
      return { ...plain, title: itsTitle, price: itsPrice, weight: itsWeight, currency };
    });
  return fc.array(item, { minLength: 1, maxLength: 12 });
}

const anyOffers = fc.constantFrom("DKK", "EUR", undefined).chain(offerItems);

/** A catalogue in which every item of a link can be found. */
function shopFor(items: readonly LinkItem[]): Circumstances {
  const products = items.map(({ product: id = "" }) => {
    const variants = items.filter((item) => item.product === id && item.variant !== undefined);
    return product(id, { variants: variants.map((item) => variant(item.variant ?? "")) });
  });
  return { catalogue: catalogueOf(products), settings: { trust: strictTrust } };
}

function built(order: LinkOrder): BuiltLink {
  const link = buildLink(order);
  if (link.kind === "refused") throw new Error(JSON.stringify(link.faults));
  return link;
}

/** A product either has variants or not: items that contradict another item of the same product are dropped. */
function consistent<T extends LinkItem>(items: readonly T[]): readonly T[] {
  return items.filter((item) => {
    const first = items.find((other) => other.product === item.product);
    return (first?.variant === undefined) === (item.variant === undefined);
  });
}

describe("build → receive gives back the same cart", () => {
  test("for any plain lines", () => {
    fc.assert(
      fc.property(fc.array(plainItem, { minLength: 1, maxLength: 20 }).map(consistent), (items) => {
        const { url } = built({ kind: "add-multi", shop: SHOP, items });
        const { result, cart } = open(url, shopFor(items));
        expect(result).toBe("added");
        expect(
          cart.lines.map(({ productId, variantId, amount }) => ({
            product: productId,
            variant: variantId,
            amount,
          })),
        ).toEqual(items);
      }),
    );
  });

  test("for any signed lines and any title", () => {
    fc.assert(
      fc.property(anyOffers.map(consistent), (items) => {
        const { url } = built({ kind: "signed-add-multi", shop: SHOP, items, secret: PRINTED_SECRET });
        const { result, cart } = open(url, shopFor(items));
        expect(result).toBe("added");
        for (const [at, item] of items.entries()) {
          expect(cart.lines[at]).toMatchObject({
            productId: item.product,
            variantId: item.variant,
            amount: item.amount,
            title: item.title ?? `Vare ${item.product ?? ""}`,
            weight: item.weight,
            unitPrice: item.price ?? (item.currency === "EUR" ? "14" : "100"),
          });
        }
        expect(cart.currency).toBe(items[0]?.currency ?? "DKK");
      }),
    );
  });

  test("for any title and price of a signed add link", () => {
    fc.assert(
      fc.property(plainItem, title, price, (plain, itsTitle, itsPrice) => {
        const item = { ...plain, title: itsTitle, price: itsPrice };
        const { url } = built({ kind: "signed-add", shop: SHOP, item, secret: PRINTED_SECRET });
        const settings = { trust: { ...strictTrust, signedAdd: "accept" } } as const;
        const { cart } = open(url, { ...shopFor([item]), settings });
        expect(cart.lines).toMatchObject([{ title: itsTitle, unitPrice: itsPrice, amount: plain.amount }]);
      }),
    );
  });
});

/** What a link says: its decoded parameters, the code in lower case. Two spellings of one text say the same. */
function saidBy(target: string): unknown {
  const [path, query = ""] = target.split("#", 1)[0]?.split("?", 2) ?? [];
  const parameters = decodeQuery(query)?.map(({ name, value }) => {
    return [name, name === "code" ? value.toLowerCase() : value];
  });
  return parameters === undefined ? target : [path, parameters];
}

test("any single changed byte of a signed addmulti is refused, unless the text stays the same", () => {
  const byte = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
  const items = anyOffers.map(consistent).map(([first]) => [{ ...first, price: amountOf("1") }]);
  const options = fc.record({
    expiryDays: fc.integer({ min: 0, max: 30 }),
    referralCode: fc.constant("AC-R1-7K3M9Q"),
  });
  fc.assert(
    fc.property(items, options, fc.nat(), byte, (its, asked, position, other) => {
      const order = {
        kind: "signed-add-multi",
        shop: SHOP,
        items: its,
        secret: PRINTED_SECRET,
        options: asked,
      } as const;
      const target = built(order).url.slice(SHOP.length);
      const at = position % target.length;
      const changed = target.slice(0, at) + other + target.slice(at + 1);
      fc.pre(JSON.stringify(saidBy(changed)) !== JSON.stringify(saidBy(target)));
      const outcome = open(changed, shopFor(its));
      expect(["refused", "front-page"]).toContain(outcome.result);
      expect(outcome.cart).toBe(EMPTY);
    }),
    { numRuns: 2_000 },
  );
});

const junkValue = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("17", "99", "5", "A001", "1", "0", "false", "%80", "%", "DKK"),
  fc.json().map(encodeURIComponent),
);
const junkName = fc.constantFrom(
  ...["product", "sku", "variant", "amount", "title", "price", "currency", "weight", "input"],
  ...[
    "notification",
    "expiryDays",
    "referralCode",
    "stack",
    "code",
    "returnUrl",
    "__proto__",
    "product[17][amount]",
  ],
);
const junkQuery = fc
  .array(fc.tuple(junkName, junkValue))
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join("&"));
const junkInput = fc.json({ maxDepth: 4 }).map((json) => `input=${encodeURIComponent(json)}`);
const junkTarget = fc
  .tuple(
    fc.constantFrom("/actions/cart/add/?", "/actions/cart/addmulti/?", "https://x/", ""),
    fc.oneof(junkQuery, junkInput),
  )
  .map(([path, query]) => path + query);

test("no input crashes the receiver, or changes a cart without an outcome that says so", () => {
  fc.assert(
    fc.property(fc.oneof(junkTarget, fc.string({ unit: "binary" })), (target) => {
      const before = open("/actions/cart/add/?product=17&amount=2&referralCode=r").cart;
      const outcome = open(target, { cart: before });
      const added = outcome.result === "added" || outcome.result === "partly-added";
      expect(outcome.cart).toEqual(applyChanges(before, outcome.changes));
      expect(outcome.changes.some(({ kind }) => kind === "add" || kind === "increase")).toBe(added);
      if (!added) expect(outcome.cart).toBe(before);
      expect(outcome.redirect).toMatch(/^\/(?![/\\])/);
    }),
    { numRuns: 3_000 },
  );
});
