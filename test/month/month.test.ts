import { beforeAll, describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { compare, type Comparison } from "./compare.ts";
import { GUARDS } from "./guards.ts";
import { ALL_WRONGS } from "./oracle/wrongs.ts";
import { guardsIn, withReport } from "./report/report-markdown.ts";

/** Small enough for every day; `npm run month` lives the whole one. */
const SIZE = { seed: 1, shoppers: 200, days: 10 };

describe("a simulated month", () => {
  let comparison: Comparison;

  beforeAll(async () => {
    comparison = await compare(SIZE);
  }, 240_000);

  it("gives many people a mail, and nobody a wrong one", () => {
    expect(comparison.product.mails).toBeGreaterThan(SIZE.shoppers);
    const some = ALL_WRONGS.filter((wrong) => comparison.product.byWrong[wrong] > 0);
    expect(some).toEqual([]);
  });

  it("loses no cart without a word", () => {
    expect(comparison.product.lost).toBe(0);
  });

  it.each(GUARDS)("needs the guard: $name", ({ name, prevents }) => {
    const without = comparison.without.find(({ guard }) => guard.name === name);
    expect(without?.summary.byWrong[prevents]).toBeGreaterThan(0);
  });

  it("has wrong mails of every kind under Microsoft's rules", () => {
    const none = ALL_WRONGS.filter((wrong) => comparison.helped.byWrong[wrong] === 0);
    expect(none).toEqual([]);
  });

  it("ends for everybody under Microsoft's rules when one customer record is deleted", () => {
    expect(comparison.microsoft.lost).toBeGreaterThan(0);
    expect(comparison.microsoft.mails).toBeLessThan(comparison.helped.mails);
  });
});

describe("the document about the month", () => {
  const document = readFileSync("docs/guarantees.md", "utf8");

  it("names every guard, in the order of the code", () => {
    expect(guardsIn(document)).toEqual(GUARDS.map(({ name }) => name));
  });

  it("keeps its own words when the figures are written again", () => {
    const written = withReport(document, "the first report");
    expect(written.startsWith(document.slice(0, 200))).toBe(true);
    expect(withReport(written, "the second")).toBe(written.replace("the first report", "the second"));
  });
});
