import type { ProviderWords } from "../failure.ts";

/** The section `MailchimpMarketingClientOptions` of the settings. */
export interface MarketingOptions {
  /** With the version, without a trailing slash. */
  readonly apiUrl: string;
  readonly apiKeySecretName: string;
  readonly storeId: string;
  /** For one cart, from the first question about it to the last byte of the last reply. */
  readonly requestTimeoutMs: number;
}

/** Far above any reply we ask for: a cart comes back with its products. */
export const MAX_REPLY_BYTES = 4_000_000;

export const SECTION = "MailchimpMarketingClientOptions";

export const MARKETING: ProviderWords = {
  name: "mailchimp-marketing",
  section: SECTION,
  apiUrl: "https://<data centre>.api.mailchimp.com/3.0, with what stands behind the hyphen of the API key",
  permission: `see that the account of the API key is active, and that ${SECTION}.ApiUrl is that of its data centre; Mailchimp also says this for a while to an account with far too many requests`,
};
