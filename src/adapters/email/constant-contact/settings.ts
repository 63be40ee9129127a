import { z } from "zod";
import { form, oneOf, secretName, server, whole } from "../../../settings/kinds.ts";
import { required, withDefault } from "../../../settings/setting.ts";
import type { ProviderSettings } from "../entry.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const section = z
  .strictObject({
    ApiUrl: withDefault(server(), "https://api.cc.email/v3", {
      meaning: "The API of Constant Contact, with its version.",
    }),
    TokenUrl: withDefault(server(), "https://authz.constantcontact.com/oauth2/default/v1/token", {
      meaning: "Where a refresh token is exchanged for an access token.",
    }),
    ApiKeyKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the API key (client id) of your application at Constant Contact.",
      hidden: true,
    }),
    ApiSecretKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the client secret of your application.",
      hidden: true,
    }),
    RefreshTokenKeyVaultSecretName: required(secretName(), {
      meaning:
        "The secret that holds the refresh token. With rotating tokens the connector writes into it, so it has to be in the key vault.",
      hidden: true,
    }),
    RefreshTokens: withDefault(oneOf("rotating", "long-lived"), "rotating", {
      meaning:
        "What your application at Constant Contact is set to. `rotating`: each refresh token is good once, so the connector keeps the next one in the key vault. `long-lived`: one is good for good, and nothing is written.",
    }),
    ListId: required(form("the id of a list (8-4-4-4-12 hexadecimal digits)", UUID), {
      meaning: "The list whose joining starts your automation. Use it for nothing else.",
    }),
    RequestTimeoutSeconds: withDefault(whole(5, 300), 30, {
      meaning: "Longest time one request may take.",
      unit: "seconds",
    }),
  })
  .describe("Constant Contact. Read when `ConnectorOptions.EmailProvider` is `constant-contact`.");

export const constantContactSettings = {
  sectionName: "ConstantContactClientOptions",
  section,
  templateKey: "ListId",
  secretKeys: ["ApiKeyKeyVaultSecretName", "ApiSecretKeyVaultSecretName", "RefreshTokenKeyVaultSecretName"],
} as const satisfies ProviderSettings<string, typeof section>;
