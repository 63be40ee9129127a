import { z } from "zod";
import { decimal, type Decimal } from "../../cart/decimal.ts";
import { parseStamp, toDate } from "../../cart/stamp.ts";
import { OFFER_FIELDS } from "../../cart/shopper-cart.ts";
import { currencyCode, measure, MOST_PIECES, recordId, shownText } from "../../cart/ware-values.ts";

/*
 * The files about open cart links that commands and settings name. People write numbers as texts and the other way round.
 */

/** A value read from a text or a number by the rule for links; `expected` says what was not found. */
function read<Value>(rule: (text: string) => Value | undefined, expected: string) {
  return z.union([z.string(), z.number()], `expected ${expected}`).transform((value, context) => {
    const result = rule(String(value));
    if (result !== undefined) return result;
    context.addIssue(`expected ${expected}`);
    return z.NEVER;
  });
}

const recordNumber = read(recordId, "a number of at most 15 digits, above 0");
const price = read(measure, "a price from 0, with a decimal point");
const weight = read(measure, "a weight from 0, with a decimal point");
const shownWords = read(shownText, "1 to 255 characters, without control characters");
const currency = read(currencyCode, "three capital letters");
const yesOrNo = z.boolean("expected true or false");
const wholeNumber = z.int("expected a whole number");
const amount = z
  .int(`expected a whole number from 1 to ${MOST_PIECES}`)
  .min(1, `expected a whole number from 1 to ${MOST_PIECES}`)
  .max(MOST_PIECES, `expected a whole number from 1 to ${MOST_PIECES}`);

/** A list, and what to say when it is none. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.array(item, "expected a list");
}

/** An object of nothing but these keys. */
function objectOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, "expected an object");
}

const prices = z.record(currency, price, 'expected prices by currency, such as {"DKK": 349}');

const sellable = {
  id: recordNumber,
  sku: shownWords.optional(),
  weight: weight.optional(),
  stock: wholeNumber.optional(),
};

const variant = objectOf({ ...sellable, title: shownWords.optional(), prices: prices.default({}) });

const product = objectOf({
  ...sellable,
  title: shownWords,
  prices,
  kind: z
    .enum(["ordinary", "placeholder", "package"], "expected ordinary, placeholder or package")
    .default("ordinary"),
  variants: listOf(variant).default([]),
  sellsWithoutStock: yesOrNo.default(false),
  minimumAmount: wholeNumber.min(1, "expected a whole number from 1").optional(),
  lowestPrices: prices.optional(),
});

/** The products of a shop, and the currency its carts begin with. */
export const catalogueFile = objectOf({
  currency,
  products: listOf(product).superRefine((products, context) => {
    const seen = new Set<string>();
    for (const [at, { id }] of products.entries()) {
      if (seen.has(id)) context.addIssue({ code: "custom", path: [at, "id"], message: "expected once" });
      seen.add(id);
    }
  }),
});

const word = z.string("expected a text");

const cartLine = objectOf({
  productId: recordNumber,
  variantId: recordNumber.optional(),
  sku: shownWords.optional(),
  title: shownWords,
  amount,
  unitPrice: price,
  weight: weight.optional(),
  additionalData: word.optional(),
  customised: listOf(z.enum(OFFER_FIELDS, "expected title, price, currency or weight")).default([]),
  standsAlone: yesOrNo.optional(),
  soldOut: yesOrNo.default(false),
});

const lifetime = z.discriminatedUnion(
  "kind",
  [
    objectOf({ kind: z.literal("account") }),
    objectOf({ kind: z.literal("session") }),
    objectOf({ kind: z.literal("until"), at: z.iso.datetime("expected a moment in UTC") }),
  ],
  "expected account, session or until",
);

/** A cart as `explain --json` prints it, or as somebody writes one. */
export const cartFile = objectOf({
  currency,
  lines: listOf(cartLine).default([]),
  lifetime: lifetime.optional(),
  referral: objectOf({ code: word, signed: yesOrNo }).optional(),
  used: listOf(word).default([]),
});

/** The items of an `addmulti` link, as they would stand in its `input`. */
export const itemsFile = listOf(
  objectOf({
    product: recordNumber.optional(),
    sku: shownWords.optional(),
    variant: recordNumber.optional(),
    amount: amount.optional(),
    title: shownWords.optional(),
    price: price.optional(),
    currency: currency.optional(),
    weight: weight.optional(),
  }),
);

/** The orders of a shop's export, under whatever names. What is no object is none. */
export const ordersFile = z.union([
  z.array(z.record(z.string(), z.unknown()).catch({})),
  z
    .object({ orders: z.array(z.record(z.string(), z.unknown()).catch({})) })
    .transform(({ orders }) => orders),
]);

const written = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);

/** With a decimal point, or with a comma as much of Europe writes it. One point before three digits may mean either. */
const total = z.preprocess(
  written,
  z
    .string("expected a total")
    .trim()
    .transform((text, context): Decimal | undefined => {
      if (text === "") return undefined;
      const isComma = /^-?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}$/.test(text);
      const read = isComma ? decimal(text.replaceAll(".", "").replace(",", ".")) : decimal(text);
      if (read !== undefined && !/^-?\d{1,3}\.\d{3}$/.test(text)) return read;
      context.addIssue("expected a total such as 1299.95 or 1.299,95");
      return z.NEVER;
    }),
);

/** Without a zone it is UTC. */
const moment = z.string("expected a moment").transform((text, context): number => {
  const iso = text.trim().replace(/^(\d{4}-\d{2}-\d{2}) /, "$1T");
  const whole = /T\d{2}:\d{2}$/.test(iso) ? `${iso}:00` : iso;
  const stamp = parseStamp(whole) ?? parseStamp(`${whole}Z`);
  if (stamp !== undefined) return toDate(stamp).getTime();
  context.addIssue("expected a moment such as 2026-11-22T10:00:00Z or 2026-11-22 10:00");
  return z.NEVER;
});

const cancelled = /cancel|annul|void|refund|return|lost|afbestilt|krediter/i;

/** An order of an export, its columns named as we name them. */
export const exportedOrder = z
  .object({
    referralCode: z.preprocess(written, z.string("expected a referral code")),
    created: moment,
    total,
    currency: z
      .string("expected a currency")
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{3}$/, "expected a currency such as DKK"),
    id: z.preprocess(written, z.string().trim()).nullish().catch(undefined),
    status: z.preprocess(written, z.string()).nullish().catch(undefined),
  })
  .transform(({ created, id, status, ...order }) => ({
    ...order,
    at: created,
    id: id === undefined || id === null || id === "" ? undefined : id,
    isCancelled: cancelled.test(status ?? ""),
  }));
