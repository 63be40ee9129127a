import { expect, test } from "vitest";
import { pageLanguage } from "./page-language.ts";

test.each([
  [undefined, "da"],
  ["", "da"],
  ["*", "da"],
  ["de-DE,de;q=0.9", "da"],
  ["en", "en"],
  ["en-GB,en;q=0.9,da;q=0.8", "en"],
  ["de, da;q=0.5, en;q=0.4", "da"],
  ["da;q=0.1,en;q=0.2", "en"],
  ["en;q=0,da;q=0.1", "da"],
  ["EN-us", "en"],
  ["en;q=high", "da"],
  [`${"x,".repeat(100_000)}en`, "da"],
])("Accept-Language %j is answered in %s", (header, language) => {
  expect(pageLanguage(header)).toBe(language);
});
