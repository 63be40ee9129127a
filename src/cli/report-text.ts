import { OUTCOME_MEANINGS, OUTCOMES } from "../cart/outcome.ts";
import { LINK_FALLBACK_MEANINGS, LINK_FALLBACKS } from "../cart/return-link.ts";
import type { PassReport } from "../run/pass-report.ts";
import { ordinal } from "./which-reminder.ts";

/** A report as a person reads it. */
export function reportText(report: PassReport): readonly string[] {
  const { window, outcomes, dryRun } = report;
  const counts = OUTCOMES.flatMap((word) => {
    const count = outcomes[word];
    const meaning =
      dryRun && word === "sent" ? "would be handed to the e-mail provider" : OUTCOME_MEANINGS[word];
    return count === undefined ? [] : [`  ${String(count).padStart(6)}  ${word.padEnd(17)} ${meaning}`];
  });
  return [
    `Channel ${report.channel}${dryRun ? " (dry run: nobody was mailed, nothing was written)" : ""}`,
    isBeforeWindow(report)
      ? "Ended before any cart was looked for"
      : `Carts last modified ${clockTime(window.from)} – ${clockTime(window.to)} UTC`,
    "",
    `  ${String(report.found).padStart(6)}  found`,
    ...counts,
    ...stepsText(report),
    "",
    ...ending(report),
    ...notes(report),
    `${(report.durationMs / 1000).toFixed(1)} s · ${callsText(report)}`,
  ];
}

/** Only where series are under way is there anything to tell apart. */
function stepsText({ sentBySteps = [] }: PassReport): readonly string[] {
  const counts = sentBySteps.flatMap((count, step) => (count === 0 ? [] : [`${count} ${ordinal(step)}`]));
  return counts.length === 0 ? [] : [`          of those sent: ${counts.join(", ")} reminders`];
}

/** A fault came before it was known which carts there are to look at. */
function isBeforeWindow({ fault, continueFrom }: PassReport): boolean {
  return fault !== undefined && continueFrom === undefined;
}

function ending(report: PassReport): readonly string[] {
  switch (report.stopped) {
    case null:
      return [];
    case "ramp":
      return [
        `Stopped by ReminderOptions.MaxRemindersPerRun, ${report.behindMinutes} minutes behind; the next pass goes on.`,
      ];
    case "time":
      return [`Stopped by the time limit, ${report.behindMinutes} minutes behind; the next pass goes on.`];
    default:
      return [`Stopped: ${report.stopped}. Carts not judged are found again by the next pass.`];
  }
}

function notes(report: PassReport): readonly string[] {
  const { unsettled, unreadableRows, window } = report;
  return [
    ...(Date.parse(window.from) > Date.parse(window.to)
      ? [
          "The window is empty: it ends before it begins, at the latest ExcludeAbandonedCartsModifiedSinceLastMinutes ago.",
        ]
      : []),
    ...(unreadableRows === 0
      ? []
      : [`${unreadableRows} rows of Retail Server's replies were not readable as carts.`]),
    ...LINK_FALLBACKS.flatMap((word) => {
      const count = report.linkFallbacks?.[word];
      return count === undefined
        ? []
        : [`${count} reminders lead to ReturnToCartUrl instead: ${LINK_FALLBACK_MEANINGS[word]}.`];
    }),
    ...(unsettled === 0
      ? []
      : [
          `${unsettled >= 100 ? "100 or more" : unsettled} reminders may or may not have been sent: see \`connector ledger status\`.`,
        ]),
  ];
}

function callsText(report: PassReport): string {
  const calls = Object.entries(report.calls).map(([neighbour, count]) => `${count} ${neighbour}`);
  return calls.length === 0 ? "no calls" : `calls: ${calls.join(", ")}`;
}

function clockTime(stamp: string): string {
  return stamp.slice(0, 16).replace("T", " ");
}
