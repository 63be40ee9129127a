import { isPositive, type Decimal } from "./decimal.ts";
import { compareStamps, type Stamp } from "./stamp.ts";

/** What kind of thing a line is. Only products are shown and count as contents. */
export type LineKind = "product" | "voided" | "gift-card" | "invoice" | "deposit" | "other";

export interface CartLine {
  readonly kind: LineKind;
  /** The record id as decimal text; a variant's own id for variants. Undefined for lines without a product. */
  readonly productId: string | undefined;
  /** The line's own text, used when the product itself cannot be read. */
  readonly description: string | undefined;
  readonly quantity: Decimal | undefined;
  readonly unit: string;
  /** Price of one unit in the channel's currency. */
  readonly unitPrice: Decimal | undefined;
  /** What is taken off the whole line. */
  readonly discount: Decimal | undefined;
}

/** A shopping cart as Retail Server holds it. */
export interface Cart {
  readonly id: string;
  /** The account number of the customer; undefined for a guest. */
  readonly account: string | undefined;
  /** The address in a guest's cart; left out when there is none, and for customers. */
  readonly guestEmail?: string;
  readonly modified: Stamp;
  readonly lines: readonly CartLine[];
}

/** A line that can be shown to the shopper. */
export interface ShownLine extends CartLine {
  readonly kind: "product";
  readonly productId: string;
  readonly quantity: Decimal;
}

export function shownLines(cart: Cart): readonly ShownLine[] {
  return cart.lines.filter(isShown);
}

function isShown(line: CartLine): line is ShownLine {
  return (
    line.kind === "product" &&
    line.productId !== undefined &&
    line.quantity !== undefined &&
    isPositive(line.quantity)
  );
}

/** The one order carts have everywhere: by stamp, then by id. */
export function compareCarts(a: Pick<Cart, "id" | "modified">, b: Pick<Cart, "id" | "modified">): number {
  return compareStamps(a.modified, b.modified) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
