import { expect, test } from "vitest";
import { timeZoneOf } from "./time-zone.ts";

test.each([
  ["W. Europe Standard Time", "Europe/Berlin"],
  ["Romance Standard Time", "Europe/Paris"],
  ["GMT Standard Time", "Europe/London"],
  ["FLE Standard Time", "Europe/Kiev"],
  ["Pacific Standard Time", "America/Los_Angeles"],
  ["UTC", "Etc/UTC"],
  ["Europe/Stockholm", "Europe/Stockholm"],
  ["Standard Time of Nowhere", undefined],
  ["", undefined],
  [undefined, undefined],
])("the time zone that Windows calls %s is %s", (windows, iana) => {
  expect(timeZoneOf(windows)).toBe(iana);
});
