import { z } from "zod";
import { flag, form, secretName, server, whole } from "../../../settings/kinds.ts";
import { optional, required, withDefault } from "../../../settings/setting.ts";
import type { ProviderSettings } from "../entry.ts";

const section = z
  .strictObject({
    ApiUrl: withDefault(server(), "https://api.sendgrid.com", {
      meaning: "The API of SendGrid. Regional subusers in the EU have https://api.eu.sendgrid.com.",
    }),
    ApiKeyKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the API key.",
      hidden: true,
    }),
    TemplateId: required(
      form("the id of a dynamic template, d- and letters and digits", /^d-[0-9a-z]{8,64}$/i),
      {
        meaning: "The dynamic template of the reminder.",
      },
    ),
    FromEmail: required(
      form("one plain e-mail address", /^[!#-'*+./0-9=?A-Z^-~-]+@[0-9A-Za-z.-]+\.[A-Za-z0-9-]+$/),
      {
        meaning: "The sender: an address that SendGrid has verified.",
      },
    ),
    FromName: optional(
      form("a name of plain letters without , and ;", /^[ !"#$%&'()*+./0-9:<=>?@A-Z[\\\]^_`a-z{|}~-]+$/),
      {
        meaning: "The sender's name. SendGrid takes no letters outside ASCII here.",
      },
    ),
    UnsubscribeGroupId: required(whole(1, 2_147_483_647), {
      meaning: "The unsubscribe group of the reminders: who left it is not mailed by SendGrid.",
    }),
    Category: withDefault(form("a word of letters, digits and hyphens", /^[\w-]{1,255}$/), "abandoned-cart", {
      meaning: "Under which category SendGrid counts the reminders.",
    }),
    Sandbox: withDefault(flag(), false, {
      meaning:
        "SendGrid checks every request and mails nobody. The ledger still remembers everybody as reminded: use one for trying out.",
    }),
    RequestTimeoutSeconds: withDefault(whole(1, 300), 30, {
      meaning: "Longest time one request may take.",
      unit: "seconds",
    }),
  })
  .describe("Twilio SendGrid. Read when `ConnectorOptions.EmailProvider` is `sendgrid`.");

export const sendGridSettings = {
  sectionName: "SendGridClientOptions",
  section,
  secretKeys: ["ApiKeyKeyVaultSecretName"],
  templateKey: "TemplateId",
} as const satisfies ProviderSettings<string, typeof section>;
