import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Exchange } from "../../http/exchange.ts";
import { createGate } from "../../http/gate.ts";
import { parseJson } from "../../http/json.ts";
import { renewed, type Perishable } from "../../http/renewed.ts";
import { retryingExchange } from "../../http/retrying-exchange.ts";
import { MAX_REPLY_BYTES, tokenUrl, type EmarsysOptions, type EmarsysTools } from "./options.ts";
import { accessToken } from "./schema.ts";
import type { SignIn } from "./sign-in.ts";

const EARLY_MS = 60_000;
/** The life of a token that does not tell: the shortest that other clients assume. */
const ASSUMED_SECONDS = 300;
/* Somebody's claim may be held meanwhile: a sign-in that takes long is given up. */
const MOST_WAIT_MS = 5_000;
const LONGEST_REQUEST_MS = 10_000;

/** Sign-in for API v3: client credentials for a token, which is kept until shortly before its end. */
export function oauth2SignIn(options: EmarsysOptions, tools: EmarsysTools): SignIn {
  const gate = createGate({ max: 1, clock: tools.clock });

  function ask(): Promise<Exchange> {
    return retryingExchange({ ...tools, gate, maxWaitMs: MOST_WAIT_MS }, async () => ({
      method: "POST",
      url: tokenUrl(options),
      headers: {
        authorization: `Basic ${await clientCredentials(options, tools)}`,
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
      },
      body: "grant_type=client_credentials",
      timeoutMs: Math.min(options.requestTimeoutMs, LONGEST_REQUEST_MS),
      maxBytes: MAX_REPLY_BYTES,
    }));
  }

  async function fetch(): Promise<Perishable> {
    const first = await ask();
    if (!isRefused(first)) return readToken(first, tools);
    // the secret may have been rotated since it was read
    tools.secrets.forget(options.userNameSecretName);
    tools.secrets.forget(options.secretSecretName);
    return readToken(await ask(), tools);
  }

  const token = renewed({ fetch, clock: tools.clock, earlyMs: EARLY_MS });
  return {
    async credential() {
      const value = await token.get();
      return {
        headers: { authorization: `Bearer ${value}` },
        turnedDown: () => token.turnedDown(value),
      };
    },
  };
}

async function clientCredentials(options: EmarsysOptions, tools: EmarsysTools): Promise<string> {
  const id = await tools.secrets.read(options.userNameSecretName);
  const secret = await tools.secrets.read(options.secretSecretName);
  return Buffer.from(`${id}:${secret}`).toString("base64");
}

function readToken(result: Exchange, tools: EmarsysTools): Perishable {
  if (result.kind !== "reply" || result.status !== 200) throw tokenFault(result);
  const token = accessToken.safeParse(parseJson(result.text)).data;
  if (token === undefined) {
    throw new ConnectorError(
      "provider-unreadable",
      "the reply of EmarsysClientOptions.TokenUrl holds no access token",
      { fix: "set EmarsysClientOptions.TokenUrl to https://auth.emarsys.net/oauth2/token" },
    );
  }
  tools.redaction?.hide(token.access_token);
  const seconds = token.expires_in ?? ASSUMED_SECONDS;
  return {
    value: token.access_token,
    expiresAt: new Date(tools.clock.now().getTime() + seconds * 1000),
  };
}

function isRefused(result: Exchange): boolean {
  return result.kind === "reply" && (result.status === 400 || result.status === 401);
}

function tokenFault(result: Exchange): ConnectorError {
  if (isRefused(result)) {
    return new ConnectorError("provider-unauthorized", "emarsys turned down the client id and secret", {
      fix: "check the secrets named by EmarsysClientOptions.ApiUserNameKeyVaultSecretName (client id) and ApiSecretKeyVaultSecretName (client secret)",
    });
  }
  const what = result.kind === "reply" ? `status ${result.status}` : result.kind;
  const cause = "cause" in result ? { cause: result.cause } : {};
  return new ConnectorError(
    "provider-unreachable",
    `no token could be had from EmarsysClientOptions.TokenUrl (${what})`,
    { ...cause, fix: "check EmarsysClientOptions.TokenUrl, name resolution and the firewall" },
  );
}
