import { stampOf } from "../../../src/cart/stamp.ts";
import type { PassRequest } from "../../../src/run/pass.ts";
import type { Dice } from "../engine/dice.ts";
import type { Doom } from "../engine/machine.ts";
import type { Pass } from "../oracle/facts.ts";
import { HOUR, MINUTE } from "./plan.ts";
import { beginPass, startRunner, type Runner, type Spoil } from "./runner.ts";
import { claimedCart, type Town } from "./town.ts";

const STALLS = [10_000, 3 * MINUTE, 20 * MINUTE, 2 * HOUR];
/** About as many awaits as a pass or two have. */
const LATEST_DOOM = 150;
const MOST_CLOCK_STEP_MS = 2 * MINUTE;

/** A host that begins a pass again and again, and is started again when it died. */
export function keepRunning(town: Town, name: string, spoil: Spoil | undefined): void {
  const { plan, timeline } = town;
  const dice = town.dice.fork(`${name} host`);
  let starts = 0;
  let runner: Runner | undefined;
  let pass: Pass | undefined;

  function start(): Runner {
    starts += 1;
    const ahead = dice.whole(-plan.clocksAheadMs, plan.clocksAheadMs);
    const setUp = { name: `${name}.${starts}`, dooms: drawDooms(dice, town), clockAheadMs: ahead };
    return startRunner(town, setUp, spoil);
  }

  town.whenWritten.push((write) => {
    const isMine = write.by === runner?.machine.name && timeline.now < plan.calmFrom;
    const isTicket = write.after.kind === "ticket";
    if (!isMine || !(isTicket || claimedCart(write) !== undefined) || !dice.chance(plan.strikes)) return;
    runner?.machine.strike(dice.chance(0.5) ? undefined : dice.pick(STALLS));
  });

  function tick(): boolean {
    if (timeline.now < plan.calmFrom) timeline.after(plan.everyMs, tick);
    if (runner === undefined || runner.machine.isDead) [runner, pass] = [start(), undefined];
    // the host does not begin a pass beside its own
    if (pass !== undefined && pass.endedAt === undefined) return false;
    if (plan.clocksAheadMs > 0 && dice.chance(0.1)) {
      runner.machine.stepClock(dice.whole(-MOST_CLOCK_STEP_MS, MOST_CLOCK_STEP_MS));
    }
    pass = beginPass(town, runner, { request: drawRequest(dice, town), isCalm: false }).pass;
    return true;
  }

  // hosts whose timers go off together, a little apart, or any time
  const offset = dice.whole(0, dice.pick([0, 400, Math.min(plan.everyMs, 3 * MINUTE)]));
  timeline.at(plan.startsAt + offset, tick);
}

function drawDooms(dice: Dice, { plan }: Town): readonly Doom[] {
  const dooms: Doom[] = [];
  if (dice.chance(plan.stalls)) dooms.push({ step: dice.whole(1, LATEST_DOOM), stallMs: dice.pick(STALLS) });
  if (dice.chance(plan.deaths)) dooms.push({ step: dice.whole(1, LATEST_DOOM), stallMs: undefined });
  return dooms;
}

/** Mostly the timer; now and then somebody runs a pass by hand, or over a window of their own. */
function drawRequest(dice: Dice, { plan, timeline }: Town): PassRequest {
  const timer: PassRequest = { maxMs: plan.maxPassMs };
  if (dice.chance(0.85)) return timer;
  if (dice.chance(0.5)) return { maxMs: 200_000, refuseIfUnderWay: true };
  const from = new Date(timeline.now - dice.whole(20, 300) * MINUTE);
  return { window: { from: stampOf(from) } };
}

/** How long after one pass the next begins, when nothing is wrong any more: longer than anybody may have to wait. */
const CALM_GAPS = [5 * MINUTE, 15 * MINUTE, 40 * MINUTE, 2 * HOUR, 5 * HOUR, 5 * HOUR];
const MOST_CALM_PASSES = 40;

/** Passes at the end, one after the other, until nothing is left to be done. */
export function calmDown(town: Town, spoil: Spoil | undefined): void {
  const { plan, timeline } = town;
  // and then as long as a series that begins at the end may last
  const steps = plan.rules.laterSteps.map(({ afterHours }) => (afterHours + 1) * HOUR);
  // whatever came due in the last gap may have stood back for its cart in the window: the next pass takes it up
  const gaps = [...CALM_GAPS, ...steps, 5 * MINUTE];
  let runner: Runner | undefined;
  let passes = 0;

  function begin(): boolean {
    passes += 1;
    runner ??= startRunner(town, { name: "calm", dooms: [], clockAheadMs: 0 }, spoil);
    const { pass, ended } = beginPass(town, runner, { request: {}, isCalm: true });
    void ended.then(() => {
      const isDone = pass.report?.stopped === null;
      const gap = isDone ? gaps.shift() : 5 * MINUTE;
      if (gap !== undefined && passes < MOST_CALM_PASSES) timeline.after(gap, begin);
    });
    return true;
  }

  timeline.at(plan.calmFrom + 5 * MINUTE, begin);
}
