import { expect, test } from "vitest";
import { isPersonOpening } from "./is-person-opening.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
const CUBOT =
  "Mozilla/5.0 (Linux; Android 9; CUBOT_X19 Build/PPR1.180610.011) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";

function opening(method: string, headers: Readonly<Record<string, string>>): boolean {
  const all = new Headers(headers);
  return isPersonOpening({ method, header: (name) => all.get(name) });
}

test.each([
  ["a browser", { "User-Agent": FIREFOX }],
  ["a browser that says how it came", { "User-Agent": FIREFOX, "Sec-Fetch-Mode": "navigate" }],
  ["a phone whose brand sounds like a machine", { "User-Agent": CUBOT }],
])("%s may be a person", (_who, headers) => {
  expect(opening("GET", headers)).toBe(true);
});

test.each([
  ["HEAD", { "User-Agent": FIREFOX }],
  ["POST", { "User-Agent": FIREFOX }],
  ["GET", {}],
  ["GET", { "User-Agent": "curl/8.9.1" }],
  ["GET", { "User-Agent": "python-requests/2.32" }],
  ["GET", { "User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)" }],
  ["GET", { "User-Agent": "Mozilla/5.0 (compatible; Some Bot; security)" }],
  ["GET", { "User-Agent": "Mozilla/5.0 (Windows NT 10.0) BingPreview/1.0b" }],
  ["GET", { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0.0.0 Safari/537.36" }],
  ["GET", { "User-Agent": FIREFOX, "Sec-Purpose": "prefetch" }],
  ["GET", { "User-Agent": FIREFOX, Purpose: "preview" }],
  ["GET", { "User-Agent": FIREFOX, "Sec-Fetch-Mode": "no-cors" }],
])("%s with %j is no person's click", (method, headers) => {
  expect(opening(method, headers)).toBe(false);
});
