import { dice } from "../../simulation/engine/dice.ts";
import { clockText } from "../../simulation/engine/machine.ts";
import { timeline } from "../../simulation/engine/timeline.ts";
import { buildTown, type Town } from "../../simulation/world/town.ts";
import type { Chronicle } from "./chronicle.ts";
import { BEFORE, monthPlan, type MonthSize } from "./month-plan.ts";
import { drawShoppers, type Shopper } from "./shopper.ts";

/** A shop with all its shoppers, and the neighbours of whoever mails them. */
export interface MonthTown extends Town {
  readonly shoppers: readonly Shopper[];
  readonly chronicle: Chronicle;
}

/** The same size and seed give the same shoppers, who do the same, whoever mails them. */
export function buildMonthTown(size: MonthSize, write?: (line: string) => void): MonthTown {
  const plan = monthPlan(size);
  const chance = dice(size.seed);
  const time = timeline(plan.startsAt - BEFORE);
  const shoppers = drawShoppers(chance.fork("shoppers"), size.shoppers);
  const trace =
    write === undefined ? () => undefined : (line: () => string) => write(`${clockText(time.now)} ${line()}`);
  const town = buildTown(plan, { timeline: time, dice: chance, trace, inhabitants: shoppers });
  return { ...town, shoppers, chronicle: { wishes: [], absences: [], deaths: [] } };
}
