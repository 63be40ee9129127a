import { providerEntry } from "../entry.ts";
import { CONSTANT_CONTACT_CAN, createConstantContact } from "./provider.ts";
import { constantContactSettings } from "./settings.ts";

export const constantContactEntry = providerEntry({
  name: "constant-contact",
  title: "Constant Contact",
  can: CONSTANT_CONTACT_CAN,
  cannot: {
    "large-cart":
      "a custom field of Constant Contact holds 255 letters, so a longer list of products is cut, and three lines have fields of their own",
    "exact-draft":
      "what is written holds ids that Constant Contact gives to contacts and fields, and all that a contact holds already: a preview shows names in their place",
    sandbox: "Constant Contact has no mode without effects; use a list of your own people for trying out",
    erasure:
      "Constant Contact only marks contacts as deleted and brings them back with the next update; ask Constant Contact to erase a person",
  },
  settings: constantContactSettings,
  create: (section, tools) =>
    createConstantContact(
      {
        apiUrl: section.ApiUrl,
        tokenUrl: section.TokenUrl,
        apiKeySecretName: section.ApiKeyKeyVaultSecretName,
        apiSecretSecretName: section.ApiSecretKeyVaultSecretName,
        refreshTokenSecretName: section.RefreshTokenKeyVaultSecretName,
        refreshTokens: section.RefreshTokens,
        listId: section.ListId,
        requestTimeoutMs: section.RequestTimeoutSeconds * 1000,
      },
      tools,
    ),
});
