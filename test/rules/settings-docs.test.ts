import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { providersMarkdown } from "../../tools/providers-markdown.ts";
import { settingsJsonSchema } from "../../tools/settings-json-schema.ts";
import { settingsMarkdown } from "../../tools/settings-markdown.ts";

/* When one of these fails: node tools/generate-settings-docs.ts */

test.each([
  ["appSettings.schema.json", settingsJsonSchema],
  ["docs/settings.md", settingsMarkdown],
  ["docs/providers/README.md", providersMarkdown],
])("%s is what the code says today", async (file, generated) => {
  expect(await readFile(file, "utf8")).toBe(generated());
});
