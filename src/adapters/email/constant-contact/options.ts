import type { ProviderWords } from "../failure.ts";

/** The section `ConstantContactClientOptions` of the settings. */
export interface ConstantContactOptions {
  /** With the version, without a trailing slash. */
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly apiKeySecretName: string;
  readonly apiSecretSecretName: string;
  readonly refreshTokenSecretName: string;
  readonly refreshTokens: "rotating" | "long-lived";
  readonly listId: string;
  /** For one request, from connecting to the last byte of its reply. */
  readonly requestTimeoutMs: number;
}

/** Far above any reply we ask for: a contact with all that it may hold. */
export const MAX_REPLY_BYTES = 2_000_000;

export const SECTION = "ConstantContactClientOptions";

export const CONSTANT_CONTACT: ProviderWords = {
  name: "constant-contact",
  section: SECTION,
  apiUrl: "https://api.cc.email/v3",
  permission: `sign in again with the scope contact_data, as docs/providers/constant-contact.md tells, and put the refresh token into the secret named by ${SECTION}.RefreshTokenKeyVaultSecretName`,
};
