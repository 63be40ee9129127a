import { ConnectorError } from "../../../cart/connector-error.ts";
import type { SecretStore } from "../../../ports/secret-store.ts";
import type { Exchange, HttpRequest } from "../../http/exchange.ts";
import { withApiKey } from "../api-key.ts";
import { failureOf, misconfigured, statusFailure, unreadable, type Failure } from "../failure.ts";
import { MARKETING, MAX_REPLY_BYTES, SECTION, type MarketingOptions } from "./options.ts";
import { isProblem } from "./schema.ts";

export interface MarketingCall {
  readonly method: HttpRequest["method"];
  /** Behind the version, with a leading slash. */
  readonly path: string;
  readonly body?: string;
  readonly timeoutMs?: number;
}

/** Sends one request. Throws only before it, or after one whose key was turned down. */
export type Call = (call: MarketingCall) => Promise<Exchange>;

/** `send` says how: once, or with patience for what may be repeated. */
export function createCall(
  options: MarketingOptions,
  secrets: SecretStore,
  send: (what: HttpRequest) => Promise<Exchange>,
): Call {
  const apiKey = {
    secrets,
    secretName: options.apiKeySecretName,
    isTurnedDown: (result: Exchange) => result.kind === "reply" && result.status === 401,
  };
  return ({ method, path, body, timeoutMs = options.requestTimeoutMs }) =>
    withApiKey(apiKey, (key) =>
      send({
        method,
        url: new URL(`${options.apiUrl}${path}`),
        headers: {
          authorization: `Basic ${Buffer.from(`connector:${key}`).toString("base64")}`,
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body }),
        timeoutMs,
        maxBytes: MAX_REPLY_BYTES,
      }),
    );
}

/** Where everything of the store lies. */
export function storePath({ storeId }: MarketingOptions): string {
  return `/ecommerce/stores/${storeId}`;
}

/** What a call came to: its text, a no by Mailchimp itself to what was asked for, or a failure. */
export type Told =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "refused" }
  | { readonly kind: "failure"; readonly failure: Failure };

export function told(result: Exchange, doing: string): Told {
  if (result.kind !== "reply") return { kind: "failure", failure: failureOf(result, MARKETING, doing) };
  const { status, text } = result;
  if (status >= 200 && status < 300) return { kind: "text", text };
  if (status === 404 && isProblem(text)) return { kind: "absent" };
  if (status === 400 || status === 422) {
    return isProblem(text)
      ? { kind: "refused" }
      : {
          kind: "failure",
          failure: { ...unreadable(MARKETING, doing, status), carriedOut: "no" },
        };
  }
  return { kind: "failure", failure: statusFailure(status, MARKETING, doing) };
}

export type Heard = Exclude<Told, { kind: "failure" }>;

/** For calls that mail nobody: a failure is thrown as its fault. */
export function heard(result: Exchange, doing: string): Heard {
  const reply = told(result, doing);
  if (reply.kind === "failure") throw reply.failure.fault;
  return reply;
}

export function unknownStore(): Failure {
  return misconfigured(
    `mailchimp-marketing does not know the store of ${SECTION}.StoreId`,
    `set ${SECTION}.StoreId to the id of a store of this account: docs/providers/mailchimp-marketing.md tells how to make one`,
  );
}

/** No request of ours can be refused here but for something that is not ours to mend. */
export function refusedFault(doing: string): ConnectorError {
  return new ConnectorError("provider-failed", `mailchimp-marketing refused ${doing}`, {
    fix: "do it by hand in Mailchimp; please report this if it goes on",
  });
}
