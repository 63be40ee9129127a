import { parseArgs } from "node:util";
import { reportText, violations } from "../test/way/kills/report-text.ts";
import { runKills } from "../test/way/kills/run-kills.ts";

/*
 * `npm run kills -- --kills 500 --ledger sqlite|cosmos [--seed 1]`: kills the command line so often over one shop and
 * prints where the kills fell and what became of everybody. Ends with 1 when a promise was broken.
 */

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "500" },
    ledger: { type: "string", default: "sqlite" },
    seed: { type: "string", default: "1" },
  },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
const { ledger } = values;
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  throw new Error("--kills and --seed: expected whole numbers");
}
if (ledger !== "sqlite" && ledger !== "cosmos") throw new Error("--ledger: expected sqlite or cosmos");

const begun = performance.now();
const report = await runKills({
  ...{ kills, ledger, seed },
  onKill: (done) => void process.stderr.write(`\r${done} of ${kills} kills`),
});
process.stderr.write("\n");
const minutes = ((performance.now() - begun) / 60_000).toFixed(1);
process.stdout.write(`${kills} kills on ${ledger}, seed ${seed}, ${minutes} minutes\n`);
process.stdout.write(`${reportText(report).join("\n")}\n`);
const broken = violations(report, { kills });
for (const one of broken) process.stderr.write(`broken: ${one}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
