import type { SimulatedProvider, SimulatedProviderOptions } from "../simulated-provider.ts";
import { startCommunicationServices } from "./start-azure-communication-services.ts";

const SENDER = "DoNotReply@mail.contoso.example";
const SECRET = "communication-access-key";
const FIRST_KEY = Buffer.from("canary-communication-key-1-of-32-bytes").toString("base64");
const SECOND_KEY = Buffer.from("canary-communication-key-2-of-32-bytes").toString("base64");

/** A resource with an access key and one sender, whose domain mails nobody who said no. */
export async function startSimulated(options: SimulatedProviderOptions): Promise<SimulatedProvider> {
  const services = await startCommunicationServices({
    accessKey: FIRST_KEY,
    senders: [SENDER],
    suppressed: options.contacts.filter(({ optIn }) => optIn === "2").map(({ email }) => email),
    clock: options.clock,
  });
  return {
    server: services,
    sends: "send",
    section: { ApiUrl: services.url, ApiKeyKeyVaultSecretName: SECRET, SenderAddress: SENDER },
    secrets: { [SECRET]: FIRST_KEY },
    changes: { unknownTarget: { SenderAddress: "hello@nobody.example" } },
    addresses: {},
    mails: () =>
      services.delivered.map(({ recipients, headers, subject, html, plainText }) => {
        const key = headers["X-Reminder-Key"];
        return {
          recipients,
          key: typeof key === "string" ? key : undefined,
          data: { subject, html, plainText },
        };
      }),
    hasRefused: () => false,
    quotaUsedUp: {
      status: 429,
      headers: { "retry-after": "60", "x-ms-error-code": "TooManyRequests" },
      body: { error: { code: "TooManyRequests", message: "The request has exceeded the allowed limits." } },
    },
    renewSignIn() {
      services.replaceKey(SECOND_KEY);
      return { [SECRET]: SECOND_KEY };
    },
    close: () => services.close(),
  };
}
