import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compareStamps,
  justAfter,
  justBefore,
  midway,
  parseStamp,
  stampOf,
  toDate,
  type Stamp,
} from "./stamp.ts";

function stamp(raw: string): Stamp {
  const parsed = parseStamp(raw);
  if (parsed === undefined) throw new Error(`not a stamp: ${raw}`);
  return parsed;
}

describe("parseStamp", () => {
  it("keeps the raw text, which is what goes back to the server", () => {
    expect(stamp("2026-11-22T12:00:00.1200000+01:00").raw).toBe("2026-11-22T12:00:00.1200000+01:00");
  });

  it.each([
    ["2026-11-22T12:00:00Z", "2026-11-22T12:00:00.0000000Z"],
    ["2026-11-22T12:00:00.1Z", "2026-11-22T12:00:00.1000000Z"],
    ["2026-11-22T12:00:00.123Z", "2026-11-22T12:00:00.1230000Z"],
    ["2026-11-22t12:00:00z", "2026-11-22T12:00:00Z"],
    ["2026-11-22T12:00:00+01:00", "2026-11-22T11:00:00Z"],
    ["2026-11-22T00:30:00.5-02:30", "2026-11-22T03:00:00.5Z"],
    [" 2026-11-22T12:00:00Z ", "2026-11-22T12:00:00Z"],
  ])("takes %s and %s for the same moment", (one, other) => {
    expect(compareStamps(stamp(one), stamp(other))).toBe(0);
  });

  it("tells moments apart that a Date cannot", () => {
    const [one, other] = [stamp("2026-11-22T12:00:00.1234567Z"), stamp("2026-11-22T12:00:00.1234568Z")];
    expect(toDate(one)).toEqual(toDate(other));
    expect(compareStamps(one, other)).toBe(-1);
    expect(compareStamps(other, one)).toBe(1);
  });

  it("leaves off digits that no server of ours writes", () => {
    expect(compareStamps(stamp("2026-11-22T12:00:00.12345679Z"), stamp("2026-11-22T12:00:00.1234567Z"))).toBe(
      0,
    );
  });

  it.each([
    "",
    "yesterday",
    "2026-11-22",
    "2026-11-22T12:00:00",
    "2026-11-22T25:00:00Z",
    "2026-13-01T00:00:00Z",
    "/Date(1)/",
  ])("does not take %j for a moment", (raw) => {
    expect(parseStamp(raw)).toBeUndefined();
  });
});

describe("stampOf", () => {
  it("writes a moment of our clock with seven digits", () => {
    expect(stampOf(new Date("2026-11-22T12:00:00.123Z")).raw).toBe("2026-11-22T12:00:00.1230000Z");
  });
});

describe("justAfter", () => {
  it.each([
    ["2026-11-22T12:00:00Z", "2026-11-22T12:00:00.0000001Z"],
    ["2026-11-22T12:00:00.1239999Z", "2026-11-22T12:00:00.1240000Z"],
    ["2026-12-31T23:59:59.9999999Z", "2027-01-01T00:00:00.0000000Z"],
    ["2026-11-22T12:00:00.5+01:00", "2026-11-22T11:00:00.5000001Z"],
    // what .NET writes where there never was a moment
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000001Z"],
    ["1969-12-31T23:59:59.9999998Z", "1969-12-31T23:59:59.9999999Z"],
  ])("of %s is %s", (raw, after) => {
    expect(justAfter(stamp(raw)).raw).toBe(after);
  });

  it("is always one tick later, read back from its own text", () => {
    const moments = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 9999 }), (date, ticks) => {
        const before = stamp(`${stampOf(date).raw.slice(0, -5)}${String(ticks).padStart(4, "0")}Z`);
        expect(stamp(justAfter(before).raw).ticks).toBe(before.ticks + 1n);
        expect(toDate(before)).toEqual(date);
      }),
    );
  });
});

describe("justBefore and midway", () => {
  it("are one tick away and between", () => {
    const [one, other] = [stamp("2026-11-22T12:00:00.0000001Z"), stamp("2026-11-22T12:00:00.0000004Z")];
    expect(justBefore(one).raw).toBe("2026-11-22T12:00:00.0000000Z");
    expect(midway(one, other).raw).toBe("2026-11-22T12:00:00.0000002Z");
  });
});
