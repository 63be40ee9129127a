import { unreadableFault } from "./failure.ts";
import type { EmarsysOptions } from "./options.ts";
import type { Read } from "./reading.ts";
import { nothingAttachedFault, unknownEventFault } from "./reply-codes.ts";
import { parseEventIds, parseEventUsages } from "./schema.ts";

/** Proves sign-in, the event, and that something hangs on it; throws the first fault. Mails nobody. */
export async function checkEmarsys(options: EmarsysOptions, read: Read): Promise<readonly string[]> {
  await read({ doing: "reading the account settings", path: "/settings" });
  await findEvent(options.eventId, read);
  return [
    `signed in with ${options.authentication}`,
    `event ${options.eventId} exists`,
    ...(await receivers(options.eventId, read)),
  ];
}

async function findEvent(eventId: string, read: Read): Promise<void> {
  const doing = "reading the list of external events";
  const ids = parseEventIds(await read({ doing, path: "/event" }));
  if (ids === undefined) throw unreadableFault(doing, 200);
  if (!ids.includes(eventId)) throw unknownEventFault("not in the list of events");
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
