import { z } from "zod";
import { flag, form, secretName, server, whole } from "../../../settings/kinds.ts";
import { optional, required, withDefault } from "../../../settings/setting.ts";
import type { ProviderSettings } from "../entry.ts";

const ADDRESS = /^[!#-'*+./0-9=?A-Z^-~-]+@[0-9A-Za-z.-]+\.[A-Za-z0-9-]+$/;

const section = z
  .strictObject({
    ApiUrl: required(server(), {
      meaning: "The endpoint of the Communication Services resource.",
    }),
    ApiKeyKeyVaultSecretName: optional(secretName(), {
      meaning: "The secret that holds an access key of the resource.",
      standard: "the identity of the app signs in",
      hidden: true,
    }),
    SenderAddress: required(form("one plain e-mail address", ADDRESS), {
      meaning: "The sender: a MailFrom address of a domain that is linked to the resource.",
    }),
    ReplyTo: optional(form("one plain e-mail address", ADDRESS), {
      meaning: "Where answers of shoppers go.",
      standard: "the sender",
    }),
    TrackEngagement: withDefault(flag(), false, {
      meaning:
        "Azure counts who opens mails and clicks links, where the domain is set up for it. It changes the links for that.",
    }),
    RequestTimeoutSeconds: withDefault(whole(1, 300), 30, {
      meaning: "Longest time one request may take.",
      unit: "seconds",
    }),
  })
  .describe(
    "Azure Communication Services Email. Read when `ConnectorOptions.EmailProvider` is `azure-communication-services`.",
  );

export const communicationSettings = {
  sectionName: "AzureCommunicationServicesClientOptions",
  section,
  secretKeys: ["ApiKeyKeyVaultSecretName"],
} as const satisfies ProviderSettings<string, typeof section>;
