import { z } from "zod";
import { form, secretName, server, whole } from "../../../settings/kinds.ts";
import { required, withDefault } from "../../../settings/setting.ts";
import type { ProviderSettings } from "../entry.ts";

const section = z
  .strictObject({
    ApiUrl: required(server(), {
      meaning:
        "The API of the data centre of your account, such as https://us19.api.mailchimp.com/3.0: its name stands behind the hyphen of the API key.",
    }),
    ApiKeyKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the API key.",
      hidden: true,
    }),
    StoreId: required(form("the id of a store: letters, digits, _ and -", /^[\w-]{1,50}$/), {
      meaning:
        "The store at Mailchimp that gets the carts. Its audience is the one whose consent counts. Best one for the connector alone.",
    }),
    RequestTimeoutSeconds: withDefault(whole(5, 300), 30, {
      meaning:
        "Longest time that handing over one cart may take, with all that Mailchimp has to know before.",
      unit: "seconds",
    }),
  })
  .describe("Mailchimp Marketing. Read when `ConnectorOptions.EmailProvider` is `mailchimp-marketing`.");

export const mailchimpMarketingSettings = {
  sectionName: "MailchimpMarketingClientOptions",
  section,
  secretKeys: ["ApiKeyKeyVaultSecretName"],
} as const satisfies ProviderSettings<string, typeof section>;
