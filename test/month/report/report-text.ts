import type { Comparison } from "../compare.ts";
import { figure, guardRows, SENDERS, sideBySide } from "./rows.ts";

const BAR = 24;

/** The comparison as it is read in a terminal. */
export function reportText(comparison: Comparison): readonly string[] {
  return [
    "",
    ...settingText(comparison),
    "",
    ...tableText(comparison),
    "",
    "Without one guard, everything else as it is: wrong mails that it prevented",
    "",
    ...guardText(comparison),
    "",
    ...footText(comparison),
  ];
}

function settingText({ setting, size }: Comparison): readonly string[] {
  const { shoppers, accounts, days, carts, orders, refusals } = setting;
  return [
    `A month of a shop, seed ${size.seed}: ${figure(shoppers)} people with ${figure(accounts)} accounts, ${days} days,`,
    `${figure(carts)} carts, ${figure(orders)} orders, ${figure(refusals)} people who refuse. Everybody does the same, whoever mails.`,
  ];
}

function tableText(comparison: Comparison): readonly string[] {
  const rows = sideBySide(comparison);
  const first = 2 + Math.max(...rows.map(({ label }) => label.length)) + 2;
  const widths = SENDERS.map((sender) => sender.length + 3);
  const line = (label: string, figures: readonly string[]) =>
    label.padEnd(first) + figures.map((text, place) => text.padStart(widths[place] ?? 0)).join("");
  return [
    line("", SENDERS),
    ...rows.map(({ label, figures, isPart }) => line(isPart ? `  ${label}` : label, figures)),
  ];
}

function guardText(comparison: Comparison): readonly string[] {
  const rows = guardRows(comparison);
  const name = Math.max(...rows.map(({ guard }) => guard.length)) + 2;
  const most = Math.max(...rows.map(({ more }) => more));
  return rows.flatMap(({ guard, more, figure: text, kinds }) => [
    `${guard.padEnd(name)}${text.padStart(7)}  ${bar(more, most)}`,
    `${"".padEnd(name)}         ${kinds}`,
  ]);
}

/** Long bars are shortened, so that short ones are still seen: twice as long means four times as many. */
function bar(many: number, most: number): string {
  return "█".repeat(Math.max(1, Math.round(BAR * Math.sqrt(many / Math.max(1, most)))));
}

function footText({ product }: Comparison): readonly string[] {
  const share = ((100 * product.unseenPurchases) / Math.max(1, product.mails)).toFixed(1);
  return [
    `Not counted as wrong: ${product.unseenPurchases} mails (${share} %) after a purchase under an account that had shown`,
    `no cart of this person before. Listed as unsure, because a host was killed while mail was asked for: ${figure(product.doubts)}.`,
  ];
}
