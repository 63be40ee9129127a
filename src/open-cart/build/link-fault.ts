import { LONGEST_TEXT, MOST_PIECES } from "../../cart/ware-values.ts";
import { LONGEST_LINK, LONGEST_REFERRAL_CODE, MOST_ITEMS } from "../limits.ts";

/** What was expected where the builder refuses something. */
const EXPECTED = {
  "a-shop-address": "the https address of the shop alone, without path, query, fragment or sign-in",
  "some-items": `1 to ${MOST_ITEMS} items`,
  "product-or-sku": "a product or a sku",
  "a-record-number": "a number of at most 15 digits, above 0",
  "a-text-to-show": `1 to ${LONGEST_TEXT} characters, without control characters and direction turns`,
  pieces: `a whole number from 1 to ${MOST_PIECES}`,
  "a-price": "a price from 0 with at most two decimals",
  "a-currency": "three capital letters",
  "one-currency": "the same currency for every item that names one",
  "a-weight": "a weight from 0",
  "a-signed-link": "a signed link: without a code the shop refuses this",
  "an-addmulti-link": "an addmulti link: add does not know this",
  "days-to-keep": "a whole number from 0 to 30",
  "a-referral-code": `1 to ${LONGEST_REFERRAL_CODE} of the characters A-Z a-z 0-9 . _ -`,
  "a-shorter-link": `a link of at most ${LONGEST_LINK} characters`,
} as const satisfies Readonly<Record<string, string>>;

export type Expected = keyof typeof EXPECTED;

/** One reason why a link is not built. It never repeats the value itself. */
export interface LinkFault {
  /** Which part, for instance `items[2].price`. */
  readonly where: string;
  readonly expected: Expected;
}

/** One line for a person: `items[2].price: expected a price from 0 with at most two decimals`. */
export function faultText(fault: LinkFault): string {
  return `${fault.where}: expected ${EXPECTED[fault.expected]}`;
}
