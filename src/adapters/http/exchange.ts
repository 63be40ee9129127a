import { request, type Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** What happened to one request. Nothing is thrown: every end of an exchange is one of these. */
export type Exchange =
  | { readonly kind: "reply"; readonly status: number; readonly headers: Headers; readonly text: string }
  /** No connection was made, or the request could not even be written: the server has not seen it. */
  | { readonly kind: "not-connected"; readonly cause: unknown }
  /** The connection broke after it was made: the server may have acted. */
  | { readonly kind: "lost"; readonly cause: unknown }
  /** Not finished in time: the server may have acted. */
  | { readonly kind: "slow" }
  | { readonly kind: "too-large" };

export interface HttpTools {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
}

/** Sends one request once and reads the reply as text, bounded in time and size. Redirects are replies, not followed. */
export async function exchange(tools: HttpTools, what: HttpRequest): Promise<Exchange> {
  const deadline = tools.clock.deadline(what.timeoutMs);
  try {
    const reply = await request(what.url, {
      dispatcher: tools.dispatcher,
      method: what.method,
      headers: what.headers,
      body: what.body ?? null,
      signal: deadline.signal,
      headersTimeout: what.timeoutMs,
      bodyTimeout: what.timeoutMs,
    });
    const text = await readCapped(reply.body, what.maxBytes);
    if (text === undefined) return { kind: "too-large" };
    return { kind: "reply", status: reply.statusCode, headers: toHeaders(reply.headers), text };
  } catch (cause) {
    return failed(cause, deadline.signal);
  } finally {
    deadline.release();
  }
}

async function readCapped(
  body: Dispatcher.ResponseData["body"],
  maxBytes: number,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // leaving the loop destroys the body and with it the connection
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Codes of errors that come before a byte of the request has left: a bad header, name, route, certificate. */
const BEFORE_CONNECTION = new Set([
  "UND_ERR_INVALID_ARG",
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

function failed(cause: unknown, signal: AbortSignal): Exchange {
  const codes = errorCodes(cause);
  if (codes.some((code) => BEFORE_CONNECTION.has(code))) return { kind: "not-connected", cause };
  const slow = signal.aborted || codes.some((code) => /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code));
  return slow ? { kind: "slow" } : { kind: "lost", cause };
}

/** The codes of an error, its causes and the members of an AggregateError (one per address tried). */
export function errorCodes(thrown: unknown): readonly string[] {
  if (!(thrown instanceof Error)) return [];
  const own = "code" in thrown && typeof thrown.code === "string" ? [thrown.code] : [];
  const members = thrown instanceof AggregateError ? thrown.errors.flatMap(errorCodes) : [];
  return [...own, ...errorCodes(thrown.cause), ...members];
}

function toHeaders(incoming: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}
