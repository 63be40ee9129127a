import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { mailTemplateJson } from "../../tools/mail-template.ts";
import { PROVIDER_TEMPLATES } from "../../tools/provider-templates.ts";

/* When one of these fails: npm run mail-template */

test("the built-in template of the mail is what its MJML says today", async () => {
  expect(await readFile("src/adapters/mail/default-template.json", "utf8")).toBe(await mailTemplateJson());
});

test.each(Object.entries(PROVIDER_TEMPLATES))("docs/templates/%s is made from it", async (file, made) => {
  expect(await readFile(`docs/templates/${file}`, "utf8")).toBe(`${await made()}\n`);
});
