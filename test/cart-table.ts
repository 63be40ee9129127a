import { createHash } from "node:crypto";
import type { Cart } from "../src/cart/cart.ts";
import { compareStamps, type Stamp } from "../src/cart/stamp.ts";
import type { RetailServer } from "../src/ports/retail-server.ts";

/** How a server may differ from the plain one. */
export interface TableHabits {
  /** Most rows of one reply, whatever is asked for; a reply cut short by it says that there is more. */
  readonly cap?: number;
  readonly ignoresSkip?: boolean;
  readonly ignoresTop?: boolean;
  /** Heeds whole milliseconds of the stamps it is asked with, and no less. */
  readonly cutsStamps?: boolean;
  readonly order?: "newest-first";
  /** What the order inside one stamp goes by. */
  readonly place?: (name: string) => string;
}

/**
 * The carts of a shop as Retail Server pages them: both ends of a window belong to it, oldest first. Inside one stamp
 * the order never changes, but it is not that of the ids.
 */
export interface CartTable {
  readonly page: RetailServer["cartsModified"];
  /** Pages asked for until now. */
  readonly pages: number;
  put(cart: Cart): void;
  /** A row without a usable id. */
  putUnreadable(name: string, modified: Stamp): void;
  remove(name: string): void;
  get(id: string): Cart | undefined;
  all(): readonly Cart[];
  /** Does something when the page of that number is asked for, before it is answered. */
  at(page: number, act: () => void): void;
}

interface Row {
  readonly modified: Stamp;
  readonly place: string;
  readonly cart: Cart | undefined;
}

export function cartTable(carts: readonly Cart[], habits: TableHabits = {}): CartTable {
  const rows = new Map<string, Row>();
  const acts = new Map<number, () => void>();
  const placeOf = habits.place ?? anyPlace;
  let pages = 0;

  function put(name: string, modified: Stamp, cart: Cart | undefined): void {
    rows.set(name, { modified, place: placeOf(name), cart });
  }

  for (const cart of carts) put(cart.id, cart.modified, cart);

  return {
    get pages() {
      return pages;
    },
    async page(window, { top, skip }) {
      pages += 1;
      acts.get(pages)?.();
      const from = habits.cutsStamps === true ? (window.from.ticks / 10_000n) * 10_000n : window.from.ticks;
      const inside = [...rows.values()]
        .filter(({ modified }) => modified.ticks >= from && compareStamps(modified, window.to) <= 0)
        .sort((a, b) => compareStamps(a.modified, b.modified) || (a.place < b.place ? -1 : 1));
      if (habits.order === "newest-first") inside.reverse();
      const start = habits.ignoresSkip === true ? 0 : skip;
      const wanted = habits.ignoresTop === true ? inside.slice(start) : inside.slice(start, start + top);
      const given = wanted.slice(0, habits.cap);
      const readable = given.flatMap((row) => row.cart ?? []);
      return {
        carts: readable,
        rows: given.length,
        unreadable: given.length - readable.length,
        more: given.length < wanted.length,
      };
    },
    put: (cart) => put(cart.id, cart.modified, cart),
    putUnreadable: (name, modified) => put(name, modified, undefined),
    remove: (name) => void rows.delete(name),
    get: (id) => rows.get(id)?.cart,
    all: () => [...rows.values()].flatMap((row) => row.cart ?? []),
    at: (page, act) => void acts.set(page, act),
  };
}

function anyPlace(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}
