import type { Reminder } from "../../cart/reminder.ts";

/** For providers that take an address only once in a request: the first reminder of each, and the others. */
export function oncePerAddress(batch: readonly Reminder[]): {
  readonly firsts: readonly Reminder[];
  readonly twins: readonly Reminder[];
} {
  const seen = new Set<string>();
  const firsts: Reminder[] = [];
  const twins: Reminder[] = [];
  for (const reminder of batch) {
    (seen.has(reminder.address) ? twins : firsts).push(reminder);
    seen.add(reminder.address);
  }
  return { firsts, twins };
}
