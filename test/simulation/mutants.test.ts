import { describe, expect, it } from "vitest";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { simulate } from "./simulate.ts";

/** Within so many worlds a broken rule has to be noticed. */
const MOST_WORLDS = 400;

describe("the judge of simulated worlds notices when", () => {
  it.each(MUTANTS)("$rule", async (mutant) => {
    expect(await firstNoticed(mutant)).toBeLessThanOrEqual(MOST_WORLDS);
  });
});

async function firstNoticed({ unusual, breaks }: Mutant): Promise<number> {
  for (let seed = 1; seed <= MOST_WORLDS; seed++) {
    const { violations } = await simulate(seed, unusual);
    if (violations.some(({ promise }) => breaks.includes(promise))) return seed;
  }
  return Number.POSITIVE_INFINITY;
}
