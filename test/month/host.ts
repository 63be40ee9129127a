import type { Machine } from "../simulation/engine/machine.ts";
import { MINUTE } from "../simulation/world/plan.ts";
import { DAY } from "./world/month-plan.ts";
import type { MonthTown } from "./world/month-town.ts";

/** What a host runs: one process, and what it does each time the timer goes off. */
export interface Process {
  readonly machine: Machine;
  run(): Promise<unknown>;
}

/** Tells the host that a process has looked at people and is about to go on: some stand still just then. */
export type InTheMiddle = (machine: Machine) => void;

/**
 * A host with a timer, from the first day of the month to the last. It begins no run beside another, and starts a new
 * process when one was killed. Now and then it kills one just as mail is asked for, as hosts do that move house, or has
 * no time for it in the middle of its work.
 */
export function keepRunning(
  town: MonthTown,
  start: (nth: number, inTheMiddle: InTheMiddle) => Process,
): void {
  const { plan, timeline, chronicle } = town;
  const killsAt = moments(town, "kills", KILLS);
  const stallsAt = moments(town, "stalls", ((plan.calmFrom - plan.startsAt) / DAY) * STALLS_A_DAY);
  let starts = 0;
  let process: Process | undefined;
  let isRunning = false;

  town.whenAsked.push((_attempt, by) => {
    const next = killsAt[0];
    if (by !== process?.machine || next === undefined || timeline.now < next) return;
    killsAt.shift();
    chronicle.deaths.push(timeline.now);
    timeline.after(town.dice.whole(1, 300), () => (by.strike(undefined), false));
  });

  function inTheMiddle(machine: Machine): void {
    const next = stallsAt[0];
    if (next === undefined || timeline.now < next) return;
    stallsAt.shift();
    machine.strike(STALL_MS);
  }

  function tick(): boolean {
    if (timeline.now + plan.everyMs < plan.calmFrom) timeline.after(plan.everyMs, tick);
    if (process === undefined || process.machine.isDead) {
      starts += 1;
      process = start(starts, inTheMiddle);
      isRunning = false;
    }
    if (isRunning) return false;
    isRunning = true;
    void process.run().then(() => (isRunning = false));
    return true;
  }

  timeline.at(plan.startsAt, tick);
}

/** What is to happen, happens at the first occasion after each of these moments. */
function moments({ plan, dice }: MonthTown, name: string, many: number): number[] {
  const chance = dice.fork(name);
  const times = Array.from({ length: many }, () => chance.whole(plan.startsAt, plan.calmFrom));
  return times.sort((a, b) => a - b);
}

const KILLS = 4;
const STALLS_A_DAY = 6;
const STALL_MS = 25 * MINUTE;
