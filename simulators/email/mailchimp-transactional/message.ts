import { listIn, objectIn, textIn, type JsonObject } from "../json-object.ts";

/** A request to send, as far as it was understood. */
export interface Message {
  readonly to: readonly string[];
  /** Whether every reader sees all recipients. */
  readonly preserveRecipients: boolean;
  readonly fromEmail: string;
  /** Merge variables by address in lower case. */
  readonly vars: ReadonlyMap<string, JsonObject>;
  readonly metadata: ReadonlyMap<string, JsonObject>;
  readonly async: boolean;
}

/** The parameter that is wrong, with a text about it. */
export interface ParameterFault {
  readonly parameter: string;
  readonly text: string;
}

/** Reads `message` of a request to send, or says which parameter is wrong. */
export function readMessage(body: JsonObject): Message | ParameterFault {
  if (!Array.isArray(body["template_content"])) return fault("template_content", "a list is wanted");
  const message = objectIn(body["message"]);
  if (message === undefined) return fault("message", "an object is wanted");
  const fromEmail = textIn(message["from_email"]);
  if (!isAddress(fromEmail)) return fault("message.from_email", "an address is wanted");
  const to = listIn(message["to"]).map((one) => textIn(objectIn(one)?.["email"]));
  if (to.length === 0 || to.includes("")) return fault("message.to", "at least one address is wanted");
  const tags = listIn(message["tags"]);
  if (tags.some((tag) => textIn(tag).length > 50 || textIn(tag).startsWith("_"))) {
    return fault("message.tags", "at most 50 letters, and no underscore in front");
  }
  const vars = varsByAddress(message["merge_vars"]);
  if (vars === undefined) return fault("message.merge_vars", "a name may not begin with an underscore");
  return {
    to,
    // unless it is told otherwise the account decides, and it may show them
    preserveRecipients: message["preserve_recipients"] !== false,
    fromEmail,
    vars,
    metadata: metadataByAddress(message["recipient_metadata"]),
    async: body["async"] === true,
  };
}

export function isAddress(text: string): boolean {
  return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text);
}

function varsByAddress(value: unknown): ReadonlyMap<string, JsonObject> | undefined {
  const found = new Map<string, JsonObject>();
  for (const entry of listIn(value)) {
    const vars = listIn(objectIn(entry)?.["vars"]).map((one) => objectIn(one) ?? {});
    const named = vars.map(({ name, content }) => [textIn(name), content] as const);
    if (named.some(([name]) => name === "" || name.startsWith("_"))) return undefined;
    found.set(textIn(objectIn(entry)?.["rcpt"]).toLowerCase(), Object.fromEntries(named));
  }
  return found;
}

function metadataByAddress(value: unknown): ReadonlyMap<string, JsonObject> {
  const rows = listIn(value).map((entry) => objectIn(entry) ?? {});
  return new Map(rows.map((row) => [textIn(row["rcpt"]).toLowerCase(), objectIn(row["values"]) ?? {}]));
}

function fault(parameter: string, text: string): ParameterFault {
  return { parameter, text };
}
