import { measure } from "../../cart/ware-values.ts";
import { faultText, type LinkFault } from "../../open-cart/build/link-fault.ts";
import type { LinkItem } from "../../open-cart/build/link-item.ts";
import type { LinkOptions } from "../../open-cart/build/link-options.ts";
import type { WordsAndOptions } from "../words-and-options.ts";

/** What one product can be described with; several are in a file. */
export const ITEM_OPTIONS = {
  product: { type: "string" },
  sku: { type: "string" },
  variant: { type: "string" },
  amount: { type: "string" },
  title: { type: "string" },
  price: { type: "string" },
  currency: { type: "string" },
  weight: { type: "string" },
} as const;

export const OPTIONS = {
  ...ITEM_OPTIONS,
  items: { type: "string" },
  "secret-env": { type: "string" },
  add: { type: "boolean" },
  silent: { type: "boolean" },
  "expiry-days": { type: "string" },
  "referral-code": { type: "string" },
  stack: { type: "boolean" },
  html: { type: "boolean" },
  json: { type: "boolean" },
} as const;

/** What `open-cart build` was given. */
export type Given = WordsAndOptions<keyof typeof OPTIONS>;

export function itemOf({ texts }: Pick<Given, "texts">): LinkItem {
  const amount = texts.get("amount");
  return {
    product: texts.get("product"),
    sku: texts.get("sku"),
    variant: texts.get("variant"),
    amount: amount === undefined ? undefined : wholeNumber(amount),
    title: texts.get("title"),
    price: measure(texts.get("price") ?? ""),
    currency: texts.get("currency"),
    weight: measure(texts.get("weight") ?? ""),
  };
}

export function optionsOf({ texts, flags }: Pick<Given, "texts" | "flags">): LinkOptions {
  const days = texts.get("expiry-days");
  return {
    notification: flags.has("silent") ? false : undefined,
    expiryDays: days === undefined ? undefined : wholeNumber(days),
    referralCode: texts.get("referral-code"),
    stack: flags.has("stack"),
  };
}

/** NaN for anything else, which the builder refuses by name. */
function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** A price and a weight that are no numbers never reach the builder. */
export function unreadable({ texts }: Given): readonly LinkFault[] {
  const faults: readonly LinkFault[] = [
    { where: "item.price", expected: "a-price" },
    { where: "item.weight", expected: "a-weight" },
  ];
  return faults.filter(({ where }) => {
    const text = texts.get(where === "item.price" ? "price" : "weight");
    return text !== undefined && measure(text) === undefined;
  });
}

/** The fault in the words of the command line: one product has options, those of a file have places. */
export function told({ where, expected }: LinkFault, { texts }: Pick<Given, "texts">): string {
  const [item, field] = texts.has("items") ? [] : (/^(?:item|items\[0\])(?:\.(\w+))?$/.exec(where) ?? []);
  const option = item === undefined ? OPTION_FOR[where] : `--${field ?? "product"}`;
  return faultText({ where: option ?? where, expected });
}

const OPTION_FOR: Readonly<Record<string, string>> = {
  shop: "the shop",
  items: "--items",
  expiryDays: "--expiry-days",
  referralCode: "--referral-code",
};
