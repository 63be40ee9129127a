import { expect, test } from "vitest";
import { isShopperOpening } from "./is-shopper-opening.ts";

function opening(method: string, headers: Readonly<Record<string, string>> = {}): boolean {
  const all = new Headers(headers);
  return isShopperOpening({ method, header: (name) => all.get(name) });
}

test("a shopper's browser opens a link", () => {
  expect(opening("GET")).toBe(true);
  expect(opening("GET", { "Sec-Fetch-Mode": "navigate", Purpose: "" })).toBe(true);
});

test.each([
  ["HEAD", {}],
  ["POST", {}],
  ["OPTIONS", {}],
  ["GET", { "Sec-Purpose": "prefetch" }],
  ["GET", { "Sec-Purpose": "prefetch;prerender" }],
  ["GET", { Purpose: "prefetch" }],
  ["GET", { "X-Purpose": "preview" }],
  ["GET", { "X-Moz": "prefetch" }],
] as const)("%s with %j opens nothing", (method, headers) => {
  expect(opening(method, { ...headers })).toBe(false);
});
