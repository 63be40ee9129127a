import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import { ConnectorError } from "../../cart/connector-error.ts";
import { exchange, type Exchange, type HttpRequest, type HttpTools } from "../http/exchange.ts";
import { parseJson } from "../http/json.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1_000_000;
const TRIES = 2;

/**
 * The network as MSAL wants it, bounded in time, which its own is not. `seen` hears of every exchange, because MSAL
 * swallows what went wrong while it looks for the endpoints. Asking for a token may be
 * repeated, so a broken connection gets a second try.
 */
export function msalNetwork(tools: HttpTools, seen: (result: Exchange) => void): INetworkModule {
  async function send<T>(
    method: "GET" | "POST",
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const { headers = {}, body } = options;
    const request: HttpRequest = {
      method,
      url: new URL(url),
      headers,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      ...(body === undefined ? {} : { body }),
    };
    const result = await patiently(tools, request);
    seen(result);
    const json = result.kind === "reply" ? parseJson(result.text) : undefined;
    if (result.kind !== "reply" || json === undefined)
      throw new ConnectorError("token-unreachable", "no usable answer to the sign-in");
    // MSAL looks at every field itself before it uses it
    return { status: result.status, headers: Object.fromEntries(result.headers), body: json as T };
  }
  return {
    sendGetRequestAsync: (url, options) => send("GET", url, options),
    sendPostRequestAsync: (url, options) => send("POST", url, options),
  };
}

async function patiently(tools: HttpTools, request: HttpRequest): Promise<Exchange> {
  let result = await exchange(tools, request);
  for (let tries = 1; tries < TRIES && isPassing(result); tries += 1) result = await exchange(tools, request);
  return result;
}

function isPassing(result: Exchange): boolean {
  return result.kind === "reply" ? result.status >= 500 : result.kind === "lost";
}
