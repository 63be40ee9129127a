import type { Cart } from "../cart/cart.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { byPlace, compareWithPlace, placeOf, type Place } from "../cart/place.ts";
import { compareStamps, justAfter, type Stamp } from "../cart/stamp.ts";
import type { CartPage, RetailServer } from "../ports/retail-server.ts";

export interface Window {
  /** Both ends belong to it. */
  readonly from: Stamp;
  readonly to: Stamp;
  /** Everything up to and including this place has been given out. */
  readonly after?: Place | undefined;
}

export interface WindowSlice {
  /** In the order of their places, at most as many as were asked for. */
  readonly carts: readonly Cart[];
  /** Rows of the pages behind this slice that could not be read. */
  readonly unreadable: number;
}

type ReadPage = RetailServer["cartsModified"];

/** So many rows one after the other without one cart are a server that we do not understand, not bad rows. */
const MOST_UNREADABLE = 1000;

/**
 * Gives out every cart of a window once, oldest first. Pages by raw stamp, because a page by number would skip carts
 * whenever a shopper touches one; only inside a single stamp by number, swept until a whole sweep brings nothing new.
 * Every page moves the position, or the read ends with a named fault: no window makes a pass endless.
 */
export async function* readWindow(read: ReadPage, window: Window, size: number): AsyncGenerator<WindowSlice> {
  let position = window.after;
  let from = window.from;
  let skip = 0;
  let requireProgress = progressGuard();
  while (compareStamps(from, window.to) <= 0) {
    const page = await read({ from, to: window.to }, { top: size, skip });
    requireOrder(page.carts);
    const fresh = beyond(page.carts, from, position);
    const last = page.carts.at(-1)?.modified;
    if (page.through !== undefined) {
      yield* inSlices(fresh, page.unreadable, size);
      [position, from] = [endOf(fresh) ?? position, justAfter(page.through)];
      [skip, requireProgress] = [0, progressGuard()];
      continue;
    }
    if (isLastPage(page, size)) {
      yield* inSlices(fresh, page.unreadable, size);
      return;
    }
    if (last === undefined || compareStamps(last, from) < 0) {
      // only rows that cannot be read, or carts from before: of a server that cuts digits off what it is asked with
      requireProgress(page);
      skip += page.rows;
      yield { carts: [], unreadable: page.unreadable };
      continue;
    }
    // the last stamp of a full page may go on behind it, so it is read again from its start
    const whole = fresh.filter((cart) => compareStamps(cart.modified, last) < 0);
    const end = whole.at(-1);
    if (end !== undefined) {
      yield* inSlices(whole, page.unreadable, size);
      [position, from] = [placeOf(end), last];
    } else {
      const group = await sweep(read, last, size);
      const rest = beyond(group.carts, from, position);
      yield* inSlices(rest, Math.max(page.unreadable, group.unreadable), size);
      [position, from] = [endOf(rest) ?? position, justAfter(last)];
    }
    [skip, requireProgress] = [0, progressGuard()];
  }
}

function endOf(carts: readonly Cart[]): Place | undefined {
  const last = carts.at(-1);
  return last === undefined ? undefined : placeOf(last);
}

/** Those at or after the stamp and behind the position, in the order of their places. */
function beyond(carts: readonly Cart[], from: Stamp, position: Place | undefined): readonly Cart[] {
  return carts
    .filter((cart) => compareStamps(cart.modified, from) >= 0)
    .filter((cart) => position === undefined || compareWithPlace(cart, position) > 0)
    .sort(byPlace);
}

function isLastPage(page: CartPage, size: number): boolean {
  return page.rows === 0 || (page.rows < size && !page.more);
}

function* inSlices(carts: readonly Cart[], unreadable: number, size: number): Generator<WindowSlice> {
  if (carts.length > 0 || unreadable > 0) yield { carts: carts.slice(0, size), unreadable };
  for (let start = size; start < carts.length; start += size) {
    yield { carts: carts.slice(start, start + size), unreadable: 0 };
  }
}

/** All carts of one stamp, however many. */
async function sweep(read: ReadPage, stamp: Stamp, size: number): Promise<WindowSlice> {
  const found = new Map<string, Cart>();
  for (;;) {
    const before = found.size;
    const { carts, unreadable } = await sweepOnce(read, stamp, size);
    for (const cart of carts) found.set(cart.id, cart);
    if (found.size === before) return { carts: [...found.values()], unreadable };
  }
}

async function sweepOnce(read: ReadPage, stamp: Stamp, size: number): Promise<WindowSlice> {
  const carts: Cart[] = [];
  let unreadable = 0;
  const requireProgress = progressGuard();
  for (let skip = 0; ;) {
    const page = await read({ from: stamp, to: stamp }, { top: size, skip });
    carts.push(...page.carts.filter((cart) => compareStamps(cart.modified, stamp) === 0));
    unreadable += page.unreadable;
    if (isLastPage(page, size)) return { carts, unreadable };
    requireProgress(page);
    skip += page.rows;
  }
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

/** Looks at pages by number; throws when they do not go on. */
function progressGuard(): (page: CartPage) => void {
  const ids = new Set<string>();
  let unreadable = 0;
  return ({ carts, rows }) => {
    const before = ids.size;
    for (const cart of carts) ids.add(cart.id);
    if (carts.length > 0 && ids.size === before) throw noProgress();
    unreadable = carts.length > 0 ? 0 : unreadable + rows;
    if (unreadable > MOST_UNREADABLE) throw nothingReadable();
  };
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

function nothingReadable(): ConnectorError {
  return new ConnectorError(
    "retail-server-unreadable",
    `retail server gives more than ${MOST_UNREADABLE} rows in a row that are no carts`,
    {
      fix: "check that RetailServerClientOptions.RetailServerUrl leads to Retail Server, and raise it with whoever runs it",
    },
  );
}
