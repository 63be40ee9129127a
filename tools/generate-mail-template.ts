import { writeFile } from "node:fs/promises";
import { mailTemplateJson } from "./mail-template.ts";

/* `npm run mail-template` writes the built-in template of the mail from src/adapters/mail/reminder.mjml. */

await writeFile(
  new URL("../src/adapters/mail/default-template.json", import.meta.url),
  await mailTemplateJson(),
);
