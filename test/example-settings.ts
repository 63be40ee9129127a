export type Sections = Record<string, Record<string, unknown>>;

/** The least that has to be set, as a file would have it: for Azure, with a key vault and Cosmos DB. */
export function exampleSettings(): Sections {
  return {
    KeyVaultOptions: { KeyVaultURI: "https://contoso.vault.azure.net" },
    RetailServerClientOptions: {
      TenantId: "9b1c6a4e-0d3f-4c55-8d7e-3f6b5a2c1d00",
      AppIdKeyVaultSecretName: "retail-app-id",
      AppSecretKeyVaultSecretName: "retail-app-secret",
      RetailServerUrl: "https://contoso-rs.su.retail.dynamics.com/Commerce",
      OperatingUnitNumber: "128",
      IncludeAbandonedCartsModifiedSinceLastMinutes: 120,
      ExcludeAbandonedCartsModifiedSinceLastMinutes: 30,
      ReturnToCartUrl: "https://www.contoso.com/cart",
    },
    AzureCosmosOptions: { EndPointUri: "https://contoso.documents.azure.com:443/" },
    EmarsysClientOptions: {
      ExternalEventId: 7291,
      ApiUserNameKeyVaultSecretName: "emarsys-client-id",
      ApiSecretKeyVaultSecretName: "emarsys-client-secret",
    },
    MediaOptions: { ImageServerUrl: "https://images.contoso.com/cms/api" },
  };
}

/** The example with some keys changed; undefined takes a key out. */
export function exampleWith(changes: Sections): string {
  const sections = exampleSettings();
  for (const [name, keys] of Object.entries(changes)) sections[name] = { ...sections[name], ...keys };
  return JSON.stringify(sections);
}
