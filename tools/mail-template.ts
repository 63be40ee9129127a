import { readFile } from "node:fs/promises";
import mjml2html from "mjml";

const SOURCE = new URL("../src/adapters/mail/reminder.mjml", import.meta.url);

/** `src/adapters/mail/default-template.json`: the Handlebars template of the mail, line by line, made from its MJML. */
export async function mailTemplateJson(): Promise<string> {
  const lines = (await compiledMjml(await readFile(SOURCE, "utf8"))).split("\n");
  return `${JSON.stringify({ lines }, undefined, 2)}\n`;
}

/** MJML as HTML, with what stands in `{{ }}` left as it is. Throws what MJML finds wrong. */
export async function compiledMjml(mjml: string): Promise<string> {
  const { html, errors } = await mjml2html(mjml, { validationLevel: "soft", fonts: {}, keepComments: false });
  // a place for a value is no value yet, and MJML judges values
  const faults = errors.filter(({ message }) => !message.includes("{{"));
  if (faults.length > 0) throw new Error(faults.map(({ formattedMessage }) => formattedMessage).join("\n"));
  // the mail is all there is on its page: a landmark says more to a screen reader than a part of a page
  return html
    .replace('aria-roledescription="email" role="article"', 'role="main"')
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
