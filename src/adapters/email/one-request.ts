import type { Reminder } from "../../cart/reminder.ts";

/**
 * For providers whose requests name one event or template and take an address only once: the reminders of one request,
 * those with the template of the first, and the others.
 */
export function oneRequest(batch: readonly Reminder[]): {
  readonly firsts: readonly Reminder[];
  readonly others: readonly Reminder[];
} {
  const seen = new Set<string>();
  const firsts: Reminder[] = [];
  const others: Reminder[] = [];
  for (const reminder of batch) {
    const fits = reminder.template === batch[0]?.template && !seen.has(reminder.address);
    (fits ? firsts : others).push(reminder);
    if (fits) seen.add(reminder.address);
  }
  return { firsts, others };
}
