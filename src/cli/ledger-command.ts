import { readCursor } from "../run/cursor.ts";
import type { Wired } from "../run/wire.ts";
import { wrong, type Arguments } from "./arguments.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";
import { whichReminder } from "./which-reminder.ts";

const MOST_LISTED = 100;

/** `connector ledger init|status`. */
export async function ledgerCommand(given: Arguments, around: Surroundings): Promise<number> {
  switch (given.subject) {
    case "init":
      return withConnector(given, around, (wired) => init(wired, around));
    case "status":
      return withConnector(given, around, (wired) => status(wired, around));
    default:
      throw wrong("ledger: expected init or status");
  }
}

async function init({ ledger }: Wired, around: Surroundings): Promise<number> {
  for (const line of await ledger.init()) around.out(line);
  return 0;
}

async function status({ ledger, channels, clock }: Wired, around: Surroundings): Promise<number> {
  await ledger.check();
  for (const { name } of channels) {
    const cursor = await readCursor(ledger, name);
    const due = await ledger.due(name, clock.now(), MOST_LISTED);
    const stand = cursor === undefined ? "no pass yet" : `judged up to ${cursor.modified.raw}`;
    around.out(`channel ${name}: ${stand}, ${atMost(due.length)} due now`);
  }
  const unsure = await ledger.unsure(MOST_LISTED);
  around.out(`${atMost(unsure.length)} may or may not have been sent`);
  for (const { doc } of unsure) {
    if (doc.open?.state !== "unsure") continue;
    around.out(`  ${whichReminder(doc.open)}, claimed ${doc.open.claimedAt}, ${doc.open.why}`);
  }
  return 0;
}

function atMost(count: number): string {
  return count < MOST_LISTED ? String(count) : `${MOST_LISTED} or more`;
}
