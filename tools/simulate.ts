import { parseArgs } from "node:util";
import { firstNoticed } from "../test/simulation/first-noticed.ts";
import { MUTANTS } from "../test/simulation/mutants.ts";
import { simulate } from "../test/simulation/simulate.ts";
import { NOTHING, summaryWith, type Summary } from "../test/simulation/summary.ts";

/*
 * npm run simulate -- --seeds 10000              worlds 1 to 10000
 * npm run simulate -- --seeds 100 --from 5001    worlds 5001 to 5100
 * npm run simulate -- --seed 4711 --trace        one world, and everything that happens in it
 * npm run simulate -- --mutants                  rules of the product broken on purpose, and the world that shows it
 */

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string" },
    from: { type: "string", default: "1" },
    trace: { type: "boolean", default: false },
    mutants: { type: "boolean", default: false },
  },
});

process.exitCode = (await (values.mutants ? breakRules() : keepRules())) ? 0 : 1;

/** True when every promise was kept in every world. */
async function keepRules(): Promise<boolean> {
  const first = whole(values.seed ?? values.from);
  const last = values.seed === undefined ? first + whole(values.seeds ?? "300") - 1 : first;
  const began = performance.now();
  let summary = NOTHING;
  let failed = 0;
  for (let seed = first; seed <= last; seed++) {
    const simulated = await simulate(seed, {}, values.trace ? (line) => console.log(line) : undefined);
    summary = summaryWith(summary, simulated);
    if (simulated.violations.length > 0) failed += 1;
    for (const { promise, what } of simulated.violations) console.log(`seed ${seed}: ${promise}: ${what}`);
    if (simulated.violations.length > 0 && !values.trace) {
      console.log(`        again with: npm run simulate -- --seed ${seed} --trace`);
    }
  }
  for (const line of spoken(summary, failed, (performance.now() - began) / 1000)) console.log(line);
  return failed === 0;
}

/** True when the judge noticed every broken rule. */
async function breakRules(): Promise<boolean> {
  let missed = 0;
  console.log("| broken rule | noticed in world | as broken promise |\n| --- | ---: | --- |");
  for (const mutant of MUTANTS) {
    const noticed = await firstNoticed(mutant, whole(values.seeds ?? "1000"));
    if (noticed === undefined) missed += 1;
    console.log(`| ${mutant.rule} | ${noticed?.seed ?? "none"} | ${noticed?.violation.promise ?? "none"} |`);
  }
  return missed === 0;
}

function spoken(of: Summary, failed: number, seconds: number): readonly string[] {
  const hours = Math.round(of.hours);
  return [
    `${of.worlds} worlds, ${of.worlds - failed} kept every promise, ${failed} did not`,
    `${of.passes} passes over ${of.carts} carts in ${hours} hours of their time; ${of.events} things happened`,
    `${of.deaths} machines died, ${of.stalls} stood still for a while`,
    `${of.requests} requests to the provider, ${of.mailed} people mailed, ${of.inDoubt} left in doubt, ${of.decisions} doubts settled by an operator, ${of.optOuts} opt-outs, ${of.clicks} clicks`,
    `${seconds.toFixed(1)} s, ${Math.round(of.worlds / seconds)} worlds a second`,
  ];
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`expected a whole number, got ${text}`);
  return number;
}
