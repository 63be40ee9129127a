import { accounts } from "./accounts.ts";
import type { History } from "./facts.ts";
import type { Violation } from "./judge.ts";

const MINUTE = 60_000;

/** At the end every cart that was left behind was reminded of, is listed as unsure, or has a reason. */
export function lostViolations(history: History): readonly Violation[] {
  const { endedAt, rules } = history;
  const books = accounts(history);
  const latest = new Date(endedAt - (rules.excludeMinutes + 30) * MINUTE).toISOString();
  // a cart that was touched just now the next pass would find
  const passed = ({ stamp }: { readonly stamp: string }) => stamp < latest;
  return books
    .cartsInReach(endedAt)
    .filter(passed)
    .filter((cart) => !books.isAccountedFor(cart, { at: endedAt, isEnd: true, passed }))
    .map(({ cartId, contents, stamp }) => ({
      promise: "nothing lost",
      what: `${cartId} with ${contents}, ${stamp}`,
    }));
}
