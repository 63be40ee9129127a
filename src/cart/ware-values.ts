import { decimal, type Decimal } from "./decimal.ts";

/*
 * What is said about wares, in links and in files, each read from its text. Undefined means that the text is no such
 * value.
 */

/** Pieces of one line. */
export const MOST_PIECES = 99_999;

/** Characters of a title or a SKU. */
export const LONGEST_TEXT = 255;

/** The id of a product or variant: a positive number that a JSON number can hold exactly. */
export function recordId(text: string): string | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? text : undefined;
}

/** Pieces: a whole number, at least 1. */
export function pieces(text: string): number | undefined {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const count = Number(text);
  return count >= 1 && count <= MOST_PIECES ? count : undefined;
}

/** A price or a weight: at least 0, with a decimal point, below a thousand million, never an exponent. */
export function measure(text: string): Decimal | undefined {
  // shops make prices with floats, so a tail such as 199.95000000000002 is met in the wild
  return /^\d{1,9}(\.\d{1,15})?$/.test(text) ? decimal(text) : undefined;
}

/** The code of a currency, such as DKK. */
export function currencyCode(text: string): string | undefined {
  return /^[A-Z]{3}$/.test(text) ? text : undefined;
}

/** A title or a SKU that can be shown: not blank, not too long, no control characters, no halves of characters. */
export function shownText(text: string): string | undefined {
  const fits = text.trim() !== "" && characters(text) <= LONGEST_TEXT;
  return fits && text.isWellFormed() && !/\p{Cc}/u.test(text) ? text : undefined;
}

/** Characters as people count them, so that an emoji does not take two. */
export function characters(text: string): number {
  return Array.from(text).length;
}

const TURNS_THE_DIRECTION = /[\u202A-\u202E\u2066-\u2069]/g;

/** Without the characters that turn the reading direction: with them one title can be made to look like another. */
export function withoutDirectionTurns(text: string): string {
  return text.replaceAll(TURNS_THE_DIRECTION, "");
}
