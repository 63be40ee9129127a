import { z } from "zod";
import { settingsSchema } from "../src/settings/schema.ts";
import { aboutOf, type Documented } from "../src/settings/setting.ts";

/** `appSettings.schema.json`: what editors complete and check the settings file with. */
export function settingsJsonSchema(): string {
  const schema = z.toJSONSchema(settingsSchema, {
    io: "input",
    target: "draft-7",
    override({ zodSchema, jsonSchema, path }) {
      // an environment variable may give what the file leaves out
      delete jsonSchema.required;
      const about = aboutOf(zodSchema);
      if (about === undefined) return;
      jsonSchema.description = descriptionOf(about);
      // a further channel falls back to the first one, not to the default
      if (about.presence === "default" && !path.includes("Channels")) jsonSchema.default = about.fallback;
      else delete jsonSchema.default;
    },
  });
  return `${JSON.stringify({ title: "Settings of the abandoned cart connector", ...schema }, undefined, 2)}\n`;
}

function descriptionOf(about: Documented): string {
  const unit = about.unit === undefined ? "" : ` In ${about.unit}.`;
  return `${about.meaning}${unit} Expected: ${about.expected}.`;
}
