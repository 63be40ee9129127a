import type {
  CartLineRow,
  CartRow,
  CustomerRow,
  OrderRow,
  ProductRow,
  StampText,
} from "../retail-server/shop-data.ts";
import { stampBefore, TICKS_PER_MINUTE } from "../retail-server/ticks.ts";
import { aCart, aLine, anOrder } from "./builders.ts";
import { ASSORTMENT } from "./catalogue.ts";
import { createDraw, type Draw } from "./draw.ts";
import { inventShopper } from "./shoppers.ts";

/** What a case of the demo shop is put together from. Everything it makes is new, and the same for the same seed. */
export interface Scene {
  readonly draw: Draw;
  /** A moment nobody else has: so many minutes ago at least, or any in the window. */
  moment(minutesAgo?: number): StampText;
  shopper(members?: Partial<CustomerRow>): CustomerRow;
  /** With one to four ordinary things in it, at some moment of the window. */
  cart(members?: Partial<CartRow>): CartRow;
  order(members: Pick<OrderRow, "customerId" | "created" | "productIds">): OrderRow;
  /** One to four different ordinary things. */
  basket(): readonly CartLineRow[];
}

/** Carts of the window are between these ages: within 120 and 30 minutes with some room at both ends. */
export const WINDOW_MINUTES = { oldest: 118, newest: 32 } as const;

export function createScene({ now, seed }: { readonly now: Date; readonly seed: number }): Scene {
  const draw = createDraw(seed);
  const taken = new Set<StampText>();
  let numbers = 4000;

  function moment(minutesAgo?: number): StampText {
    const span = WINDOW_MINUTES.oldest - WINDOW_MINUTES.newest - 1;
    const wholeMinutes = minutesAgo ?? WINDOW_MINUTES.newest + 1 + draw.below(span);
    // somewhere in the minute before, down to the last digit
    const stamp = stampBefore(now, wholeMinutes, -BigInt(draw.below(Number(TICKS_PER_MINUTE))));
    if (taken.has(stamp)) return moment(minutesAgo);
    taken.add(stamp);
    return stamp;
  }

  function basket(): readonly CartLineRow[] {
    const count = draw.pick([1, 1, 1, 2, 2, 3, 4]);
    return draw.some(ASSORTMENT, count).map((product) => lineOf(product, { quantity: quantity(draw) }));
  }

  return {
    draw,
    moment,
    basket,
    shopper: (members) => ({ ...inventShopper(draw, (numbers += 1)), ...members }),
    cart: (members) => aCart({ id: draw.hex(24), modified: moment(), lines: basket(), ...members }),
    order: (members) => anOrder({ id: `W${draw.hex(10)}`, ...members }),
  };
}

/** One of a product, described as the shop's own language has it. */
export function lineOf(product: ProductRow, members: Partial<CartLineRow> = {}): CartLineRow {
  return aLine({
    productId: product.id,
    description: product.names["sv"] ?? null,
    price: product.price,
    ...members,
  });
}

function quantity(draw: Draw): string {
  return draw.pick(["1.0000000", "1.0000000", "1.0000000", "1", "2.0000000", "4"]);
}
