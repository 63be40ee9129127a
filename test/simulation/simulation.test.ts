import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { simulate } from "./simulate.ts";
import { NOTHING, summaryWith } from "./summary.ts";

const WORLDS = 300;

describe("simulated worlds", () => {
  it("keep every promise, whatever goes wrong in them", async () => {
    const broken: string[] = [];
    let summary = NOTHING;
    for (let seed = 1; seed <= WORLDS; seed++) {
      const simulated = await simulate(seed);
      summary = summaryWith(summary, simulated);
      for (const { promise, what } of simulated.violations) {
        broken.push(`${promise}: ${what} (npm run simulate -- --seed ${seed} --trace)`);
      }
    }
    expect(broken).toEqual([]);
    // and a lot did go wrong
    for (const times of Object.values(summary)) expect(times).toBeGreaterThan(WORLDS / 10);
  });

  it("happen again exactly, from their seed alone", async () => {
    for (const seed of [3, 14, 159]) {
      const [once, again] = [await traceOf(seed), await traceOf(seed)];
      expect(again).toBe(once);
      expect(await traceOf(seed + 1)).not.toBe(once);
    }
  });
});

/** A hash over everything that happened in a world. */
async function traceOf(seed: number): Promise<string> {
  const hash = createHash("sha256");
  await simulate(seed, {}, (line) => hash.update(`${line}\n`));
  return hash.digest("hex");
}
