import { asConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder, ReminderFacts } from "../../../cart/reminder.ts";
import type { ReminderKey } from "../../../cart/shopper.ts";
import type { Capabilities, Draft, Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import { exchange, type Exchange } from "../../http/exchange.ts";
import { released, sameForAll } from "../answers.ts";
import { MASKED } from "../draft.ts";
import type { FurtherTools } from "../entry.ts";
import { answersTo } from "../failure.ts";
import { checkCommunication } from "./check.ts";
import { API_VERSION, MAX_REPLY_BYTES, type CommunicationOptions } from "./options.ts";
import { mailBody, operationId } from "./payload.ts";
import { readOperation, readSend } from "./reply.ts";
import { signedIn } from "./sign-in.ts";

/** Everybody in a mail sees everybody else's address: each gets a mail of their own. */
const ONE = 1;
/** https://learn.microsoft.com/azure/communication-services/concepts/service-limits, read 2026-11 */
const MOST_BYTES = 10_000_000;

export const COMMUNICATION_CAN: Capabilities = {
  maxBatch: ONE,
  maxBytes: MOST_BYTES,
  // a repeated Operation-Id is reported to send nothing, but nowhere promised
  deduplicates: false,
  knowsConsent: false,
};

const SEND = "/emails:send";

/** A question about a doubt must not outlast the claim that the request stands on. */
const LONGEST_QUESTION_MS = 10_000;

/** Azure Communication Services Email: sends mails that we write. */
export function createCommunication(options: CommunicationOptions, tools: FurtherTools): IEmailProvider {
  const usesKey = options.accessKeySecretName !== undefined;

  /** Throws only before a request, or after one that was turned down with 401. */
  function call(
    method: "GET" | "POST",
    path: string,
    more: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Exchange> {
    const { body = "", headers = {} } = more;
    const url = new URL(`${options.apiUrl}${path}?api-version=${API_VERSION}`);
    const timeoutMs =
      method === "POST" ? options.requestTimeoutMs : Math.min(options.requestTimeoutMs, LONGEST_QUESTION_MS);
    return signedIn(options, tools, {
      what: { method, url, body },
      send: (signature) =>
        exchange(tools, {
          ...{ method, url, timeoutMs, maxBytes: MAX_REPLY_BYTES },
          headers: { ...signature, ...headers, accept: "application/json" },
          ...(method === "POST" ? { body } : {}),
        }),
    });
  }

  function send(reminder: Reminder): Promise<Exchange> {
    const mail = tools.mail.write(reminder);
    for (const { what, why, count } of mail.leftOut) {
      tools.log.warn("an address was left out of a mail", { what, why, count });
    }
    return call("POST", SEND, {
      body: mailBody(options, reminder, mail),
      headers: headersOf(reminder),
    });
  }

  /** What became of a request whose end nobody saw: Azure knows it by the id that we gave it. */
  async function askAfter(key: ReminderKey): Promise<Answer | "not-known"> {
    try {
      return readOperation(await call("GET", `/emails/operations/${operationId(key)}`));
    } catch {
      // the doubt stays, and so does the fault that it came with
      return "not-known";
    }
  }

  async function handOver(reminder: Reminder): Promise<Handover> {
    let result: Exchange;
    try {
      result = await send(reminder);
    } catch (thrown) {
      return sameForAll([reminder], released(tools.clock.now()), asConnectorError(thrown));
    }
    const said = readSend(result, usesKey);
    if ("answer" in said) return sameForAll([reminder], said.answer);
    const { failure } = said;
    const known = failure.carriedOut === "maybe" ? await askAfter(reminder.key) : "not-known";
    if (known !== "not-known") return sameForAll([reminder], known, failure.fault);
    return answersTo(failure, [reminder], {
      now: tools.clock.now(),
      ...(result.kind === "reply" ? { headers: result.headers } : {}),
    });
  }

  return {
    name: "azure-communication-services",
    can: COMMUNICATION_CAN,
    bytesOf: (reminder) => Buffer.byteLength(mailBody(options, reminder, tools.mail.write(reminder))),
    drafts: (reminder) => [
      draftOf(options, reminder, mailBody(options, reminder, tools.mail.write(reminder))),
    ],
    async remind([first, ...others]) {
      if (first === undefined) return { answers: new Map() };
      const handover = await handOver(first);
      const waiting = sameForAll(others, released(tools.clock.now())).answers;
      return { ...handover, answers: new Map([...waiting, ...handover.answers]) };
    },
    // it mails whoever it is told to: nobody is answered for
    consent: () => Promise.resolve(new Map()),
    check: () => checkCommunication(options, (id) => call("GET", `/emails/operations/${id}`)),
  };
}

function headersOf({ key }: ReminderFacts): Readonly<Record<string, string>> {
  return { "content-type": "application/json", "operation-id": operationId(key) };
}

function draftOf(options: CommunicationOptions, reminder: ReminderFacts, body: string): Draft {
  const usesKey = options.accessKeySecretName !== undefined;
  return {
    method: "POST",
    url: `${options.apiUrl}${SEND}?api-version=${API_VERSION}`,
    headers: {
      ...(usesKey ? { "x-ms-date": MASKED, "x-ms-content-sha256": MASKED } : {}),
      authorization: usesKey ? `HMAC-SHA256 ${MASKED}` : `Bearer ${MASKED}`,
      ...headersOf(reminder),
      accept: "application/json",
    },
    body,
  };
}
