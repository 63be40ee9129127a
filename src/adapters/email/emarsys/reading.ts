import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Exchange } from "../../http/exchange.ts";
import { createGate } from "../../http/gate.ts";
import { retryingExchange } from "../../http/retrying-exchange.ts";
import { failureOr, PASSING, unreadableFault } from "./failure.ts";
import { apiUrl, MAX_REPLY_BYTES, type EmarsysOptions, type EmarsysTools } from "./options.ts";
import { CONTACT_UNKNOWN, meaningOf } from "./reply-codes.ts";
import { parseEnvelope } from "./schema.ts";
import { signedIn, type SignIn } from "./sign-in.ts";

/** A call that may be repeated. */
export interface ReadCall {
  /** For messages, for instance "reading the list of events". */
  readonly doing: string;
  readonly path: string;
  /** POST when left out, and there is a body. */
  readonly method?: "PUT";
  /** With a body it is a POST. */
  readonly body?: unknown;
  /** The `data` that stands for a reply that there is no such contact, where that is an answer and no fault. */
  readonly withoutContact?: unknown;
}

/** The `data` of the reply, not yet looked into. Throws a `provider-…` fault or the fault of the secret store. */
export type Read = (call: ReadCall) => Promise<unknown>;

const MOST_AT_ONCE = 4;
const MOST_WAIT_MS = 30_000;

/** Reads with patience. Sends never come through here: they must not be repeated. */
export function createRead(options: EmarsysOptions, tools: EmarsysTools, signIn: SignIn): Read {
  const retry = {
    ...tools,
    gate: createGate({ max: MOST_AT_ONCE, clock: tools.clock }),
    maxWaitMs: MOST_WAIT_MS,
  };
  return async (call) => {
    const url = apiUrl(options, call.path);
    const result = await signedIn(signIn, (headers) =>
      retryingExchange(retry, async () => ({
        ...(call.body === undefined
          ? { method: "GET" as const }
          : { method: call.method ?? ("POST" as const), body: JSON.stringify(call.body) }),
        url,
        headers: { ...(await headers()), "content-type": "application/json", accept: "application/json" },
        timeoutMs: options.requestTimeoutMs,
        maxBytes: MAX_REPLY_BYTES,
      })),
    );
    return dataOf(result, call);
  };
}

function dataOf(result: Exchange, { doing, withoutContact }: ReadCall): unknown {
  const reply = failureOr(result, doing);
  if (reply.kind === "failure") throw reply.fault;
  const envelope = parseEnvelope(reply.text);
  if (envelope === undefined) throw unreadableFault(doing, reply.status);
  if (envelope.replyCode === 0 && reply.status < 300) return envelope.data;
  const meaning = meaningOf(envelope.replyCode);
  if (meaning?.kind === "set-up") throw meaning.fault;
  if (envelope.replyCode === CONTACT_UNKNOWN && withoutContact !== undefined) return withoutContact;
  throw new ConnectorError(
    "provider-failed",
    `emarsys refused ${doing} (${reply.status}, reply code ${envelope.replyCode})`,
    { fix: PASSING },
  );
}
