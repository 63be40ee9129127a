import { Temporal } from "temporal-polyfill";

/** A part of the day in which nobody is mailed: times of day as `HH:MM`. `from` may be later than `to`: over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

const MINUTES_IN_A_DAY = 24 * 60;

/** How much of an ordinary day is left for mails. */
export function permittedMinutes({ from, to }: QuietHours): number {
  return (minutesOf(from) - minutesOf(to) + MINUTES_IN_A_DAY) % MINUTES_IN_A_DAY;
}

/**
 * The first moment at which the clocks of a time zone no longer stand within the quiet hours; undefined when they do not
 * now. `from` belongs to them, `to` does not. What counts is what the clocks show, also on the days when they are changed:
 * a time that is skipped never comes, and one that comes twice is quiet twice. The same time twice means no quiet hours at
 * all. Throws for a zone that is not known.
 */
export function quietUntil(hours: QuietHours, timeZone: string, now: Date): Date | undefined {
  const start = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  let at = start;
  while (isQuiet(hours, at)) at = nextChange(hours, at);
  return at === start ? undefined : new Date(at.epochMilliseconds);
}

function isQuiet({ from, to }: QuietHours, at: Temporal.ZonedDateTime): boolean {
  const minutes = at.hour * 60 + at.minute;
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  if (begin === end) return false;
  return begin < end ? minutes >= begin && minutes < end : minutes >= begin || minutes < end;
}

/** The next moment at which the clocks show `to`, or are changed. */
function nextChange({ to }: QuietHours, at: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const { timeZoneId } = at;
  const ends = [0, 1, 2].flatMap((days) => {
    const local = at.toPlainDate().add({ days }).toPlainDateTime(to);
    return (["earlier", "later"] as const).map((disambiguation) =>
      local.toZonedDateTime(timeZoneId, { disambiguation }),
    );
  });
  const change = at.getTimeZoneTransition("next");
  const later = [...ends, ...(change === null ? [] : [change])].filter((one) => isAfter(one, at));
  return later.reduce((first, one) => (isAfter(first, one) ? one : first));
}

function isAfter(a: Temporal.ZonedDateTime, b: Temporal.ZonedDateTime): boolean {
  return Temporal.ZonedDateTime.compare(a, b) > 0;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
