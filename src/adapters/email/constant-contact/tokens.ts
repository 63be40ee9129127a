import { ConnectorError } from "../../../cart/connector-error.ts";
import type { SecretStore } from "../../../ports/secret-store.ts";
import { exchange, type Exchange, type HttpTools } from "../../http/exchange.ts";
import { MAX_REPLY_BYTES, SECTION, type ConstantContactOptions } from "./options.ts";
import { parseTokenError, parseTokens, type Tokens } from "./schema.ts";

const LONGEST_REQUEST_MS = 10_000;
/** Before a request whose reply was lost is made again. */
const PAUSE_MS = 1_000;

type TokenTools = HttpTools & { readonly secrets: SecretStore };

/** What became of a refresh token. */
export type Refreshed =
  { readonly kind: "tokens"; readonly tokens: Tokens } | { readonly kind: "turned-down" };

/**
 * Exchanges a refresh token. A request whose end nobody saw is made once more: a long-lived token does not mind, and
 * of a rotating one it is the only chance. Throws a `provider-…` fault, or that of the secret store.
 */
export async function refresh(
  options: ConstantContactOptions,
  tools: TokenTools,
  refreshToken: string,
): Promise<Refreshed> {
  const first = await ask(options, tools, refreshToken);
  if (isClientRefused(first)) {
    // the key or its secret may have been replaced since they were read
    tools.secrets.forget(options.apiKeySecretName);
    tools.secrets.forget(options.apiSecretSecretName);
    return judge(await ask(options, tools, refreshToken));
  }
  if (!isInDoubt(first)) return judge(first);
  await tools.clock.sleep(PAUSE_MS);
  return judge(await ask(options, tools, refreshToken));
}

async function ask(
  options: ConstantContactOptions,
  tools: TokenTools,
  refreshToken: string,
): Promise<Exchange> {
  const id = await tools.secrets.read(options.apiKeySecretName);
  const secret = await tools.secrets.read(options.apiSecretSecretName);
  return exchange(tools, {
    method: "POST",
    url: new URL(options.tokenUrl),
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken }).toString(),
    timeoutMs: Math.min(options.requestTimeoutMs, LONGEST_REQUEST_MS),
    maxBytes: MAX_REPLY_BYTES,
  });
}

function isClientRefused(result: Exchange): boolean {
  if (result.kind !== "reply" || (result.status !== 400 && result.status !== 401)) return false;
  return result.status === 401 || parseTokenError(result.text) === "invalid_client";
}

function isInDoubt(result: Exchange): boolean {
  if (result.kind !== "reply") return result.kind !== "not-connected";
  return result.status >= 500 || (result.status === 200 && parseTokens(result.text) === undefined);
}

function judge(result: Exchange): Refreshed {
  if (isClientRefused(result)) throw clientFault();
  if (result.kind === "reply" && result.status === 400 && parseTokenError(result.text) === "invalid_grant") {
    return { kind: "turned-down" };
  }
  const tokens = result.kind === "reply" && result.status === 200 ? parseTokens(result.text) : undefined;
  if (tokens === undefined) throw unreachable(result);
  return { kind: "tokens", tokens };
}

function clientFault(): ConnectorError {
  return new ConnectorError(
    "provider-unauthorized",
    "constant-contact turned down the API key and secret of the application",
    {
      fix: `check the secrets named by ${SECTION}.ApiKeyKeyVaultSecretName and ApiSecretKeyVaultSecretName`,
    },
  );
}

function unreachable(result: Exchange): ConnectorError {
  const what = result.kind === "reply" ? `status ${result.status}` : result.kind;
  const cause = "cause" in result ? { cause: result.cause } : {};
  const code =
    result.kind === "reply" && result.status === 200 ? "provider-unreadable" : "provider-unreachable";
  return new ConnectorError(code, `no access token could be had from ${SECTION}.TokenUrl (${what})`, {
    ...cause,
    fix: `check ${SECTION}.TokenUrl, name resolution and the firewall; the next pass tries again`,
  });
}
