import type { Decision } from "../cart/person.ts";
import { decideDoubts, listDoubts, type Doubt, type Which } from "../run/unsure.ts";
import type { Wired } from "../run/wire.ts";
import { wrong, type Arguments } from "./arguments.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";
import { whichReminder } from "./which-reminder.ts";

/** `connector unsure list|resend|dismiss`. */
export async function unsureCommand(given: Arguments, around: Surroundings): Promise<number> {
  switch (given.subject) {
    case "list":
      if (given.object !== "" || given.all) throw wrong("unsure list: expected no further word");
      return withConnector(given, around, (wired) => list(wired, given, around));
    case "resend":
    case "dismiss": {
      const decision = { which: whichOf(given), decision: given.subject } as const;
      return withConnector(given, around, (wired) => settle(wired, decision, { given, around }));
    }
    default:
      throw wrong("unsure: expected list, resend or dismiss");
  }
}

function whichOf({ subject, object, all }: Arguments): Which {
  if (all === (object !== "")) throw wrong(`unsure ${subject}: expected the id of a cart, or --all`);
  return all ? "all" : { name: object };
}

async function list({ ledger }: Wired, given: Arguments, around: Surroundings): Promise<number> {
  const doubts = await listDoubts(ledger);
  if (given.json) around.out(JSON.stringify({ unsure: doubts }));
  else {
    around.out(`${doubts.length} may or may not have been sent`);
    for (const doubt of doubts) around.out(`  ${doubtText(doubt)}`);
  }
  return 0;
}

async function settle(
  wired: Wired,
  by: { readonly which: Which; readonly decision: Decision },
  to: { readonly given: Arguments; readonly around: Surroundings },
): Promise<number> {
  const settled = await decideDoubts(wired.doubtTools, by.which, by.decision);
  if (to.given.json) to.around.out(JSON.stringify({ [by.decision]: settled }));
  else {
    const what = by.decision === "resend" ? "go their way again with the next pass" : "count as sent";
    to.around.out(settled.length === 0 ? "none of that name is in doubt" : `${settled.length} ${what}`);
    for (const doubt of settled) to.around.out(`  ${doubtText(doubt)}`);
  }
  return settled.length === 0 && by.which !== "all" ? 1 : 0;
}

function doubtText({ cartId, step, channel, claimedAt, why }: Doubt): string {
  return `${whichReminder({ cartId, step })}, channel ${channel}, claimed ${claimedAt}, ${why}`;
}
