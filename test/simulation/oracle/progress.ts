import type { WaitingEntry } from "../../../src/cart/documents.ts";
import type { History, Pass } from "./facts.ts";
import type { Violation } from "./judge.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Every pass ends, says what stopped it, and its counts add up; what waits comes back. */
export function progressViolations(history: History): readonly Violation[] {
  if (history.isEndless) return [{ promise: "progress", what: "the world does not come to an end" }];
  return [
    ...history.passes.flatMap((pass) => passViolations(history, pass)),
    ...calmViolations(history),
    ...stuck(history),
    ...waitsInThePast(history),
  ];
}

function passViolations(history: History, pass: Pass): readonly Violation[] {
  const who = `the pass of ${pass.machine} at ${new Date(pass.startedAt).toISOString()}`;
  if (pass.thrown !== undefined) {
    const { thrown } = pass;
    const isForeseen = thrown instanceof Error && "code" in thrown && thrown.code === "pass-under-way";
    const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : typeof thrown;
    return isForeseen ? [] : [{ promise: "progress", what: `${who} threw ${what}` }];
  }
  const { report } = pass;
  if (report === undefined) {
    return history.dead.has(pass.machine) ? [] : [{ promise: "progress", what: `${who} hangs` }];
  }
  const sum = Object.values(report.outcomes).reduce((total, count) => total + count, 0);
  if (sum !== report.found) return [{ promise: "counts add up", what: who }];
  const isNamed =
    report.stopped === null ||
    report.stopped === "ramp" ||
    report.stopped === "time" ||
    report.fault !== undefined;
  if (!isNamed || report.fault?.code === "broken-promise") {
    return [
      { promise: "progress", what: `${who} stopped: ${report.stopped ?? ""} ${report.fault?.message ?? ""}` },
    ];
  }
  const isIdle = (report.stopped === "ramp" || report.stopped === "time") && report.found === 0;
  return isIdle
    ? [{ promise: "progress", what: `${who} stopped by ${report.stopped} with nothing done` }]
    : [];
}

/** When nothing is wrong any more, passes read their windows to the end. */
function calmViolations({ passes }: History): readonly Violation[] {
  const last = passes.findLast(({ isCalm }) => isCalm);
  if (last?.report?.stopped === null) return [];
  return [{ promise: "progress", what: `the last pass ended with ${last?.report?.stopped ?? "nothing"}` }];
}

/** Whoever has to wait once more, waits for another moment than the one that has come. */
function waitsInThePast({ writes }: History): readonly Violation[] {
  const latest = new Map<string, WaitingEntry>();
  return writes.flatMap(({ after }): readonly Violation[] => {
    if (after.kind !== "person" || after.open?.state !== "waiting") return [];
    const { key, tries, dueAt, cartId } = after.open;
    const before = latest.get(key);
    latest.set(key, after.open);
    if (before === undefined || tries <= before.tries || dueAt !== before.dueAt) return [];
    return [{ promise: "progress", what: `${cartId} waits again for ${dueAt}` }];
  });
}

/** Entries that should have been taken up long ago. */
function stuck({ writes, endedAt }: History): readonly Violation[] {
  const latest = new Map(writes.map(({ after }) => [after.id, after]));
  return [...latest.values()].flatMap((doc): readonly Violation[] => {
    if (doc.kind !== "person" || doc.dueAt === undefined) return [];
    if (Date.parse(doc.dueAt) > endedAt - 6 * HOUR) return [];
    return [
      {
        promise: "nothing lost",
        what: `${doc.open?.cartId ?? ""} is ${doc.open?.state ?? ""} and nobody comes`,
      },
    ];
  });
}
