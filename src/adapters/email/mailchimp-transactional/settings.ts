import { z } from "zod";
import { form, secretName, server, text, whole } from "../../../settings/kinds.ts";
import { optional, required, withDefault } from "../../../settings/setting.ts";
import type { ProviderSettings } from "../entry.ts";

const section = z
  .strictObject({
    ApiUrl: withDefault(server(), "https://mandrillapp.com/api/1.0", {
      meaning: "The API of Mailchimp Transactional (Mandrill), with its version.",
    }),
    ApiKeyKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the API key.",
      hidden: true,
    }),
    TemplateName: required(form("the slug of a template: letters, digits, _ and -", /^[\w-]{1,160}$/), {
      meaning: "The published template of the reminder, by its slug.",
    }),
    FromEmail: required(
      form("one plain e-mail address", /^[^\s@,;:<>()[\]\\"]+@[0-9A-Za-z.-]+\.[A-Za-z0-9-]+$/),
      {
        meaning: "The sender: an address of a domain that Mailchimp has verified.",
      },
    ),
    FromName: optional(text("a name"), { meaning: "The sender's name.", standard: "that of the template" }),
    Subject: optional(text("a subject"), {
      meaning: "The subject, in which merge tags may stand.",
      standard: "that of the template",
    }),
    Tag: withDefault(
      form("a word of letters, digits and hyphens, at most 50", /^[A-Za-z0-9-]{1,50}$/),
      "abandoned-cart",
      {
        meaning: "Under which tag Mailchimp counts the reminders.",
      },
    ),
    RequestTimeoutSeconds: withDefault(whole(1, 300), 30, {
      meaning: "Longest time one request may take.",
      unit: "seconds",
    }),
  })
  .describe(
    "Mailchimp Transactional (Mandrill). Read when `ConnectorOptions.EmailProvider` is `mailchimp-transactional`.",
  );

export const mailchimpTransactionalSettings = {
  sectionName: "MailchimpTransactionalClientOptions",
  section,
  secretKeys: ["ApiKeyKeyVaultSecretName"],
  templateKey: "TemplateName",
} as const satisfies ProviderSettings<string, typeof section>;
