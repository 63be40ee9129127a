import type { Mutant } from "./mutant.ts";
import type { Violation } from "./oracle/judge.ts";
import { simulate } from "./simulate.ts";

/** The first world, of 1 to `most`, in which the judge misses a promise that breaks with the mutant's rule. */
export async function firstNoticed(
  { unusual, breaks }: Mutant,
  most: number,
): Promise<{ readonly seed: number; readonly violation: Violation } | undefined> {
  for (let seed = 1; seed <= most; seed++) {
    const { violations } = await simulate(seed, unusual);
    const violation = violations.find(({ promise }) => breaks.includes(promise));
    if (violation !== undefined) return { seed, violation };
  }
  return undefined;
}
