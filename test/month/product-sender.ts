import type { Pass } from "../simulation/oracle/facts.ts";
import { beginPass, startRunner, type Runner, type Spoil } from "../simulation/world/runner.ts";
import type { MonthTown } from "./world/month-town.ts";

/** The product on its timer, from the first day of the month to the last. */
export function mailWithTheProduct(town: MonthTown, spoil?: Spoil): void {
  const { plan, timeline } = town;
  let starts = 0;
  let runner: Runner | undefined;
  let pass: Pass | undefined;

  function tick(): boolean {
    if (timeline.now + plan.everyMs < plan.calmFrom) timeline.after(plan.everyMs, tick);
    if (runner === undefined || runner.machine.isDead) {
      starts += 1;
      runner = startRunner(town, { name: `host-${starts}`, dooms: [], clockAheadMs: 0 }, spoil);
      pass = undefined;
    }
    // the host begins no pass beside its own
    if (pass !== undefined && pass.endedAt === undefined) return false;
    pass = beginPass(town, runner, { request: { maxMs: plan.maxPassMs }, isCalm: false }).pass;
    return true;
  }

  timeline.at(plan.startsAt, tick);
}
