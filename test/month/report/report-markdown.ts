import type { Comparison } from "../compare.ts";
import { figure, guardRows, SENDERS, sideBySide } from "./rows.ts";

const BEGIN = "<!-- month -->";
const END = "<!-- /month -->";

/** The comparison as a part of a document, between its two marks. */
export function reportMarkdown(comparison: Comparison): string {
  const { setting, size, product } = comparison;
  const { shoppers, accounts, days, carts, orders, refusals } = setting;
  const command = `npm run month -- --seed ${size.seed} --shoppers ${shoppers} --days ${days}`;
  const lines = [
    `${figure(shoppers)} people with ${figure(accounts)} accounts, ${days} days, ${figure(carts)} carts, ${figure(orders)} orders, ${figure(refusals)} people who refuse (\`${command}\`).`,
    "",
    row(["", ...SENDERS]),
    row(["---", ...SENDERS.map(() => "---:")]),
    ...sideBySide(comparison).map(({ label, figures, isPart }) =>
      row([isPart ? `… ${label}` : `**${label}**`, ...figures]),
    ),
    "",
    row(["without the guard", "more wrong mails", "namely"]),
    row(["---", "---:", "---"]),
    ...guardRows(comparison).map(({ guard, figure: more, kinds }) => row([guard, more, kinds])),
    "",
    `Not counted as wrong: ${figure(product.unseenPurchases)} mails of ours after a purchase under an account that had shown no cart of that person before.`,
    `Listed as unsure, because a host was killed while mail was asked for: ${figure(product.doubts)}.`,
  ];
  return lines.join("\n");
}

/** The document with this report in the place of the one that stood there. */
export function withReport(document: string, report: string): string {
  const [before, , after] = parts(document);
  return `${before}${BEGIN}\n\n${report}\n\n${END}${after}`;
}

/** The names of the guards in the report that stands in the document. */
export function guardsIn(document: string): readonly string[] {
  const [, report] = parts(document);
  const table = report.slice(report.indexOf("| without the guard"));
  return [...table.matchAll(/^\| ([^|]+?) +\| +[\d,]+ \|/gm)].map(([, name]) => name ?? "");
}

function parts(document: string): readonly [string, string, string] {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin === -1 || end < begin) throw new Error("the marks of the month are missing");
  return [
    document.slice(0, begin),
    document.slice(begin + BEGIN.length, end),
    document.slice(end + END.length),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
