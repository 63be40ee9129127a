import type { ShopperCart, ShopperLine } from "../../cart/shopper-cart.ts";
import { MOST_PIECES } from "../../cart/ware-values.ts";
import { MOST_LINES } from "../limits.ts";
import type { AddedCode, ItemCode, RefusalCode } from "../outcome-codes.ts";
import { applyChange, type CartChange } from "./cart-change.ts";
import type { FoundItem } from "./find-product.ts";
import { countedStock } from "./line-of.ts";

/** An item that is ready for the cart. */
export interface ReadyItem {
  readonly found: FoundItem;
  readonly line: ShopperLine;
}

export interface Placed {
  readonly cart: ShopperCart;
  readonly changes: readonly CartChange[];
  /** One code for each item, in the order of the link. */
  readonly codes: readonly ItemCode[];
}

/** Puts the items into the cart one after another, so that two equal ones in one link stack too. */
export function placeItems(
  cart: ShopperCart,
  items: readonly (ReadyItem | RefusalCode)[],
  stack: boolean,
): Placed {
  let placed: Placed = { cart, changes: [], codes: [] };
  for (const item of items) placed = placeItem(placed, item, stack);
  return placed;
}

function placeItem(placed: Placed, item: ReadyItem | RefusalCode, stack: boolean): Placed {
  if (typeof item === "string") return notPlaced(placed, item);
  const change = changeFor(placed.cart, item.line, stack);
  if (typeof change === "string") return notPlaced(placed, change);
  const cart = applyChange(placed.cart, change);
  const code = addedCode(cart, item);
  return { cart, changes: [...placed.changes, change], codes: [...placed.codes, code] };
}

function notPlaced(placed: Placed, code: RefusalCode): Placed {
  return { ...placed, codes: [...placed.codes, code] };
}

function changeFor(cart: ShopperCart, line: ShopperLine, stack: boolean): CartChange | RefusalCode {
  const at = stack ? cart.lines.findIndex((other) => isEqual(other, line)) : -1;
  const grows = cart.lines[at];
  if (grows === undefined) return cart.lines.length < MOST_LINES ? { kind: "add", line } : "cart-full";
  if (grows.amount + line.amount > MOST_PIECES) return "amount-invalid";
  return { kind: "increase", line: at, by: line.amount, unitPrice: line.unitPrice, soldOut: line.soldOut };
}

function isEqual(a: ShopperLine, b: ShopperLine): boolean {
  return !a.standsAlone && !b.standsAlone && a.additionalData === b.additionalData && isSameProduct(a, b);
}

function isSameProduct(a: ShopperLine, b: ShopperLine): boolean {
  return a.productId === b.productId && a.variantId === b.variantId;
}

/** Rows 21 to 23: it is in the cart, and whether there is something to say about it. */
function addedCode(cart: ShopperCart, { found, line }: ReadyItem): AddedCode {
  if (line.soldOut) return "sold-out";
  const amounts = cart.lines.filter((other) => isSameProduct(other, line)).map(({ amount }) => amount);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  if (total > (countedStock(found) ?? Infinity)) return "above-stock";
  return total < (found.product.minimumAmount ?? 0) ? "below-minimum" : "added";
}
