import { expect, it } from "vitest";
import { violations } from "./report-text.ts";
import { runKills } from "./run-kills.ts";

/*
 * The command line as a process, killed again and again over one shop: a short run of `npm run kills`. Where a kill
 * fell is said by the ledger's documents and by Emarsys, never by the product.
 */

const KILLS = 12;

it.concurrent.each(["sqlite", "cosmos"] as const)(
  `${KILLS} killed runs mail nobody twice and lose nobody, and only kills between hand-over and answer leave a doubt (%s)`,
  async (ledger) => {
    const report = await runKills({ kills: KILLS, ledger, seed: 1 });
    expect(violations(report, { kills: KILLS })).toEqual([]);
    expect(report.places.get("handed-over")).toBeGreaterThan(0);
    expect(report.delivered).toBeGreaterThan(KILLS);
  },
  240_000,
);
