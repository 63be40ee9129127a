import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Exchange } from "../../http/exchange.ts";
import { failureOf, misconfigured, statusFailure, unreadable, type Failure } from "../failure.ts";
import { COMMUNICATION } from "./options.ts";
import { parseOperation, refusedWords, type Operation } from "./schema.ts";

/** What is said of one person: an answer, or what is wrong with the request as a whole. */
export type Said = { readonly answer: Answer } | { readonly failure: Failure };

const SENDING = "sending a reminder";

/** The end of a request to send. */
export function readSend(result: Exchange, usesKey: boolean): Said {
  if (result.kind !== "reply") return { failure: failureOf(result, COMMUNICATION, SENDING) };
  const { status, text } = result;
  if (status >= 200 && status < 300) {
    const operation = parseOperation(text);
    return operation === undefined
      ? { failure: unreadable(COMMUNICATION, SENDING, status) }
      : { answer: answerOf(operation) };
  }
  // alone in its request, so it is this reminder that is too large
  if (status === 413) return { answer: { kind: "refused", why: "payload-refused 413" } };
  if (status === 400 || status === 404) return refusal(status, text);
  return { failure: turnedAway(status, SENDING, usesKey) };
}

/** The statuses in which nothing is said about the mail. */
export function turnedAway(status: number, doing: string, usesKey: boolean): Failure {
  const failure = statusFailure(status, COMMUNICATION, doing);
  if (status !== 401 || usesKey) return failure;
  return { ...failure, fault: unknownIdentity(doing) };
}

/** What became of a mail, asked by its id. "not-known": nobody can say, so it stays in doubt. */
export function readOperation(result: Exchange): Answer | "not-known" {
  if (result.kind !== "reply" || result.status !== 200) return "not-known";
  const operation = parseOperation(result.text);
  return operation === undefined ? "not-known" : answerOf(operation);
}

function answerOf({ id, status }: Operation): Answer {
  switch (status) {
    case "NotStarted":
    case "Running":
    case "Succeeded":
      return { kind: "accepted", ...(id === null || id === undefined ? {} : { messageId: id }) };
    case "Failed":
    case "Canceled":
      return { kind: "refused", why: "operation-failed" };
  }
}

/**
 * What is about the recipient is this person's; everything else comes from the settings and is the same for everybody.
 * The unlinked domain of a sender is a 404, as is an address that is not that of the resource.
 */
function refusal(status: 400 | 404, text: string): Said {
  const words = refusedWords(text);
  if (words === undefined) {
    return status === 404
      ? { failure: statusFailure(404, COMMUNICATION, SENDING) }
      : { failure: { ...unreadable(COMMUNICATION, SENDING, status), carriedOut: "no" } };
  }
  const isAbout = (pattern: RegExp) => words.some((word) => pattern.test(word));
  if (isAbout(/recipient|^to\b/i)) return { answer: { kind: "refused", why: `payload-refused ${status}` } };
  const setting = isAbout(/sender|domain/i) ? "SenderAddress" : "no setting named";
  return {
    failure: misconfigured(
      `azure-communication-services does not take what AzureCommunicationServicesClientOptions says (${status}, ${setting})`,
      "link the domain of AzureCommunicationServicesClientOptions.SenderAddress to the resource, and compare the address with the MailFrom addresses of that domain",
    ),
  };
}

function unknownIdentity(doing: string): ConnectorError {
  return new ConnectorError(
    "provider-unauthorized",
    `azure-communication-services does not know the identity of this app: ${doing} (401)`,
    { fix: `${COMMUNICATION.permission}; check AzureCommunicationServicesClientOptions.ApiUrl` },
  );
}
