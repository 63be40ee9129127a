import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { mailTemplateJson } from "../../tools/mail-template.ts";

test("the built-in template of the mail is what its MJML says today; when it is not: npm run mail-template", async () => {
  expect(await readFile("src/adapters/mail/default-template.json", "utf8")).toBe(await mailTemplateJson());
});
