/** Chance that can be thrown again: the same seed gives the same numbers for ever. */
export interface Dice {
  /** At least 0, less than 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  /** True in this share of the throws. */
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Dice of their own, so that a throw more in one place changes nothing in another. */
  fork(name: string): Dice;
}

export function dice(seed: number | string): Dice {
  let state = hash(String(seed));

  function next(): number {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  function fraction(): number {
    return next() / 2 ** 32;
  }

  function whole(from: number, to: number): number {
    return from + Math.floor(fraction() * (to - from + 1));
  }

  return {
    fraction,
    whole,
    chance: (share) => fraction() < share,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error("nothing to pick from");
      // there is something at every place up to the last one
      return from[whole(0, from.length - 1)] as T;
    },
    fork: (name) => dice(`${seed}/${name}`),
  };
}

function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (const letter of text) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return mixed | 0;
}
