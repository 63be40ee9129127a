import { createHash, createHmac } from "node:crypto";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Exchange } from "../../http/exchange.ts";
import { withApiKey } from "../api-key.ts";
import type { FurtherTools } from "../entry.ts";
import { COMMUNICATION, type CommunicationOptions } from "./options.ts";

/** What has to be signed of a request. */
export interface Signable {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly body: string;
}

type Headers = Readonly<Record<string, string>>;

/**
 * Sends with a sign-in: with the access key, and once more when another one is in the secret by now, or with the
 * identity of the app. Throws only before a request, or after one that was turned down with 401.
 */
export async function signedIn(
  options: CommunicationOptions,
  tools: Pick<FurtherTools, "secrets" | "clock" | "azureToken" | "redaction">,
  request: { readonly what: Signable; readonly send: (headers: Headers) => Promise<Exchange> },
): Promise<Exchange> {
  const { accessKeySecretName: secretName } = options;
  if (secretName === undefined) return request.send(await bearer(tools));
  const isTurnedDown = (result: Exchange) => result.kind === "reply" && result.status === 401;
  return withApiKey({ secrets: tools.secrets, secretName, isTurnedDown }, (key) =>
    request.send(signature(request.what, key, tools.clock.now())),
  );
}

/** For every cloud of Azure the same. */
const SCOPE = "https://communication.azure.com/.default";

async function bearer({ azureToken, redaction }: Pick<FurtherTools, "azureToken" | "redaction">) {
  let token: string;
  try {
    token = await azureToken(SCOPE);
  } catch (cause) {
    throw new ConnectorError(
      "provider-unauthorized",
      "Microsoft Entra gives the app no token for azure-communication-services",
      {
        cause,
        fix: `${COMMUNICATION.permission}; in Azure the app needs a managed identity`,
      },
    );
  }
  redaction?.hide(token);
  return { authorization: `Bearer ${token}` };
}

/**
 * The signature with an access key. What is signed: the method, the path with its query, and the date, the host and the
 * hash of the body. https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial
 */
export function signature({ method, url, body }: Signable, key: string, now: Date): Headers {
  const date = now.toUTCString();
  const hash = createHash("sha256").update(body).digest("base64");
  const signed = `${method}\n${url.pathname}${url.search}\n${date};${url.host};${hash}`;
  const signing = createHmac("sha256", Buffer.from(key, "base64")).update(signed).digest("base64");
  return {
    "x-ms-date": date,
    "x-ms-content-sha256": hash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signing}`,
  };
}
