import type { History } from "./facts.ts";
import type { Violation } from "./judge.ts";

const MINUTE = 60_000;
/** The clocks of machines, and the last minutes of a request under way. */
const CLOCKS_DIFFER = 10 * MINUTE;

/**
 * Nobody is claimed while the clock on their wall stands in the quiet hours. What a machine does that stood still
 * between its claim and its request nobody can foresee.
 */
export function quietViolations(history: History): readonly Violation[] {
  const { quiet } = history.rules;
  if (quiet === undefined) return [];
  const zones = new Map(history.inhabitants.map(({ address, zone }) => [address, zone]));
  return history.attempts.flatMap(({ id, machine, leftAt, people }) =>
    people.flatMap(({ address, cartId, key }): readonly Violation[] => {
      const zone = zones.get(address.replace("new-", ""));
      const claimedAt = history.writes.findLast(
        ({ at, by, after }) =>
          at <= leftAt && by === machine && after.kind === "person" && after.open?.key === key,
      )?.at;
      if (zone === undefined || claimedAt === undefined) return [];
      const isQuiet = [-CLOCKS_DIFFER, 0, CLOCKS_DIFFER].every((ms) =>
        isWithin(quiet, minuteOfDay(claimedAt + ms, zone)),
      );
      const what = `${address}, ${cartId} in request ${id}, claimed ${new Date(claimedAt).toISOString()}`;
      return isQuiet ? [{ promise: "nobody in their quiet hours", what }] : [];
    }),
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function minuteOfDay(at: number, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "short" });
  formats.set(zone, format);
  const [hours = 0, minutes = 0] = format.format(at).split(":").map(Number);
  return hours * 60 + minutes;
}

function isWithin({ from, to }: { readonly from: number; readonly to: number }, minute: number): boolean {
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
