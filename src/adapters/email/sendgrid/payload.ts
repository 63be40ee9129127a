import type { ReminderFacts } from "../../../cart/reminder.ts";
import { printableJson } from "../printable-json.ts";
import { templateData, type TemplateData } from "../template-data.ts";
import type { SendGridOptions } from "./options.ts";

/** One person of a request. Nobody else is in it, so nobody sees another's address. */
interface Personalization {
  readonly to: readonly [{ readonly email: string }];
  readonly dynamic_template_data: TemplateData;
  /** The key of the reminder, to be found again in events. SendGrid does not look at it. */
  readonly custom_args: { readonly reminder_key: string };
  readonly headers?: OneClick;
}

/** With these a mail program offers to unsubscribe with one click (RFC 8058). */
interface OneClick {
  readonly "List-Unsubscribe": string;
  readonly "List-Unsubscribe-Post": "List-Unsubscribe=One-Click";
}

/** Room kept for what surrounds the people. */
export const ENVELOPE_BYTES = 4_096;

/** The body of one request to send. */
export function mailBody(options: SendGridOptions, batch: readonly ReminderFacts[]): string {
  return printableJson({
    ...envelope(options, { sandbox: options.sandbox, templateId: batch[0]?.template }),
    personalizations: batch.map(personalization),
  });
}

/** A request that proves the set-up: to the sender alone, in the sandbox, so it mails nobody. */
export function trialBody(options: SendGridOptions, templateId: string): string {
  return printableJson({
    ...envelope(options, { sandbox: true, templateId }),
    personalizations: [{ to: [{ email: options.fromEmail }], dynamic_template_data: {} }],
  });
}

/** The UTF-8 bytes that a reminder adds to a request, its comma included. */
export function personalizationBytes(reminder: ReminderFacts): number {
  return Buffer.byteLength(printableJson(personalization(reminder))) + 1;
}

function envelope(
  options: SendGridOptions,
  { sandbox, templateId }: { readonly sandbox: boolean; readonly templateId: string | undefined },
): object {
  const { fromEmail: email, fromName: name } = options;
  return {
    from: { email, ...(name === undefined ? {} : { name }) },
    template_id: templateId ?? options.templateId,
    asm: { group_id: options.unsubscribeGroupId },
    categories: [options.category],
    ...(sandbox ? { mail_settings: { sandbox_mode: { enable: true } } } : {}),
  };
}

function personalization(reminder: ReminderFacts): Personalization {
  return {
    to: [{ email: reminder.address }],
    dynamic_template_data: templateData(reminder),
    custom_args: { reminder_key: reminder.key },
    ...(reminder.unsubscribeUrl === undefined ? {} : { headers: oneClick(reminder.unsubscribeUrl) }),
  };
}

function oneClick(url: string): OneClick {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
