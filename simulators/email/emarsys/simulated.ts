import type { SimulatedProvider, SimulatedProviderOptions } from "../simulated-provider.ts";
import { startEmarsys, type Emarsys } from "./start-emarsys.ts";

const EVENT = "4711";
const SECOND_EVENT = "4712";
const SECRETS = {
  "emarsys-client-id": "canary-emarsys-client",
  "emarsys-client-secret": "canary-emarsys-secret-91bd",
};

/** An account with one event, on which a launched e-mail hangs. */
export async function startSimulated(options: SimulatedProviderOptions): Promise<SimulatedProvider> {
  const emarsys = await startEmarsys({
    oauth: { clientId: SECRETS["emarsys-client-id"], clientSecret: SECRETS["emarsys-client-secret"] },
    events: [
      { id: EVENT, name: "Abandoned cart", attached: true },
      { id: SECOND_EVENT, name: "Abandoned cart, second reminder", attached: true },
    ],
    contacts: options.contacts.map(({ email, optIn }) => ({ email, optIn: optIn === "" ? null : optIn })),
    interactionsAdvanced: true,
    clock: options.clock,
  });
  return simulatedEmarsys(emarsys);
}

/** The account of `startSimulated`, or one just like it that was started elsewhere. */
export function simulatedEmarsys(emarsys: Emarsys): SimulatedProvider {
  return {
    server: emarsys,
    sends: "trigger",
    section: {
      ApiUrl: `${emarsys.url}/api/v3/event/{0}/trigger`,
      TokenUrl: `${emarsys.url}/oauth2/token`,
      ExternalEventId: EVENT,
      ApiUserNameKeyVaultSecretName: "emarsys-client-id",
      ApiSecretKeyVaultSecretName: "emarsys-client-secret",
    },
    secrets: SECRETS,
    otherTemplate: SECOND_EVENT,
    changes: { unknownTarget: { ExternalEventId: "999" } },
    addresses: { refused: "refused@shop.example", unknownContact: "unknown-contact@shop.example" },
    mails: () =>
      emarsys.delivered.map(({ eventId, email, triggerId, data }) => ({
        template: eventId,
        recipients: [email],
        key: triggerId,
        data,
      })),
    hasRefused: (email) => emarsys.optInOf(email) === "2",
    hasErased: (email) => emarsys.optInOf(email) === undefined,
    quotaUsedUp: {
      status: 429,
      body: { replyCode: 7003, replyText: "too many requests in the last minute", data: "" },
    },
    renewSignIn() {
      emarsys.revokeAll();
      return SECRETS;
    },
    close: () => emarsys.close(),
  };
}
