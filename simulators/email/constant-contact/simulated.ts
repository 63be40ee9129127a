import type { SimulatedProvider, SimulatedProviderOptions } from "../simulated-provider.ts";
import { refusal } from "./refusal.ts";
import { startConstantContact } from "./start-constant-contact.ts";

const LIST = "0b8d3f5e-1c2a-4d6e-9f70-8a1b2c3d4e5f";
const REFUSED = "refused@shop.example";
const SECRETS = {
  "constant-contact-api-key": "canary-cc-client-id",
  "constant-contact-api-secret": "canary-cc-client-secret",
  "constant-contact-refresh-token": "canary-cc-refresh-token-1",
};
const SECOND_TOKEN = "canary-cc-refresh-token-2";

const PERMISSIONS = { "": "implicit", "1": "explicit", "2": "unsubscribed" } as const;
const LINE_FIELDS = ["name", "image", "url", "price"];

/** An account whose contacts said what the seeds say, with rotating refresh tokens and every custom field there is. */
export async function startSimulated(options: SimulatedProviderOptions): Promise<SimulatedProvider> {
  const people = options.contacts.map(({ email, optIn }) => ({ email, permission: PERMISSIONS[optIn] }));
  const account = await startConstantContact({
    clientId: SECRETS["constant-contact-api-key"],
    clientSecret: SECRETS["constant-contact-api-secret"],
    refreshToken: SECRETS["constant-contact-refresh-token"],
    refreshTokens: "rotating",
    lists: [LIST],
    fields: [
      ..."cart_url cart_reminder_key cart_first_name cart_language cart_total cart_items".split(" "),
      "cart_unsubscribe_url",
      ...[1, 2, 3].flatMap((line) => LINE_FIELDS.map((field) => `cart_item_${line}_${field}`)),
    ],
    people: [...people, { email: REFUSED, permission: "temp_hold" }],
    clock: options.clock,
  });
  return {
    server: account,
    sends: "join",
    section: {
      ApiUrl: `${account.url}/v3`,
      TokenUrl: `${account.url}/oauth2/default/v1/token`,
      ApiKeyKeyVaultSecretName: "constant-contact-api-key",
      ApiSecretKeyVaultSecretName: "constant-contact-api-secret",
      RefreshTokenKeyVaultSecretName: "constant-contact-refresh-token",
      ListId: LIST,
    },
    secrets: SECRETS,
    changes: { unknownTarget: { ListId: "00000000-0000-4000-8000-000000000000" } },
    addresses: { refused: REFUSED, unknownContact: "unknown-contact@shop.example" },
    mails: () =>
      account.delivered.map(({ to, fields }) => {
        const key = fields["cart_reminder_key"];
        return { recipients: [to], key: typeof key === "string" ? key : undefined, data: fields };
      }),
    hasRefused: (email) => account.contactOf(email)?.email_address.permission_to_send === "unsubscribed",
    quotaUsedUp: refusal(429, "quota_exceeded"),
    renewSignIn() {
      account.consent(SECOND_TOKEN);
      return { ...SECRETS, "constant-contact-refresh-token": SECOND_TOKEN };
    },
    close: () => account.close(),
  };
}
