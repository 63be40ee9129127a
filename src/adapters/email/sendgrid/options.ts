import type { ProviderWords } from "../failure.ts";

/** The section `SendGridClientOptions` of the settings. */
export interface SendGridOptions {
  /** Without a trailing slash. */
  readonly apiUrl: string;
  readonly apiKeySecretName: string;
  readonly templateId: string;
  readonly fromEmail: string;
  readonly fromName: string | undefined;
  readonly unsubscribeGroupId: number;
  readonly category: string;
  /** Every request is checked and nobody is mailed. */
  readonly sandbox: boolean;
  /** For one request, from connecting to the last byte of its reply. */
  readonly requestTimeoutMs: number;
}

/** Far above any reply we ask for: errors are a line each, and so are scopes. */
export const MAX_REPLY_BYTES = 1_000_000;

export const SENDGRID: ProviderWords = {
  name: "sendgrid",
  section: "SendGridClientOptions",
  apiUrl: "https://api.sendgrid.com, or https://api.eu.sendgrid.com for subusers in the EU",
  permission:
    "give the API key the permission Mail Send, for opt-outs Unsubscribe Groups and for erasures Recipients' Data Erasure as well, and verify SendGridClientOptions.FromEmail or its domain in SendGrid under Settings > Sender Authentication",
};
