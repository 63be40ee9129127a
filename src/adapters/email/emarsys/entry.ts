import { providerEntry } from "../entry.ts";
import { createEmarsys, EMARSYS_CAN } from "./provider.ts";
import { authenticationOf, emarsysSettings } from "./settings.ts";

export const emarsysEntry = providerEntry({
  name: "emarsys",
  title: "Emarsys",
  can: EMARSYS_CAN,
  cannot: {
    sandbox: "Emarsys has no mode that checks a trigger without acting on it; use an event of a test account",
  },
  settings: emarsysSettings,
  create: (section, tools) =>
    createEmarsys(
      {
        apiUrl: section.ApiUrl,
        eventId: section.ExternalEventId,
        contactKeyId: section.EmarsysContactKeyId,
        authentication: authenticationOf(section) ?? "oauth2",
        tokenUrl: section.TokenUrl,
        userNameSecretName: section.ApiUserNameKeyVaultSecretName,
        secretSecretName: section.ApiSecretKeyVaultSecretName,
        requestTimeoutMs: section.RequestTimeoutSeconds * 1000,
      },
      tools,
    ),
});
