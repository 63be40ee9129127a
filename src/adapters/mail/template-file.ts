import { readFileSync } from "node:fs";
import { ConnectorError } from "../../cart/connector-error.ts";

/** The retailer's own template, read once at the start. Throws `settings-invalid` when there is no such file. */
export function readTemplateFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConnectorError(
      "settings-invalid",
      "the file that MailOptions.TemplateFile names cannot be read",
      {
        cause,
        fix: "name it from the folder in which the connector starts; leave MailOptions.TemplateFile out for the built-in template",
      },
    );
  }
}
