import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Composed } from "./way.ts";

/**
 * Splits reminders into the requests they will travel in, in their order. Count and bytes of the provider both bind.
 * `probe`: the first batch holds one reminder, so that a broken provider costs one person's doubt. A reminder whose
 * batch was refused before travels alone, so that it holds up no other.
 */
export function inBatches(
  items: readonly Composed[],
  provider: Pick<IEmailProvider, "can" | "bytesOf">,
  probe: boolean,
): readonly (readonly Composed[])[] {
  const batches: Composed[][] = [];
  let bytes = 0;
  let closed = true;
  for (const item of items) {
    const size = provider.bytesOf(item.reminder);
    const last = batches.at(-1);
    const full =
      last === undefined || last.length >= provider.can.maxBatch || bytes + size > provider.can.maxBytes;
    const alone = wasRefusedInBatch(item);
    if (closed || full || alone) {
      batches.push([item]);
      bytes = size;
      closed = alone || (probe && batches.length === 1);
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return batches;
}

function wasRefusedInBatch(item: Composed): boolean {
  const open = item.memory?.doc.open;
  return open?.state === "waiting" && open.why === "batch-refused";
}
