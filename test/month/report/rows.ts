import type { Comparison } from "../compare.ts";
import { ALL_WRONGS, WRONGS } from "../oracle/wrongs.ts";
import type { Summary } from "../summary.ts";

/** The three who mail side by side, left to right. */
export const SENDERS = ["this connector", "Microsoft's rules", "the same, helped"] as const;

export interface Row {
  readonly label: string;
  readonly figures: readonly string[];
  /** What the rows before it add up from. */
  readonly isPart: boolean;
}

export function sideBySide({ product, microsoft, helped }: Comparison): readonly Row[] {
  const all = [product, microsoft, helped];
  const row = (label: string, of: (summary: Summary) => number, isPart = false): Row => ({
    label,
    figures: all.map((summary) => figure(of(summary))),
    isPart,
  });
  return [
    row("right mails", ({ mails, wrong }) => mails - wrong),
    row("wrong mails", ({ wrong }) => wrong),
    ...ALL_WRONGS.filter((wrong) => wrong !== "no-evidence").map((wrong) =>
      row(WRONGS[wrong], ({ byWrong }) => byWrong[wrong], true),
    ),
    row("mails with no evidence kept", ({ byWrong }) => byWrong["no-evidence"]),
    row("lost carts", ({ lost }) => lost),
  ];
}

export interface GuardRow {
  readonly guard: string;
  /** Wrong mails that there are only without the guard. */
  readonly more: number;
  readonly figure: string;
  /** For instance `12 after a purchase, 3 above a cap`. */
  readonly kinds: string;
}

export function guardRows({ product, without }: Comparison): readonly GuardRow[] {
  return without.map(({ guard, summary }) => {
    const kinds = ALL_WRONGS.map((wrong) => ({
      words: WRONGS[wrong],
      more: summary.byWrong[wrong] - product.byWrong[wrong],
    })).filter(({ more }) => more > 0);
    const isKept = guard.prevents === "no-evidence";
    const more = isKept ? summary.byWrong["no-evidence"] : summary.wrong - product.wrong;
    return {
      guard: guard.name,
      more,
      figure: figure(more),
      kinds: kinds
        .sort((a, b) => b.more - a.more)
        .map((kind) => `${figure(kind.more)} ${kind.words}`)
        .join(", "),
    };
  });
}

export function figure(number: number): string {
  return number.toLocaleString("en-US");
}
