import { Big } from "big.js";

/** An exact decimal number as its shortest text: "19.99", "2", "-0.1". Never a float, never an exponent. */
export type Decimal = string & { readonly brand: "Decimal" };

const PLAIN = /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/** Reads a JSON number or its text; undefined when it is neither. */
export function decimal(value: number | string): Decimal | undefined {
  const text = String(value).trim();
  return PLAIN.test(text) ? shortest(new Big(text)) : undefined;
}

export function times(a: Decimal, b: Decimal): Decimal {
  return shortest(new Big(a).times(b));
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return shortest(new Big(a).minus(b));
}

/** The exact quotient; undefined when it has more decimals than that, or there is none. */
export function quotient(a: Decimal, by: Decimal, decimals: number): Decimal | undefined {
  if (new Big(by).eq(0)) return undefined;
  const rounded = new Big(a).div(by).round(decimals);
  return rounded.times(by).eq(a) ? shortest(rounded) : undefined;
}

export function sum(values: readonly Decimal[]): Decimal {
  return shortest(values.reduce((total, value) => total.plus(value), new Big(0)));
}

export function isPositive(value: Decimal): boolean {
  return new Big(value).gt(0);
}

function shortest(value: Big): Decimal {
  // the only cast: toFixed() without digits is the exact plain text without trailing zeros
  return (value.eq(0) ? "0" : value.toFixed()) as Decimal;
}
