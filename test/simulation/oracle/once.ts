import type { Attempt, History } from "./facts.ts";
import type { Violation } from "./judge.ts";

/**
 * For one person, cart, contents and step there is at most one request that was, or may have been, taken. Each further one
 * needs a person who asked for it.
 */
export function onceViolations(history: History): readonly Violation[] {
  const groups = new Map<string, { readonly cartId: string; readonly leftAt: number[] }>();
  for (const attempt of history.attempts) {
    for (const { address, cartId, contents, step } of attempt.people) {
      if (!mayHaveBeenTaken(attempt, address)) continue;
      const what = `${address}, ${cartId} with ${contents}, step ${step}`;
      const group = groups.get(what) ?? { cartId, leftAt: [] };
      group.leftAt.push(attempt.leftAt);
      groups.set(what, group);
    }
  }
  return [...groups].flatMap(([what, { cartId, leftAt }]) => {
    const wishes = resends(history, cartId);
    const tooMany = leftAt.some((at, index) => wishes.filter((wish) => wish < at).length < index);
    return tooMany ? [{ promise: "at most once" as const, what }] : [];
  });
}

/** Without an answer nobody can tell. */
export function mayHaveBeenTaken(attempt: Attempt, address: string): boolean {
  return attempt.delivered.has(address) || (!attempt.isAnswered && !attempt.isStillborn);
}

/** When an operator asked for a reminder of the cart to be sent again. */
function resends(history: History, cartId: string): readonly number[] {
  return history.writes.flatMap(({ at, by, before, after }) => {
    if (by !== "operator" || before?.kind !== "person" || after.kind !== "person") return [];
    return before.open?.cartId === cartId && after.open?.state === "waiting" ? [at] : [];
  });
}
