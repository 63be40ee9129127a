import { normalAddress, personId } from "../../../src/cart/shopper.ts";
import { decideDoubts } from "../../../src/run/unsure.ts";
import { suppressPerson } from "../../../src/steps/suppress.ts";
import type { Shopper } from "./inhabitants.ts";
import { MINUTE } from "./plan.ts";
import { startRunner, type Spoil } from "./runner.ts";
import type { Town } from "./town.ts";

/** Somebody who looks after what only a person can settle. */
export function employOperator(town: Town): void {
  const { plan, timeline } = town;
  const dice = town.dice.fork("operator's wishes");
  const { tools } = startRunner(town, { name: "operator", dooms: [], clockAheadMs: 0 });

  async function look(): Promise<void> {
    for (const { doc } of await tools.ledger.unsure(100)) {
      const name = doc.open?.key;
      if (name === undefined || dice.chance(0.3)) continue;
      await decideDoubts(tools, { name }, dice.chance(0.6) ? "resend" : "dismiss");
    }
  }

  function tick(): boolean {
    // a ledger that fails now is looked into another time
    look().catch(() => undefined);
    if (timeline.now < plan.calmFrom) timeline.after(dice.whole(MINUTE, 2 * plan.everyMs), tick);
    return true;
  }

  timeline.at(plan.startsAt + dice.whole(MINUTE, 2 * plan.everyMs), tick);
}
