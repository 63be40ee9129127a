import { expect, test } from "vitest";
import { rateLimitResetMs, retryAfterMs } from "./retry-after.ts";

const NOW = new Date("2026-01-15T12:00:00.000Z");

test.each([
  ["seconds", "30", 30_000],
  ["parts of a second", "1.5", 1_500],
  ["a date to come", "Thu, 15 Jan 2026 12:01:00 GMT", 60_000],
  ["a date gone by", "Thu, 15 Jan 2026 11:00:00 GMT", 0],
  ["nonsense", "in a while", undefined],
  ["nothing", " ", undefined],
])("Retry-After with %s", (_name, value, ms) => {
  expect(retryAfterMs(new Headers({ "retry-after": value }), NOW)).toBe(ms);
});

test("no Retry-After asks for nothing", () => {
  expect(retryAfterMs(new Headers(), NOW)).toBeUndefined();
});

test.each([
  ["to come", "1768478430", 30_000],
  ["gone by", "1768478000", 0],
  ["that is none", "soon", undefined],
])("an X-RateLimit-Reset %s", (_name, value, ms) => {
  expect(rateLimitResetMs(new Headers({ "x-ratelimit-reset": value }), NOW)).toBe(ms);
});
