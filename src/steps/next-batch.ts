import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Composed } from "./way.ts";

/**
 * The reminders of the next request: the first of those that are left, and others with the same event or template,
 * because a request has one. Count and bytes of the provider both bind. `probe`: only one, so that a broken provider
 * costs one person's doubt. A reminder whose batch was refused before travels alone, so that it holds up no other.
 */
export function nextBatch(
  items: readonly Composed[],
  provider: Pick<IEmailProvider, "can" | "bytesOf">,
  probe: boolean,
): readonly Composed[] {
  const batch: Composed[] = [];
  let bytes = 0;
  const template = items[0]?.reminder.template;
  for (const item of items.filter(({ reminder }) => reminder.template === template)) {
    bytes += provider.bytesOf(item.reminder);
    const isFull = batch.length >= provider.can.maxBatch || bytes > provider.can.maxBytes;
    const isAlone = probe || wasRefusedInBatch(item);
    if (batch.length > 0 && (isFull || isAlone)) break;
    batch.push(item);
    if (isAlone) break;
  }
  return batch;
}

function wasRefusedInBatch(item: Composed): boolean {
  const open = item.memory?.doc.open;
  return open?.state === "waiting" && open.why === "batch-refused";
}
