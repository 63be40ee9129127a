import type { SimulatedProvider, SimulatedProviderOptions } from "../simulated-provider.ts";
import { startMailchimpTransactional } from "./start-mailchimp-transactional.ts";

const TEMPLATE = "abandoned-cart";
const SECOND_TEMPLATE = "abandoned-cart-again";
const REFUSED = "refused@shop.example";
const FIRST_KEY = "md-canary-mailchimp-key-1";
const SECOND_KEY = "md-canary-mailchimp-key-2";

/** An account with one published template; those who said no are rejected as unsubscribed. */
export async function startSimulated(options: SimulatedProviderOptions): Promise<SimulatedProvider> {
  const left = options.contacts.filter(({ optIn }) => optIn === "2");
  const mailchimp = await startMailchimpTransactional({
    apiKey: FIRST_KEY,
    templates: [
      { slug: TEMPLATE, published: true },
      { slug: SECOND_TEMPLATE, published: true },
    ],
    domains: ["contoso.example"],
    rejected: new Map([
      ...left.map(({ email }) => [email.toLowerCase(), "unsub"] as const),
      [REFUSED, "hard-bounce"],
    ]),
    clock: options.clock,
  });
  return {
    server: mailchimp,
    sends: "send",
    section: {
      ApiUrl: `${mailchimp.url}/api/1.0`,
      ApiKeyKeyVaultSecretName: "mailchimp-api-key",
      TemplateName: TEMPLATE,
      FromEmail: "hello@contoso.example",
    },
    secrets: { "mailchimp-api-key": FIRST_KEY },
    otherTemplate: SECOND_TEMPLATE,
    changes: { unknownTarget: { TemplateName: "no-such-template" } },
    addresses: { refused: REFUSED },
    mails: () =>
      mailchimp.delivered.map(({ template, shown, vars, metadata }) => {
        const key = metadata["reminder_key"];
        return { template, recipients: shown, key: typeof key === "string" ? key : undefined, data: vars };
      }),
    hasRefused: (email) => mailchimp.isRejected(email),
    quotaUsedUp: {
      status: 402,
      body: { status: "error", code: 10, name: "PaymentRequired", message: "the account has to be paid for" },
    },
    renewSignIn() {
      mailchimp.replaceKey(SECOND_KEY);
      return { "mailchimp-api-key": SECOND_KEY };
    },
    close: () => mailchimp.close(),
  };
}
