import type { Clock } from "../../../ports/clock.ts";
import type { EmarsysOptions } from "./options.ts";

/* The account of Emarsys that the tests of this folder use. */

export const SECRETS = {
  "emarsys-user": ["shop001", "shop001"],
  "emarsys-secret": ["s3cr3t:with colon", "s3cr3t:with colon"],
} as const;

/** The account of a simulated Emarsys that these secrets open. It mails every repeated trigger again. */
export function account(clock: Clock) {
  const [userName, secret] = [SECRETS["emarsys-user"][0], SECRETS["emarsys-secret"][0]];
  return {
    oauth: { clientId: userName, clientSecret: secret },
    wsse: { userName, secret },
    events: [
      { id: 1234, name: "abandoned cart", attached: true },
      { id: 777, name: "nothing here", attached: false },
    ],
    contacts: [
      { email: "Ann@Example.com", optIn: "1" },
      { email: "bob@example.com", optIn: "2" },
      { email: "cid@example.com" },
    ],
    deduplicates: false,
    clock,
    tokenLifeSeconds: 600,
  } as const;
}

export function emarsysOptions(url: string, change: Partial<EmarsysOptions> = {}): EmarsysOptions {
  const version = change.authentication === "wsse" ? "v2" : "v3";
  return {
    apiUrl: `${url}/api/${version}/event/{0}/trigger`,
    eventId: "1234",
    contactKeyId: "3",
    authentication: "oauth2",
    tokenUrl: `${url}/oauth2/token`,
    userNameSecretName: "emarsys-user",
    secretSecretName: "emarsys-secret",
    requestTimeoutMs: 30_000,
    ...change,
  };
}
