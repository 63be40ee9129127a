import { ConnectorError } from "../../../cart/connector-error.ts";
import type { ProviderTools } from "../entry.ts";

/** The section `EmarsysClientOptions` of the settings. */
export interface EmarsysOptions {
  /** The address of the trigger call, with `{0}` where the event id goes. */
  readonly apiUrl: string;
  readonly eventId: string;
  /** The contact field that holds the e-mail address, "3" unless the account is unusual. */
  readonly contactKeyId: string;
  readonly authentication: "oauth2" | "wsse";
  readonly tokenUrl: string;
  /** The secret that holds the client id (oauth2) or the API user name (wsse). */
  readonly userNameSecretName: string;
  /** The secret that holds the client secret (oauth2) or the API secret (wsse). */
  readonly secretSecretName: string;
  /** For one request, from connecting to the last byte of its reply. */
  readonly requestTimeoutMs: number;
}

export type EmarsysTools = ProviderTools;

/** Far above any reply we ask for: 1000 contacts with an error text each are about 200 kB. */
export const MAX_REPLY_BYTES = 4_000_000;

const TRIGGER_PATH = "/event/{0}/trigger";

export function triggerUrl(options: EmarsysOptions, eventId: string): URL {
  return apiUrl(options, `/event/${encodeURIComponent(eventId)}/trigger`);
}

/** The address of another call of the same API version. Throws `provider-misconfigured` when `ApiUrl` has another form. */
export function apiUrl(options: EmarsysOptions, path: string): URL {
  const template = options.apiUrl.trim().replace(/\/$/, "");
  const url = template.endsWith(TRIGGER_PATH)
    ? httpUrl(`${template.slice(0, -TRIGGER_PATH.length)}${path}`)
    : undefined;
  if (url !== undefined) return url;
  throw new ConnectorError(
    "provider-misconfigured",
    `EmarsysClientOptions.ApiUrl: expected a web address that ends in ${TRIGGER_PATH}, got another form`,
    { fix: `set it to https://api.emarsys.net/api/v3${TRIGGER_PATH}; {0} stands for the event id` },
  );
}

/** Throws `provider-misconfigured` when `TokenUrl` is no web address. */
export function tokenUrl(options: EmarsysOptions): URL {
  const url = httpUrl(options.tokenUrl);
  if (url !== undefined) return url;
  throw new ConnectorError(
    "provider-misconfigured",
    "EmarsysClientOptions.TokenUrl: expected a web address, got something else",
    { fix: "set it to https://auth.emarsys.net/oauth2/token" },
  );
}

function httpUrl(text: string): URL | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
