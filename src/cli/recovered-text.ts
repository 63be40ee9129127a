import type { OrderTally } from "../cart/recovery.ts";
import type { RecoveredReport } from "../run/recovered.ts";

const MOST_BAD_ROWS = 20;

/** The report as a person reads it: first the rule, then the figures. */
export function recoveredText(report: RecoveredReport, withoutCode: number | undefined): readonly string[] {
  const { reminded, clicked, ordered, exported } = report;
  return [
    "How this was counted",
    ...report.rule.flatMap((rule) => wrapped(rule, "  ")),
    "",
    row(reminded.reminders, "reminded", people(reminded.people)),
    row(clicked.reminders, "clicked", people(clicked.people)),
    "",
    ...(exported === undefined ? [] : orders("ordered, with our code", ordered.byCode)),
    ...orders("ordered after a click", ordered.afterClick),
    ...orders("ordered without a click", ordered.afterReminder),
    "",
    ...notes(report, withoutCode),
  ];
}

/** What could not be read of the export, by row, for the person in front of the terminal. */
export function badRowsText(
  bad: readonly { readonly row: number; readonly why: string }[],
): readonly string[] {
  if (bad.length === 0) return [];
  const more = bad.length - MOST_BAD_ROWS;
  return [
    `Rows of --orders that could not be used: ${bad.length}`,
    ...bad.slice(0, MOST_BAD_ROWS).map(({ row: number, why }) => `  row ${number}: ${why}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function orders(what: string, tally: OrderTally): readonly string[] {
  const sums = Object.entries(tally.revenue).map(([currency, amount]) => `${amount} ${currency}`);
  const unknown = tally.withoutTotal === 0 ? [] : [`${tally.withoutTotal} without a known amount`];
  return [row(tally.orders, what, [people(tally.people), ...sums, ...unknown].join(" · "))];
}

function notes(report: RecoveredReport, withoutCode: number | undefined): readonly string[] {
  const { reminded, cancelled, unanswered, exported, remembered } = report;
  const strangers = (exported?.orders ?? 0) - (exported?.withCodeOfOurs ?? 0);
  const said: readonly (readonly [string, number])[] = [
    [`Reminders younger than ${report.withinDays} days, whose orders may still come`, reminded.stillRunning],
    ["Orders left out because they were cancelled or lost", cancelled],
    ["People whose order history could not be read wholly", unanswered.unreadable],
    ["People reminded as guests, of whose orders nobody can be asked", unanswered.guests],
    ["People with so many reminders that the first ones are forgotten", remembered.shortened],
    ["People never to be written to again, of whom nothing is kept", remembered.suppressed],
    ["Orders of the export whose code is not of these reminders, or that came too late", strangers],
    ["Orders of the export without a code", withoutCode ?? 0],
  ];
  return said.filter(([, count]) => count > 0).map(([text, count]) => `${text}: ${count}`);
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

function row(count: number, what: string, more: string): string {
  return `  ${String(count).padStart(6)}  ${what.padEnd(24)} ${more}`;
}

/** In lines of at most 100 characters. */
function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    if (line.length + word.length > 100) {
      lines.push(line.trimEnd());
      line = `${indent}  `;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
