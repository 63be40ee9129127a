import { writeFile } from "node:fs/promises";
import { settingsJsonSchema } from "./settings-json-schema.ts";
import { settingsMarkdown } from "./settings-markdown.ts";

/* `node tools/generate-settings-docs.ts` writes what is derived from the settings schema. */

const root = new URL("../", import.meta.url);
await writeFile(new URL("appSettings.schema.json", root), settingsJsonSchema());
await writeFile(new URL("docs/settings.md", root), settingsMarkdown());
