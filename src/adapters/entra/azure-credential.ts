import { ClientSecretCredential, DefaultAzureCredential, type TokenCredential } from "@azure/identity";
import { isPublicAuthority } from "./authority-host.ts";

/**
 * How we sign in to Azure itself, for Key Vault and Cosmos DB: the identity of the app in Azure, the Azure CLI on a
 * developer's machine, or an app secret in AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.
 * AZURE_AUTHORITY_HOST moves it to another cloud or to a local authority. Asks nobody until a token is needed.
 */
export function azureCredential(env: Readonly<Record<string, string | undefined>>): TokenCredential {
  const authorityHost = env["AZURE_AUTHORITY_HOST"] ?? "";
  const options =
    authorityHost === ""
      ? {}
      : { authorityHost, disableInstanceDiscovery: !isPublicAuthority(authorityHost) };
  const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_CLIENT_SECRET: secret } = env;
  // DefaultAzureCredential would try this first as well, but it looks at the environment of the process only
  if (tenant && client && secret) return new ClientSecretCredential(tenant, client, secret, options);
  return new DefaultAzureCredential(options);
}
