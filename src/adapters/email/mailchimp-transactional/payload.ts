import type { ReminderFacts } from "../../../cart/reminder.ts";
import { printableJson } from "../printable-json.ts";
import { templateData } from "../template-data.ts";
import type { MailchimpOptions } from "./options.ts";

/** What one person adds to a request: in three lists, because Mailchimp keeps recipients and their data apart. */
interface Person {
  readonly to: { readonly email: string; readonly type: "to" };
  readonly vars: { readonly rcpt: string; readonly vars: readonly MergeVar[] };
  /** The key of the reminder, to be found again in Mailchimp. It does not look at it. */
  readonly metadata: { readonly rcpt: string; readonly values: { readonly reminder_key: string } };
}

interface MergeVar {
  readonly name: string;
  /** A list for `{{#each}}`, otherwise text. */
  readonly content: unknown;
}

/** Room kept for what surrounds the people: the key, the template's name, the sender. */
export const ENVELOPE_BYTES = 4_096;

/** The body of one request to send. The API key is in it: never logged, never kept. */
export function sendBody(options: MailchimpOptions, key: string, batch: readonly ReminderFacts[]): string {
  const people = batch.map(person);
  const { fromName, subject } = options;
  return printableJson({
    key,
    template_name: batch[0]?.template ?? options.templateName,
    // has to be there, even with nothing in it
    template_content: [],
    message: {
      from_email: options.fromEmail,
      ...(fromName === undefined ? {} : { from_name: fromName }),
      ...(subject === undefined ? {} : { subject }),
      to: people.map(({ to }) => to),
      // otherwise everybody would see everybody's address
      preserve_recipients: false,
      merge: true,
      merge_language: "handlebars",
      merge_vars: people.map(({ vars }) => vars),
      recipient_metadata: people.map(({ metadata }) => metadata),
      tags: [options.tag],
    },
    // so that the reply says what became of each
    async: false,
  });
}

/** The UTF-8 bytes that a reminder adds to a request, its commas included. */
export function personBytes(reminder: ReminderFacts): number {
  const { to, vars, metadata } = person(reminder);
  // each stands in a list of its own, with a comma
  return [to, vars, metadata]
    .map((part) => Buffer.byteLength(printableJson(part)) + 1)
    .reduce((a, b) => a + b);
}

function person(reminder: ReminderFacts): Person {
  const rcpt = reminder.address;
  const vars = Object.entries(templateData(reminder)).map(([name, content]) => ({
    name,
    content: content as unknown,
  }));
  return {
    to: { email: rcpt, type: "to" },
    vars: { rcpt, vars },
    metadata: { rcpt, values: { reminder_key: reminder.key } },
  };
}
