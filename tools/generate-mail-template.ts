import { writeFile } from "node:fs/promises";
import { mailTemplateJson } from "./mail-template.ts";
import { PROVIDER_TEMPLATES } from "./provider-templates.ts";

/* `npm run mail-template` writes what is made from src/adapters/mail/reminder.mjml: our template and those in the docs. */

const root = new URL("../", import.meta.url);
await writeFile(new URL("src/adapters/mail/default-template.json", root), await mailTemplateJson());
for (const [file, made] of Object.entries(PROVIDER_TEMPLATES)) {
  await writeFile(new URL(`docs/templates/${file}`, root), `${await made()}\n`);
}
