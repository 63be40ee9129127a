import type { CartRow } from "./shop-data.ts";
import { ticksOf } from "./ticks.ts";

interface Entry {
  readonly row: CartRow;
  readonly ticks: bigint;
  /** The order among equal stamps: the same every time, and not the order of the ids. */
  readonly tie: number;
  /** Counts up with each new cart; saving a cart again does not change it. */
  readonly creation: number;
}

/** All carts, sorted by stamp, so that a window over many thousands costs what the window holds. */
export class CartIndex {
  readonly #byId = new Map<string, Entry>();
  readonly #byAccount = new Map<string, Set<string>>();
  #sorted: Entry[];
  #created = 0;

  constructor(rows: readonly CartRow[]) {
    for (const row of rows) this.#register(row);
    this.#sorted = [...this.#byId.values()].sort(compareEntries);
  }

  get(id: string): CartRow | undefined {
    return this.#byId.get(id)?.row;
  }

  /** Adds the cart, or replaces the one with its id. */
  put(row: CartRow): void {
    const creation = this.#byId.get(row.id)?.creation;
    this.remove(row.id);
    const entry = this.#register(row, creation);
    this.#sorted.splice(this.#position(entry), 0, entry);
  }

  remove(id: string): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#byId.delete(id);
    this.#byAccount.get(entry.row.customerId ?? "")?.delete(id);
    this.#sorted.splice(this.#position(entry), 1);
  }

  /** Oldest first, both ends included; an open end is undefined. */
  between(from: bigint | undefined, to: bigint | undefined): CartRow[] {
    const first = from === undefined ? 0 : this.#countBefore(from);
    const end = to === undefined ? this.#sorted.length : this.#countBefore(to + 1n);
    return this.#sorted.slice(first, end).map((entry) => entry.row);
  }

  /** Oldest first. */
  ofAccount(account: string): CartRow[] {
    const entries = [...(this.#byAccount.get(account) ?? [])].flatMap((id) => this.#byId.get(id) ?? []);
    return entries.sort(compareEntries).map((entry) => entry.row);
  }

  /** The place of a cart in the order in which carts were made. */
  creation(id: string): number {
    return this.#byId.get(id)?.creation ?? 0;
  }

  #register(row: CartRow, creation = (this.#created += 1)): Entry {
    if (this.#byId.has(row.id)) throw new Error(`two carts of the shop have the id ${row.id}`);
    const entry = { row, ticks: ticksOf(row.modified), tie: scattered(row.id), creation };
    this.#byId.set(row.id, entry);
    const account = row.customerId ?? "";
    const ids = this.#byAccount.get(account) ?? new Set();
    this.#byAccount.set(account, ids.add(row.id));
    return entry;
  }

  #countBefore(ticks: bigint): number {
    return lowerBound(this.#sorted, (entry) => entry.ticks < ticks);
  }

  #position(wanted: Entry): number {
    return lowerBound(this.#sorted, (entry) => compareEntries(entry, wanted) < 0);
  }
}

function compareEntries(a: Entry, b: Entry): number {
  if (a.ticks !== b.ticks) return a.ticks < b.ticks ? -1 : 1;
  return a.tie - b.tie || (a.row.id < b.row.id ? -1 : Number(a.row.id > b.row.id));
}

/** How many entries at the start pass the test, when those that pass all come first. */
function lowerBound(sorted: readonly Entry[], isBefore: (entry: Entry) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = sorted[middle];
    if (entry !== undefined && isBefore(entry)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** FNV-1a: spreads texts over the numbers, always the same way. */
export function scattered(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
