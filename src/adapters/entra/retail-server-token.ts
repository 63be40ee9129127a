import { ConfidentialClientApplication } from "@azure/msal-node";
import { getGlobalDispatcher, type Dispatcher } from "undici";
import { ConnectorError } from "../../cart/connector-error.ts";
import type { Clock } from "../../ports/clock.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import type { Exchange } from "../http/exchange.ts";
import { parseJson } from "../http/json.ts";
import { renewed, type Perishable, type Renewed } from "../http/renewed.ts";
import type { Redaction } from "../log/redaction.ts";
import { WORLDWIDE } from "./authority-host.ts";
import { msalNetwork } from "./msal-network.ts";
import { tokenReply } from "./schema.ts";
import { tokenFault } from "./token-fault.ts";

export interface RetailServerTokenOptions {
  readonly tenantId: string;
  readonly audience: string;
  readonly appIdSecretName: string;
  readonly appSecretSecretName: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly redaction: Redaction;
  /** Another cloud or a local authority; Microsoft's worldwide one when left out. */
  readonly authorityHost?: string;
  readonly dispatcher?: Dispatcher;
}

const EARLY_MS = 5 * 60_000;

/**
 * The access token for Retail Server (client credentials), kept until five minutes before it ends.
 * `get` throws `token-refused`, `token-unreachable` or what the secret store throws. After a refusal both secrets are
 * read again, so that a rotated one is found.
 */
export function retailServerToken(options: RetailServerTokenOptions): Renewed {
  const { clock } = options;
  return renewed({ clock, earlyMs: EARLY_MS, fetch: () => signIn(options) });
}

async function signIn(options: RetailServerTokenOptions): Promise<Perishable> {
  const { secrets, redaction, appIdSecretName, appSecretSecretName } = options;
  const host = authorityOf(options);
  // one after the other, so that of two missing secrets always the same one is named
  const clientId = await secrets.read(appIdSecretName);
  const clientSecret = await secrets.read(appSecretSecretName);
  const asked = await ask(options, { host, clientId, clientSecret });
  if (asked.kind === "token") {
    redaction.hide(asked.token.value);
    return asked.token;
  }
  const fault = tokenFault(asked.thrown, asked.last, {
    host: host.host,
    appIdSecretName,
    appSecretSecretName,
  });
  if (fault.code === "token-refused") {
    secrets.forget(appIdSecretName);
    secrets.forget(appSecretSecretName);
  }
  throw fault;
}

function authorityOf({ authorityHost = "" }: RetailServerTokenOptions): URL {
  const url = URL.parse(authorityHost === "" ? WORLDWIDE : authorityHost);
  if (url?.protocol === "https:") return url;
  throw new ConnectorError("token-unreachable", "AZURE_AUTHORITY_HOST is not an https address", {
    fix: `set the environment variable AZURE_AUTHORITY_HOST to an address such as ${WORLDWIDE}, or take it out`,
  });
}

type Asked =
  | { readonly kind: "token"; readonly token: Perishable }
  | { readonly kind: "failed"; readonly thrown: unknown; readonly last: Exchange | undefined };

async function ask(
  options: RetailServerTokenOptions,
  as: { readonly host: URL; readonly clientId: string; readonly clientSecret: string },
): Promise<Asked> {
  const { clock, dispatcher = getGlobalDispatcher() } = options;
  const started = clock.now();
  let last: Exchange | undefined;
  const networkClient = msalNetwork({ clock, dispatcher }, (result) => (last = result));
  // made anew each time, which is once an hour: then a rotated id or secret needs no care
  const app = new ConfidentialClientApplication({
    auth: {
      clientId: as.clientId,
      clientSecret: as.clientSecret,
      authority: new URL(options.tenantId, as.host).href,
      knownAuthorities: [as.host.host],
    },
    system: { networkClient },
  });
  const scopes = [`${options.audience.replace(/\/+$/, "")}/.default`];
  try {
    const result = await app.acquireTokenByClientCredential({ scopes, skipCache: true });
    if (result === null) return { kind: "failed", thrown: undefined, last };
    return { kind: "token", token: { value: result.accessToken, expiresAt: endOf(started, last) } };
  } catch (thrown) {
    return { kind: "failed", thrown, last };
  }
}

/** MSAL would count the life of the token by the clock of the machine; a reply that does not tell it gets none. */
function endOf(started: Date, reply: Exchange | undefined): Date {
  const json = reply?.kind === "reply" ? parseJson(reply.text) : undefined;
  const seconds = tokenReply.safeParse(json).data?.expires_in ?? 0;
  return new Date(started.getTime() + seconds * 1000);
}
