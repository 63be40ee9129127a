import { describe, expect, it } from "vitest";
import { firstNoticed } from "./first-noticed.ts";
import { MUTANTS } from "./mutants.ts";

/** Within so many worlds a broken rule has to be noticed. */
const MOST_WORLDS = 400;

describe("the judge of simulated worlds notices when", () => {
  it.each(MUTANTS)("$rule", async (mutant) => {
    expect(await firstNoticed(mutant, MOST_WORLDS)).toBeDefined();
  });
});
