import { providerEntry } from "../entry.ts";
import { createMailchimpMarketing, MARKETING_CAN } from "./provider.ts";
import { mailchimpMarketingSettings } from "./settings.ts";

export const mailchimpMarketingEntry = providerEntry({
  name: "mailchimp-marketing",
  title: "Mailchimp Marketing",
  can: MARKETING_CAN,
  cannot: {
    sandbox: "Mailchimp Marketing has no mode without effects; use a store of an audience for trying out",
  },
  tellsAfterwards: true,
  settings: mailchimpMarketingSettings,
  create: (section, tools) =>
    createMailchimpMarketing(
      {
        apiUrl: section.ApiUrl,
        apiKeySecretName: section.ApiKeyKeyVaultSecretName,
        storeId: section.StoreId,
        requestTimeoutMs: section.RequestTimeoutSeconds * 1000,
      },
      tools,
    ),
});
