import { PLACES, type Place } from "./place.ts";
import type { KillsReport } from "./run-kills.ts";

/** The report as a table in Markdown, one line per figure. */
export function reportText(report: KillsReport): readonly string[] {
  // the keys of PLACES are what a Place is
  const places = Object.keys(PLACES) as Place[];
  const rows: readonly (readonly [what: string, count: number])[] = [
    ["kills", report.kills],
    ...places.map((place): [string, number] => [`… ${PLACES[place]}`, report.places.get(place) ?? 0]),
    ["people who left carts", report.people],
    ["delivered", report.delivered],
    ["duplicates", report.duplicates],
    ["lost", report.lost],
    ["unsure", report.unsure],
    ["… of these mailed in truth", report.unsureAndMailed],
    ["unsure, but by no such kill", report.unsureUnfounded],
    ["by such a kill, but not unsure", report.doubtForgotten],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, count]) => `| ${what.padEnd(width)} | ${String(count).padStart(5)} |`);
}

/** What the report shows to be broken, in words; empty when every promise held. */
export function violations(report: KillsReport, asked: { readonly kills: number }): readonly string[] {
  const none: readonly (readonly [what: string, count: number])[] = [
    ["people mailed twice", report.duplicates],
    ["people lost", report.lost],
    ["mails about an older cart", report.wrongCart],
    ["people recorded as sent and never mailed", report.claimedToBeSent],
    ["people unsure without a kill between hand-over and answer", report.unsureUnfounded],
    ["people not unsure after a kill between hand-over and answer", report.doubtForgotten],
    ["entries that came to no end", report.unfinished],
    ["kills missing", asked.kills - report.kills],
  ];
  return [
    ...none.flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`])),
    ...report.faults.map((fault) => `a run ended with a fault: ${fault}`),
  ];
}
