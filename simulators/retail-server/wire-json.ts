import type { DecimalText } from "./shop-data.ts";

/** A number that goes into the JSON text exactly as it is written here. */
export interface RawNumber {
  readonly rawJSON: string;
}

declare global {
  // part of the language since Node 21, not yet in the compiler's own typings
  interface JSON {
    rawJSON(text: string): RawNumber;
  }
}

/** A decimal keeps its trailing zeros on the wire, which a JavaScript number would lose. */
export function wireDecimal(text: DecimalText | null): RawNumber | null {
  return text === null ? null : JSON.rawJSON(text);
}
