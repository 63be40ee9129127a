import { readOrderExport, type OrderExport } from "../adapters/files/order-export.ts";
import { toDate } from "../cart/stamp.ts";
import { recovered } from "../run/recovered.ts";
import { wrong, type Arguments } from "./arguments.ts";
import { badRowsText, recoveredText } from "./recovered-text.ts";
import { chosen } from "./run-command.ts";
import { withConnector, type Surroundings } from "./surroundings.ts";

const DAY_MS = 86_400_000;
const DAYS_BACK = 30;
const DAYS_TO_ORDER = 7;

/** `connector recovered`: reads only. 1 when a row of the export could not be used; its figures hold all the same. */
export async function recoveredCommand(given: Arguments, around: Surroundings): Promise<number> {
  // before anything is connected: a file that is wrong should not cost a minute of questions
  const file = await exportOf(given);
  return withConnector(given, around, async (wired) => {
    const now = wired.clock.now();
    const to = given.to === undefined ? now : toDate(given.to);
    const from = given.from === undefined ? new Date(to.getTime() - DAYS_BACK * DAY_MS) : toDate(given.from);
    if (from > to) throw wrong("--from: expected a moment before that of --to, which is now when left out");
    const channels = chosen(wired, given.channel);
    const tools = { ...wired, channels, retentionDays: wired.settings.ConnectorOptions.RetentionDays };
    const report = await recovered(tools, {
      from,
      to,
      withinDays: given.within ?? DAYS_TO_ORDER,
      ...(file === undefined ? {} : { exported: file.orders }),
      onProgress: (people) => around.progress(`${people} people reminded …`),
    });
    around.progress("");
    const bad = file?.bad ?? [];
    if (given.json) {
      const rows = file === undefined ? {} : { rows: { withoutCode: file.withoutCode, bad } };
      around.out(JSON.stringify({ ...report, ...rows }));
    } else {
      for (const line of recoveredText(report, file?.withoutCode)) around.out(line);
      for (const line of badRowsText(bad)) around.err(line);
    }
    return bad.length === 0 ? 0 : 1;
  });
}

async function exportOf({ orders }: Arguments): Promise<OrderExport | undefined> {
  if (orders === undefined) return undefined;
  const named = { path: orders, namedBy: "--orders", fault: "arguments-invalid" } as const;
  return readOrderExport({ ...named, guide: "docs/recovered.md" });
}
