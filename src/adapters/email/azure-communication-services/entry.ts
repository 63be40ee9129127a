import { providerEntry } from "../entry.ts";
import { COMMUNICATION_CAN, createCommunication } from "./provider.ts";
import { communicationSettings } from "./settings.ts";

export const communicationEntry = providerEntry({
  name: "azure-communication-services",
  title: "Azure Communication Services",
  can: COMMUNICATION_CAN,
  sendsOurMail: true,
  tellsAfterwards: true,
  cannot: {
    consent: "Azure Communication Services mails any address; it does not know who agreed to be mailed",
    "partial-failure": "a request holds one person, so it is taken or refused as a whole",
    "unknown-contact": "Azure Communication Services mails any address; it needs no contacts",
    "set-up": "Azure Communication Services says nothing about a sender but in answer to a mail",
    sandbox: "Azure Communication Services has no mode that checks a mail without sending it",
    "opt-out":
      "the suppression lists of a domain belong to Azure's management, which is another sign-in; the connector's own list is asked before every reminder",
    erasure:
      "Azure Communication Services keeps no contacts; what it logs about mails is erased in the Log Analytics workspace",
  },
  settings: communicationSettings,
  create: (section, tools) =>
    createCommunication(
      {
        apiUrl: section.ApiUrl,
        accessKeySecretName: section.ApiKeyKeyVaultSecretName,
        senderAddress: section.SenderAddress,
        replyTo: section.ReplyTo,
        tracksEngagement: section.TrackEngagement,
        requestTimeoutMs: section.RequestTimeoutSeconds * 1000,
      },
      tools,
    ),
});
