import type { ProviderWords } from "../failure.ts";

/** The section `AzureCommunicationServicesClientOptions` of the settings. */
export interface CommunicationOptions {
  /** The endpoint of the resource, without a trailing slash. */
  readonly apiUrl: string;
  /** Undefined: the identity of the app signs in. */
  readonly accessKeySecretName: string | undefined;
  readonly senderAddress: string;
  readonly replyTo: string | undefined;
  readonly tracksEngagement: boolean;
  /** For one request, from connecting to the last byte of its reply. */
  readonly requestTimeoutMs: number;
}

/** Far above any reply we ask for: an operation is a few lines. */
export const MAX_REPLY_BYTES = 100_000;

/** https://learn.microsoft.com/rest/api/communication/email/email/send, read 2026-11 */
export const API_VERSION = "2023-03-31";

export const COMMUNICATION: ProviderWords = {
  name: "azure-communication-services",
  section: "AzureCommunicationServicesClientOptions",
  apiUrl:
    "the endpoint of the Communication Services resource, such as https://contoso.communication.azure.com",
  permission:
    "give the identity of the app a role on the Communication Services resource that may send e-mail, or name an access key in AzureCommunicationServicesClientOptions.ApiKeyKeyVaultSecretName",
};
