import type { Draft } from "../ports/email-provider.ts";
import type { Mail } from "../ports/mail-writer.ts";

/** Longer texts are cut for the eye; `--json` has them whole. */
const LONGEST_TEXT = 400;

/** A request as people read one: the first line, the headers, the body with a line for each thing in it. */
export function requestText({ method, url, headers, body }: Draft): readonly string[] {
  const fields = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return [`  ${method} ${url}`, ...fields, "", ...bodyText(body).map((line) => `  ${line}`)];
}

/** The mail as somebody reads it who reads no HTML, and what was left out of it. */
export function mailText({ subject, text, leftOut }: Mail): readonly string[] {
  const lines = text.trimEnd().split("\n");
  const missing = leftOut.map(
    ({ what, why, count }) =>
      `  (left out: ${count} ${what}${count === 1 ? "" : "s"}, ${why === "foreign-host" ? "of hosts that the settings do not name" : "not https"})`,
  );
  return [`  Subject: ${subject}`, "", ...lines.map((line) => (line === "" ? "" : `  ${line}`)), ...missing];
}

/** All our requests have JSON bodies. */
function bodyText(body: string): readonly string[] {
  const shortened = (_name: string, value: unknown): unknown =>
    typeof value === "string" && value.length > LONGEST_TEXT
      ? `${value.slice(0, 60)}… (${value.length} characters)`
      : value;
  return JSON.stringify(JSON.parse(body), shortened, 2).split("\n");
}
