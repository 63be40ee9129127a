import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permittedMinutes, quietUntil, type QuietHours } from "./quiet-hours.ts";

const NIGHT: QuietHours = { from: "21:00", to: "08:00" };
const STOCKHOLM = "Europe/Stockholm";

function until(hours: QuietHours, zone: string, now: string): string | undefined {
  return quietUntil(hours, zone, new Date(now))?.toISOString();
}

describe("quiet hours", () => {
  it.each([
    ["a minute before", "2026-11-22T19:59:59.999Z", undefined],
    ["at their beginning", "2026-11-22T20:00:00.000Z", "2026-11-23T07:00:00.000Z"],
    ["before midnight", "2026-11-22T22:59:00.000Z", "2026-11-23T07:00:00.000Z"],
    ["after midnight", "2026-11-23T02:30:17.500Z", "2026-11-23T07:00:00.000Z"],
    ["in their last moment", "2026-11-23T06:59:59.999Z", "2026-11-23T07:00:00.000Z"],
    ["at their end", "2026-11-23T07:00:00.000Z", undefined],
  ])("over midnight, %s", (_when, now, end) => {
    expect(until(NIGHT, STOCKHOLM, now)).toBe(end);
  });

  it.each([
    ["2026-11-22T10:59:59.999Z", undefined],
    ["2026-11-22T11:00:00.000Z", "2026-11-22T12:30:00.000Z"],
    ["2026-11-22T12:30:00.000Z", undefined],
  ])("within a day, at %s", (now, end) => {
    expect(until({ from: "12:00", to: "13:30" }, STOCKHOLM, now)).toBe(end);
  });

  it("are those of the shopper's own clock", () => {
    const now = "2026-11-22T12:00:00.000Z";
    expect(until(NIGHT, "Asia/Tokyo", now)).toBe("2026-11-22T23:00:00.000Z");
    expect(until(NIGHT, "America/New_York", now)).toBe("2026-11-22T13:00:00.000Z");
    expect(until(NIGHT, "Europe/London", now)).toBeUndefined();
  });

  // in Stockholm the clocks went from 02:00 to 03:00 on 2026-03-29 at 01:00 UTC
  describe("in the night when the clocks go forward", () => {
    it.each([
      ["are an hour shorter", NIGHT, "2026-03-28T22:00:00.000Z", "2026-03-29T06:00:00.000Z"],
      [
        "end where their end is skipped",
        { from: "21:00", to: "02:30" },
        "2026-03-29T00:10:00.000Z",
        "2026-03-29T01:00:00.000Z",
      ],
      [
        "begin where their beginning is skipped",
        { from: "02:30", to: "08:00" },
        "2026-03-29T01:00:00.000Z",
        "2026-03-29T06:00:00.000Z",
      ],
      [
        "are none when all of them is skipped",
        { from: "02:10", to: "02:50" },
        "2026-03-29T01:00:00.000Z",
        undefined,
      ],
    ])("%s", (_what, hours, now, end) => {
      expect(until(hours, STOCKHOLM, now)).toBe(end);
    });

    it("have not begun before their skipped beginning", () => {
      expect(until({ from: "02:30", to: "08:00" }, STOCKHOLM, "2026-03-29T00:59:59.999Z")).toBeUndefined();
    });
  });

  // and from 03:00 back to 02:00 on 2026-10-25 at 01:00 UTC
  describe("in the night when the clocks go back", () => {
    it.each([
      ["are an hour longer", NIGHT, "2026-10-24T20:00:00.000Z", "2026-10-25T07:00:00.000Z"],
      [
        "end when their end is shown first",
        { from: "21:00", to: "02:30" },
        "2026-10-25T00:10:00.000Z",
        "2026-10-25T00:30:00.000Z",
      ],
      [
        "and come again with the time that comes twice",
        { from: "21:00", to: "02:30" },
        "2026-10-25T01:00:00.000Z",
        "2026-10-25T01:30:00.000Z",
      ],
      [
        "pause when the clocks go back before their beginning",
        { from: "02:30", to: "08:00" },
        "2026-10-25T00:40:00.000Z",
        "2026-10-25T01:00:00.000Z",
      ],
      [
        "begin again with the time that comes twice",
        { from: "02:30", to: "08:00" },
        "2026-10-25T01:40:00.000Z",
        "2026-10-25T07:00:00.000Z",
      ],
    ])("%s", (_what, hours, now, end) => {
      expect(until(hours, STOCKHOLM, now)).toBe(end);
    });
  });

  it("are none when they end as they begin", () => {
    expect(until({ from: "12:00", to: "12:00" }, "UTC", "2026-11-22T12:00:00.000Z")).toBeUndefined();
  });

  it("of a zone that is not known are an error, not a guess", () => {
    expect(() => quietUntil(NIGHT, "Nowhere/Land", new Date())).toThrow();
  });

  it("leave the rest of the day", () => {
    expect(permittedMinutes(NIGHT)).toBe(780);
    expect(permittedMinutes({ from: "12:00", to: "13:30" })).toBe(1350);
    expect(permittedMinutes({ from: "12:00", to: "12:00" })).toBe(0);
  });
});

const MINUTE = 60_000;
const ZONES = [
  ...[STOCKHOLM, "Europe/London", "Europe/Lisbon", "Africa/Casablanca", "Africa/Cairo", "America/New_York"],
  ...["America/St_Johns", "America/Santiago", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Gaza"],
  // a clock change of half an hour, of two, and a day that never was
  ...["Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Apia", "UTC"],
];

const time = fc.integer({ min: 0, max: 1439 }).map((minutes) => {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
});
const someHours = fc.record({ from: time, to: time }).filter((hours) => permittedMinutes(hours) >= 60);

/** What a clock on the wall shows, asked of another witness than the rule's own. */
function wallClock(zone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (ms) => format.format(ms);
}

function isWithin({ from, to }: QuietHours, shown: string): boolean {
  return from < to ? shown >= from && shown < to : shown >= from || shown < to;
}

it("delay to the first minute at which the clock on the wall permits it, and never within", () => {
  const aYear = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2027-01-01") });
  // half of them where clocks are changed
  const changes = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-04-26", "2026-10-25", "2026-11-01"];
  const aChange = fc.tuple(
    fc.constantFrom(...changes.map(Date.parse)),
    fc.integer({ min: -43_200_000, max: 90_000_000 }),
  );
  const moment = fc.oneof(
    aYear,
    aChange.map(([day, ms]) => day + ms),
  );
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), someHours, moment, (zone, hours, now) => {
      const shows = wallClock(zone);
      const end = quietUntil(hours, zone, new Date(now))?.getTime();
      expect(end === undefined).toBe(!isWithin(hours, shows(now)));
      if (end === undefined) return;
      expect(end).toBeGreaterThan(now);
      expect(isWithin(hours, shows(end))).toBe(false);
      // not one minute in between was permitted: clocks are changed at whole minutes
      for (let ms = now; ms < end; ms += MINUTE)
        if (!isWithin(hours, shows(ms))) expect.fail(`${zone} ${ms}`);
      expect(isWithin(hours, shows(end - 1))).toBe(true);
    }),
    { numRuns: 400 },
  );
});
