import { askedAt } from "../cart/grounds.ts";
import { guard, LOOKED_AT_TOGETHER } from "./guard.ts";
import type { Composed, Outlook, Sifted, WayTools } from "./way.ts";

/**
 * Asks again, immediately before the claim, about those whose answers have grown old while others were waited for:
 * consent, carts and orders, with the same guard. When time is up the people not looked at yet are in neither list; never
 * the first, who are looked at together, or a server slow enough would never let anybody through.
 */
export async function recheck(
  tools: WayTools,
  batch: readonly Composed[],
  around: { readonly outlook: Outlook; readonly isTimeUp: () => boolean },
): Promise<Sifted<Composed>> {
  const now = tools.clock.now();
  const old = new Set(batch.filter((item) => isOld(item, tools.rules.recheckAfterSeconds, now)));
  if (old.size === 0) return { on: batch, ended: [] };
  const guarded = await guard(tools, [...old], { ...around, isTimeUp: butForTheFirst(around.isTimeUp) });
  const renewed = new Map(guarded.on.map(({ candidate, grounds }) => [candidate.key, grounds]));
  const on = batch.flatMap((item) => {
    if (!old.has(item)) return [item];
    const grounds = renewed.get(item.candidate.key);
    return grounds === undefined ? [] : [{ ...item, reminder: { ...item.reminder, grounds } }];
  });
  return { on, ended: guarded.ended };
}

function isOld({ reminder }: Composed, afterSeconds: number, now: Date): boolean {
  return afterSeconds === 0 || now.getTime() - askedAt(reminder.grounds).getTime() > afterSeconds * 1000;
}

/** The guard asks once for each person, in their order. */
function butForTheFirst(isTimeUp: () => boolean): () => boolean {
  let asked = 0;
  return () => {
    asked += 1;
    return asked > LOOKED_AT_TOGETHER && isTimeUp();
  };
}
