import type { SimulatedProvider, SimulatedProviderOptions } from "../simulated-provider.ts";
import type { MemberStatus } from "./audience.ts";
import { startMailchimpMarketing } from "./start-mailchimp-marketing.ts";

const STORE = "commerce";
const REFUSED = "refused@shop.example";
const FIRST_KEY = "canary-marketing-key-1-us19";
const SECOND_KEY = "canary-marketing-key-2-us19";

const STATUSES: Readonly<Record<"" | "1" | "2", MemberStatus>> = {
  "": "transactional",
  "1": "subscribed",
  "2": "unsubscribed",
};

/** An account whose audience is the contacts, with a store and a flow for its abandoned carts. */
export async function startSimulated(options: SimulatedProviderOptions): Promise<SimulatedProvider> {
  const contacts = options.contacts.map(({ email, optIn }) => ({ email, status: STATUSES[optIn] }));
  const mailchimp = await startMailchimpMarketing({
    apiKey: FIRST_KEY,
    storeId: STORE,
    members: [...contacts, { email: REFUSED, status: "cleaned" }],
    clock: options.clock,
  });
  return {
    server: mailchimp,
    sends: "add-cart",
    section: {
      ApiUrl: `${mailchimp.url}/3.0`,
      ApiKeyKeyVaultSecretName: "mailchimp-marketing-api-key",
      StoreId: STORE,
    },
    secrets: { "mailchimp-marketing-api-key": FIRST_KEY },
    changes: { unknownTarget: { StoreId: "another" } },
    addresses: { refused: REFUSED, unknownContact: "unknown-contact@shop.example" },
    mails: () =>
      mailchimp.delivered.map(({ to, cart }) => ({
        recipients: [to],
        key: cart.id,
        data: { customer: cart.customer.body, checkout_url: cart.checkoutUrl, lines: cart.lines },
      })),
    hasRefused: (email) => mailchimp.statusOf(email) === "unsubscribed",
    hasErased: (email) => mailchimp.wasErased(email),
    quotaUsedUp: { status: 429, body: "" },
    renewSignIn() {
      mailchimp.replaceKey(SECOND_KEY);
      return { "mailchimp-marketing-api-key": SECOND_KEY };
    },
    close: () => mailchimp.close(),
  };
}
