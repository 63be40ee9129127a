import { providerEntry } from "../entry.ts";
import { createSendGrid, SENDGRID_CAN } from "./provider.ts";
import { sendGridSettings } from "./settings.ts";

export const sendGridEntry = providerEntry({
  name: "sendgrid",
  title: "SendGrid",
  can: SENDGRID_CAN,
  cannot: {
    consent:
      "SendGrid knows who unsubscribed, and mails them no more; it does not know who agreed to be mailed",
    "partial-failure":
      "SendGrid takes or refuses a request as a whole; whom it did not mail is told later, in its Event Webhook",
    "unknown-contact": "SendGrid mails any address; it needs no contacts",
  },
  settings: sendGridSettings,
  create: (section, tools) =>
    createSendGrid(
      {
        apiUrl: section.ApiUrl,
        apiKeySecretName: section.ApiKeyKeyVaultSecretName,
        templateId: section.TemplateId,
        fromEmail: section.FromEmail,
        fromName: section.FromName,
        unsubscribeGroupId: section.UnsubscribeGroupId,
        category: section.Category,
        sandbox: section.Sandbox,
        requestTimeoutMs: section.RequestTimeoutSeconds * 1000,
      },
      tools,
    ),
});
