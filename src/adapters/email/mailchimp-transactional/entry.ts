import { providerEntry } from "../entry.ts";
import { createMailchimpTransactional, MAILCHIMP_CAN } from "./provider.ts";
import { mailchimpTransactionalSettings } from "./settings.ts";

export const mailchimpTransactionalEntry = providerEntry({
  name: "mailchimp-transactional",
  title: "Mailchimp Transactional",
  can: MAILCHIMP_CAN,
  cannot: {
    consent:
      "Mailchimp Transactional knows whom not to mail; the consent of an audience is another product's",
    "unknown-contact": "Mailchimp Transactional mails any address; it needs no contacts",
    erasure: "Mailchimp Transactional has no call that erases a person; ask Mailchimp",
    sandbox: "it is the key that decides: with a test key Mailchimp Transactional sends nothing",
  },
  settings: mailchimpTransactionalSettings,
  create: (section, tools) =>
    createMailchimpTransactional(
      {
        apiUrl: section.ApiUrl,
        apiKeySecretName: section.ApiKeyKeyVaultSecretName,
        templateName: section.TemplateName,
        fromEmail: section.FromEmail,
        fromName: section.FromName,
        subject: section.Subject,
        tag: section.Tag,
        requestTimeoutMs: section.RequestTimeoutSeconds * 1000,
      },
      tools,
    ),
});
