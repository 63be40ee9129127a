import type { ProviderWords } from "../failure.ts";

/** The section `MailchimpTransactionalClientOptions` of the settings. */
export interface MailchimpOptions {
  /** With the version, without a trailing slash. */
  readonly apiUrl: string;
  readonly apiKeySecretName: string;
  /** The slug of the template. */
  readonly templateName: string;
  readonly fromEmail: string;
  readonly fromName: string | undefined;
  readonly subject: string | undefined;
  readonly tag: string;
  /** For one request, from connecting to the last byte of its reply. */
  readonly requestTimeoutMs: number;
}

/** Far above any reply we ask for, that of the check included: a template of 200 kB comes back several times over. */
export const MAX_REPLY_BYTES = 4_000_000;

export const SECTION = "MailchimpTransactionalClientOptions";

export const MAILCHIMP: ProviderWords = {
  name: "mailchimp-transactional",
  section: SECTION,
  apiUrl: "https://mandrillapp.com/api/1.0",
  permission:
    "let the API key in the secret named by MailchimpTransactionalClientOptions.ApiKeyKeyVaultSecretName use messages, templates and users in Mailchimp Transactional under Settings > SMTP & API, and see that the account is paid for",
};
