import type { SimulatedProvider, SimulatedProviderOptions } from "../simulated-provider.ts";
import { startSendGrid } from "./start-sendgrid.ts";

const TEMPLATE = "d-0123456789abcdef0123456789abcdef";
const SECOND_TEMPLATE = "d-fedcba9876543210fedcba9876543210";
const GROUP = 4711;
const FIRST_KEY = "SG.canary-sendgrid-key-1";
const SECOND_KEY = "SG.canary-sendgrid-key-2";

/** An account with one template and one unsubscribe group, which those who said no have left. */
export async function startSimulated(options: SimulatedProviderOptions): Promise<SimulatedProvider> {
  const sendGrid = await startSendGrid({
    apiKey: FIRST_KEY,
    templates: [TEMPLATE, SECOND_TEMPLATE],
    groups: [GROUP],
    suppressed: options.contacts.filter(({ optIn }) => optIn === "2").map(({ email }) => email),
    clock: options.clock,
  });
  return {
    server: sendGrid,
    sends: "send",
    section: {
      ApiUrl: sendGrid.url,
      ApiKeyKeyVaultSecretName: "sendgrid-api-key",
      TemplateId: TEMPLATE,
      FromEmail: "hello@contoso.example",
      UnsubscribeGroupId: GROUP,
    },
    secrets: { "sendgrid-api-key": FIRST_KEY },
    otherTemplate: SECOND_TEMPLATE,
    changes: {
      unknownTarget: { TemplateId: "d-00000000000000000000000000000000" },
      sandbox: { Sandbox: true },
    },
    addresses: {},
    mails: () =>
      sendGrid.delivered.map(({ template, to, data, customArgs }) => {
        const key = customArgs["reminder_key"];
        return { template, recipients: to, key: typeof key === "string" ? key : undefined, data };
      }),
    hasRefused: (email) => sendGrid.hasLeft(email),
    hasErased: (email) => sendGrid.erased.includes(email),
    quotaUsedUp: {
      status: 401,
      body: { errors: [{ message: "Maximum credits exceeded", field: null, help: null }] },
    },
    renewSignIn() {
      sendGrid.replaceKey(SECOND_KEY);
      return { "sendgrid-api-key": SECOND_KEY };
    },
    close: () => sendGrid.close(),
  };
}
