import { unreadableFault } from "./failure.ts";
import type { EmarsysOptions } from "./options.ts";
import type { Read } from "./reading.ts";
import { nothingAttachedFault, unknownEventFault } from "./reply-codes.ts";
import { parseEventIds, parseEventUsages } from "./schema.ts";

/** Proves sign-in, the events, and that something hangs on each; throws the first fault. Mails nobody. */
export async function checkEmarsys(
  options: EmarsysOptions,
  eventIds: readonly string[],
  read: Read,
): Promise<readonly string[]> {
  await read({ doing: "reading the account settings", path: "/settings" });
  const known = await readEventIds(read);
  const seen: string[] = [];
  for (const eventId of new Set(eventIds)) {
    if (!known.includes(eventId)) throw unknownEventFault(`event ${eventId} is not in the list of events`);
    seen.push(`event ${eventId} exists`, ...(await receivers(eventId, read)));
  }
  return [`signed in with ${options.authentication}`, ...seen];
}

async function readEventIds(read: Read): Promise<readonly string[]> {
  const doing = "reading the list of external events";
  const ids = parseEventIds(await read({ doing, path: "/event" }));
  if (ids === undefined) throw unreadableFault(doing, 200);
  return ids;
}

async function receivers(eventId: string, read: Read): Promise<readonly string[]> {
  const doing = "reading what hangs on the event";
  const usages = parseEventUsages(
    await read({ doing, path: `/event/${encodeURIComponent(eventId)}/usages` }),
  );
  if (usages === undefined) throw unreadableFault(doing, 200);
  const counts = [
    counted(usages.program_ids.length, "program"),
    counted(usages.interactions_program_ids.length, "interactions program"),
    counted(usages.email_ids.length, "launched e-mail"),
  ].filter((words) => words !== undefined);
  if (counts.length === 0) throw nothingAttachedFault("the list of its uses is empty");
  return counts;
}

function counted(count: number, thing: string): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${thing}${count === 1 ? "" : "s"} attached`;
}
