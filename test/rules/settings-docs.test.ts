import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { settingsJsonSchema } from "../../tools/settings-json-schema.ts";
import { settingsMarkdown } from "../../tools/settings-markdown.ts";

/* When one of these fails: node tools/generate-settings-docs.ts */

test.each([
  ["appSettings.schema.json", settingsJsonSchema],
  ["docs/settings.md", settingsMarkdown],
])("%s is what the settings schema says today", async (file, generated) => {
  expect(await readFile(file, "utf8")).toBe(generated());
});
