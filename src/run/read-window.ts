import { compareCarts, type Cart } from "../cart/cart.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { compareStamps, justAfter, type Stamp } from "../cart/stamp.ts";
import type { CartPage, RetailServer } from "../ports/retail-server.ts";

/** Everything up to and including this cart has been given out. */
export interface Position {
  readonly modified: Stamp;
  readonly id: string;
}

export interface Window {
  /** Both ends belong to it. */
  readonly from: Stamp;
  readonly to: Stamp;
  readonly after?: Position | undefined;
}

export interface WindowSlice {
  /** In the one order of carts, at most as many as were asked for. */
  readonly carts: readonly Cart[];
  /** Rows of the pages behind this slice that could not be read. */
  readonly unreadable: number;
}

type ReadPage = RetailServer["cartsModified"];

/**
 * Gives out every cart of a window once, oldest first. Pages by raw stamp, because a page by number would skip carts
 * whenever a shopper touches one; only inside a single stamp by number, swept until a whole sweep brings nothing new.
 * Every page moves the position, or the read ends with a named fault: no window makes a pass endless.
 */
export async function* readWindow(read: ReadPage, window: Window, size: number): AsyncGenerator<WindowSlice> {
  let position = window.after;
  let from = window.from;
  let skip = 0;
  const skipped = new Set<string>();
  while (compareStamps(from, window.to) <= 0) {
    const page = await read({ from, to: window.to }, { top: size, skip });
    requireOrder(page.carts);
    const fresh = sorted(page.carts.filter((cart) => position === undefined || isBeyond(cart, position)));
    const last = page.carts.at(-1)?.modified;
    if (page.rows === 0 || (page.rows < size && !page.more)) {
      yield { carts: fresh, unreadable: page.unreadable };
      return;
    }
    const whole = last === undefined ? [] : fresh.filter((cart) => compareStamps(cart.modified, last) < 0);
    const end = whole.at(-1);
    if (last === undefined || fresh.length === 0) {
      requireProgress(page, skipped);
      skip += page.rows;
      yield { carts: [], unreadable: page.unreadable };
    } else if (end !== undefined) {
      // the last stamp of a full page may go on behind it, so it is read again from its start
      yield { carts: whole, unreadable: page.unreadable };
      [position, from, skip] = [end, last, 0];
      skipped.clear();
    } else {
      const group = await sweep(read, last, size);
      const beyond = group.filter((cart) => position === undefined || isBeyond(cart, position));
      yield* chunks(beyond, size);
      [position, from, skip] = [beyond.at(-1) ?? position, justAfter(last), 0];
      skipped.clear();
    }
  }
}

/** All carts of one stamp, however many, sorted. */
async function sweep(read: ReadPage, stamp: Stamp, size: number): Promise<readonly Cart[]> {
  const found = new Map<string, Cart>();
  for (;;) {
    const before = found.size;
    for (const cart of await sweepOnce(read, stamp, size)) found.set(cart.id, cart);
    if (found.size === before) return sorted([...found.values()]);
  }
}

async function sweepOnce(read: ReadPage, stamp: Stamp, size: number): Promise<readonly Cart[]> {
  const found: Cart[] = [];
  const ids = new Set<string>();
  for (let skip = 0; ;) {
    const page = await read({ from: stamp, to: stamp }, { top: size, skip });
    found.push(...page.carts.filter((cart) => compareStamps(cart.modified, stamp) === 0));
    if (page.rows === 0 || (page.rows < size && !page.more)) return found;
    requireProgress(page, ids);
    skip += page.rows;
  }
}

function* chunks(carts: readonly Cart[], size: number): Generator<WindowSlice> {
  for (let start = 0; start < carts.length; start += size) {
    yield { carts: carts.slice(start, start + size), unreadable: 0 };
  }
}

function sorted(carts: readonly Cart[]): readonly Cart[] {
  return [...carts].sort(compareCarts);
}

function isBeyond(cart: Cart, position: Position): boolean {
  return compareCarts(cart, position) > 0;
}

function requireOrder(carts: readonly Cart[]): void {
  const ordered = carts.every((cart, index) => {
    const before = carts[index - 1];
    return before === undefined || compareStamps(before.modified, cart.modified) <= 0;
  });
  if (ordered) return;
  throw new ConnectorError(
    "retail-server-unreadable",
    "retail server does not order carts by ModifiedDateTime",
    {
      fix: "raise it with whoever runs Retail Server: without that order carts would be lost",
    },
  );
}

function requireProgress(page: CartPage, skipped: Set<string>): void {
  const before = skipped.size;
  for (const cart of page.carts) skipped.add(cart.id);
  if (page.carts.length > 0 && skipped.size === before) throw noProgress();
}

function noProgress(): ConnectorError {
  return new ConnectorError(
    "retail-server-unreadable",
    "retail server gives the same page of carts again and again",
    {
      fix: "raise it with whoever runs Retail Server: $skip is not honoured",
    },
  );
}
