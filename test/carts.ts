import type { Cart, CartLine } from "../src/cart/cart.ts";
import { decimal, type Decimal } from "../src/cart/decimal.ts";
import type { Customer } from "../src/cart/shopper.ts";
import { parseStamp, stampOf, type Stamp } from "../src/cart/stamp.ts";

/* What shoppers leave behind, in as few words as a test can say it. */

/** A cart of one product that its account has touched at the moment given. */
export function cart(id: string, of: Partial<Omit<Cart, "modified">> & { modified: Date | string }): Cart {
  const { modified, ...rest } = of;
  return { id, account: `account-${id}`, lines: [line("p1")], ...rest, modified: stamp(modified) };
}

/** One piece of a product at 10.00. */
export function line(productId: string, of: Partial<CartLine> = {}): CartLine {
  return {
    kind: "product",
    productId,
    description: `description of ${productId}`,
    quantity: number("1"),
    unit: "ea",
    unitPrice: number("10"),
    discount: undefined,
    ...of,
  };
}

/** A customer whose address is made of the account number. */
export function customer(account: string, of: Partial<Customer> = {}): Customer {
  return {
    account,
    email: `${account}@example.com`,
    firstName: "Kim",
    lastName: "Berg",
    language: undefined,
    optedOut: false,
    group: undefined,
    consentValues: [],
    ...of,
  };
}

export function stamp(moment: Date | string): Stamp {
  const read = typeof moment === "string" ? parseStamp(moment) : stampOf(moment);
  if (read === undefined) throw new Error(`not a moment: ${String(moment)}`);
  return read;
}

export function number(text: string): Decimal {
  const read = decimal(text);
  if (read === undefined) throw new Error(`not a number: ${text}`);
  return read;
}
