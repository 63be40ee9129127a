import type { PersonDocument } from "../../../src/cart/documents.ts";
import type { ReminderKey } from "../../../src/cart/shopper.ts";
import { noteOpening } from "../../../src/run/lead-back.ts";
import { HOUR, MINUTE } from "./plan.ts";
import { startRunner } from "./runner.ts";
import type { Town } from "./town.ts";

/** What machines are called on which links are opened. */
export const CLICKER = "click";

/**
 * Shoppers open the links of their mails, which writes into the document that passes claim and settle: soon after the
 * mail, while its claim is still open, or when the next reminder is under way. Nobody waits for it, and it may be lost.
 */
export function planClicks(town: Town): void {
  const { timeline, plan } = town;
  const dice = town.dice.fork("clicks");
  let clicks = 0;
  town.whenWritten.push(({ after }) => {
    const key = after.kind === "person" ? mailedKey(after) : undefined;
    if (after.kind !== "person" || key === undefined || timeline.now > plan.calmFrom) return;
    if (!dice.chance(0.3)) return;
    const { id: person } = after;
    timeline.after(
      dice.pick([dice.whole(0, 5_000), dice.whole(0, 10 * MINUTE), dice.whole(0, 3 * HOUR)]),
      () => {
        clicks += 1;
        const { tools } = startRunner(town, { name: `${CLICKER}-${clicks}`, dooms: [], clockAheadMs: 0 });
        noteOpening(tools, { person, key }, true).catch(() => undefined);
        return true;
      },
    );
  });
}

/** The reminder that may just have been mailed. */
function mailedKey({ open, past }: PersonDocument): ReminderKey | undefined {
  if (open !== undefined && open.state !== "waiting") return open.key;
  const last = past.at(-1);
  return last?.outcome === "sent" ? last.key : undefined;
}
