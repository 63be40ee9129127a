import { dice } from "./engine/dice.ts";
import { clockText } from "./engine/machine.ts";
import { timeline } from "./engine/timeline.ts";
import type { History } from "./oracle/facts.ts";
import { judge, type Violation } from "./oracle/judge.ts";
import { planClicks } from "./world/clicks.ts";
import { drawShoppers, moveIn, planSecondThoughts } from "./world/inhabitants.ts";
import { employOperator, planOptOuts, type OptOut } from "./world/people.ts";
import { drawPlan, HOUR, type Plan } from "./world/plan.ts";
import { calmDown, keepRunning } from "./world/running.ts";
import type { Spoil } from "./world/runner.ts";
import { planShopping } from "./world/shopping.ts";
import { buildTown } from "./world/town.ts";

/** What came out of one simulated world. */
export interface Simulated {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly history: History;
  readonly plan: Plan;
  /** How many things happened. */
  readonly events: number;
}

/** How a world may be made other than it is. */
export interface Unusual {
  readonly spoil?: Spoil | undefined;
  readonly optOut?: OptOut | undefined;
}

/** More than any world has that comes to an end. */
const MOST_EVENTS = 150_000;
/** Room before the first pass for carts to be filled. */
const BEFORE = 12 * HOUR;

/** Lets one world happen, from its seed to its end, and judges it. The same seed gives the same world for ever. */
export async function simulate(
  seed: number,
  unusual: Unusual = {},
  write?: (line: string) => void,
): Promise<Simulated> {
  const chance = dice(seed);
  const plan = drawPlan(chance.fork("plan"));
  const time = timeline(plan.startsAt - BEFORE);
  const shoppers = drawShoppers(chance.fork("people"), plan.people);
  const trace =
    write === undefined ? () => undefined : (line: () => string) => write(`${clockText(time.now)} ${line()}`);
  const town = buildTown(plan, { timeline: time, dice: chance, trace, inhabitants: shoppers });
  trace(() => JSON.stringify(plan));
  moveIn(town, shoppers);
  planShopping(town, shoppers);
  for (let runner = 1; runner <= plan.runners; runner++) keepRunning(town, `runner-${runner}`, unusual.spoil);
  if (plan.hasOperator) employOperator(town);
  planOptOuts(town, shoppers, unusual.optOut);
  planSecondThoughts(town, shoppers);
  planClicks(town);
  calmDown(town, unusual.spoil);
  town.history.isEndless = !(await time.run(MOST_EVENTS));
  // what shoppers do after the last pass nobody can have seen
  town.history.endedAt = Math.max(...town.history.passes.map((pass) => pass.endedAt ?? 0));
  return { seed, violations: judge(town.history), history: town.history, plan, events: time.events };
}
