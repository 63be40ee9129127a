import { listIn, objectIn, parsedJson, textIn, type JsonObject } from "../json-object.ts";

/** A refusal as Azure writes it. */
export interface Refusal {
  readonly status: 400 | 404;
  readonly code: string;
  readonly target?: string;
}

export interface MailRequest {
  /** Everybody in to, cc and bcc. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly plainText: string;
  readonly headers: JsonObject;
  readonly replyTo: readonly string[];
  readonly tracksEngagement: boolean;
}

const MOST_RECIPIENTS = 50;

/** Reads a request to send, or says what is wrong with it. */
export function readMail(text: string, senders: ReadonlySet<string>): MailRequest | Refusal {
  const body = objectIn(parsedJson(text));
  if (body === undefined) return { status: 400, code: "BadRequest", target: "body" };
  const sender = textIn(body["senderAddress"]);
  if (!isAddress(sender)) return { status: 400, code: "InvalidSenderAddress", target: "senderAddress" };
  if (!senders.has(sender.toLowerCase())) return { status: 404, code: "DomainNotLinked" };
  const lists = objectIn(body["recipients"]) ?? {};
  const recipients = ["to", "cc", "bcc"].flatMap((list) => addressesIn(lists[list]));
  if (recipients.length === 0 || recipients.length > MOST_RECIPIENTS || !recipients.every(isAddress)) {
    return { status: 400, code: "BadRequest", target: "recipients.to" };
  }
  const content = objectIn(body["content"]) ?? {};
  const [subject, html, plainText] = ["subject", "html", "plainText"].map((part) => textIn(content[part]));
  if (!subject || /[\r\n]/.test(subject))
    return { status: 400, code: "BadRequest", target: "content.subject" };
  if (!html && !plainText) return { status: 400, code: "BadRequest", target: "content" };
  const headers = objectIn(body["headers"]) ?? {};
  if (Object.values(headers).some((value) => typeof value !== "string" || /[\r\n]/.test(value))) {
    return { status: 400, code: "BadRequest", target: "headers" };
  }
  return {
    recipients,
    subject,
    html: html ?? "",
    plainText: plainText ?? "",
    headers,
    replyTo: addressesIn(body["replyTo"]),
    tracksEngagement: body["userEngagementTrackingDisabled"] !== true,
  };
}

function addressesIn(list: unknown): readonly string[] {
  return listIn(list).map((entry) => textIn(objectIn(entry)?.["address"]));
}

function isAddress(value: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value);
}
