/** Chance that can be repeated: the same seed draws the same things in the same order. */
export interface Draw {
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  /** Throws when there is nothing to pick from. */
  pick<T>(list: readonly T[]): T;
  /** So many of them, or all when there are fewer, each at most once and in random order. */
  some<T>(list: readonly T[], count: number): T[];
  hex(length: number): string;
}

export function createDraw(seed: number): Draw {
  const next = mulberry32(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    pick(list) {
      const [one] = list.slice(below(list.length)).map((value) => ({ value }));
      if (one === undefined) throw new Error("there is nothing to pick from");
      return one.value;
    },
    some(list, count) {
      const keyed = list.map((value) => ({ value, key: next() }));
      return keyed
        .sort((a, b) => a.key - b.key)
        .slice(0, count)
        .map(({ value }) => value);
    },
    hex: (length) => Array.from({ length }, () => below(16).toString(16)).join(""),
  };
}

/** Numbers from 0 to 1; 32 bits of state are enough to look natural. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
