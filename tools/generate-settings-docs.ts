import { writeFile } from "node:fs/promises";
import { providersMarkdown } from "./providers-markdown.ts";
import { settingsJsonSchema } from "./settings-json-schema.ts";
import { settingsMarkdown } from "./settings-markdown.ts";

/* `node tools/generate-settings-docs.ts` writes what is derived from the settings schema and the list of providers. */

const root = new URL("../", import.meta.url);
await writeFile(new URL("appSettings.schema.json", root), settingsJsonSchema());
await writeFile(new URL("docs/settings.md", root), settingsMarkdown());
await writeFile(new URL("docs/providers/README.md", root), providersMarkdown());
