import { accounts } from "./accounts.ts";
import type { History } from "./facts.ts";
import type { Violation } from "./judge.ts";
import { markOf } from "./mark.ts";

/** The cursor only moves forward, and passes no cart that has neither an end nor somebody who takes care of it. */
export function cursorViolations(history: History): readonly Violation[] {
  const books = accounts(history);
  const promise = "the cursor passes nothing";
  const found: Violation[] = [];
  for (const { at, before, after, by } of history.writes) {
    if (after.kind !== "cursor") continue;
    if (before?.kind === "cursor" && !isBehind(before, after)) {
      found.push({ promise, what: `the cursor went back to ${after.stamp} (${by})` });
    }
    const passed = ({ stamp, cartId }: { readonly stamp: string; readonly cartId: string }) =>
      !isBehind(after, { stamp, mark: markOf(cartId) });
    for (const cart of books.cartsInReach(at).filter(passed)) {
      if (books.isAccountedFor(cart, { at, isEnd: false, passed })) continue;
      found.push({ promise, what: `${cart.cartId} with ${cart.contents}, ${cart.stamp} (${by})` });
    }
  }
  return found;
}

function isBehind(
  cursor: { readonly stamp: string; readonly mark: string },
  other: { readonly stamp: string; readonly mark: string },
): boolean {
  return other.stamp > cursor.stamp || (other.stamp === cursor.stamp && other.mark > cursor.mark);
}
