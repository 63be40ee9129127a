import type { Call } from "../../server.ts";
import { objectIn, parsedJson, type JsonObject } from "../json-object.ts";

/** What is wrong with a request, as SendGrid tells it: a text and the field that it is about. */
export interface MailFault {
  readonly field: string | null;
  readonly message: string;
}

/** One person of a request that was found right. */
export interface Personalization {
  readonly to: readonly string[];
  readonly data: JsonObject;
  readonly customArgs: JsonObject;
  readonly headers: JsonObject;
}

export interface MailRequest {
  readonly personalizations: readonly Personalization[];
  readonly sandbox: boolean;
  readonly template: string;
  readonly groupId: unknown;
}

/** What the account has to send with. */
export interface MailAccount {
  readonly templates: ReadonlySet<string>;
  readonly groups: ReadonlySet<number>;
}

const MOST_PEOPLE = 1000;
const MOST_CUSTOM_BYTES = 10_000;
/** Headers that a request may not set. */
const RESERVED = new Set(
  "x-sg-id x-sg-eid received dkim-signature content-type content-transfer-encoding to from subject reply-to cc bcc".split(
    " ",
  ),
);

/** Reads a request to send, or says all that is wrong with it. */
export function readMail(call: Call, account: MailAccount): MailRequest | readonly MailFault[] {
  if (!/^application\/json\b/i.test(call.headers["content-type"] ?? "")) {
    return [{ field: null, message: "the body has to be declared as application/json" }];
  }
  const body = objectIn(parsedJson(call.body));
  if (body === undefined) return [{ field: null, message: "the body is not a JSON object" }];
  const people = Array.isArray(body["personalizations"]) ? body["personalizations"].map(readPerson) : [];
  const faults = [...envelopeFaults(body, account), ...peopleFaults(people)];
  if (faults.length > 0) return faults;
  const sandbox = objectIn(objectIn(body["mail_settings"])?.["sandbox_mode"])?.["enable"] === true;
  const template = String(body["template_id"]);
  return { personalizations: people, sandbox, template, groupId: objectIn(body["asm"])?.["group_id"] };
}

function envelopeFaults(body: JsonObject, account: MailAccount): readonly MailFault[] {
  const faults: MailFault[] = [];
  const from = objectIn(body["from"]) ?? {};
  if (!isAddress(from["email"])) faults.push({ field: "from.email", message: "the from address is not one" });
  // no letters outside ASCII, and nothing that separates the entries of a list
  if (Object.values(from).some((part) => typeof part !== "string" || /[^ -~]|[;,]/.test(part))) {
    faults.push({ field: "from.name", message: "the from field holds what it may not" });
  }
  if (!account.templates.has(String(body["template_id"]))) {
    faults.push({ field: "template_id", message: "the account has no such template" });
  }
  const asm = objectIn(body["asm"]);
  if (asm !== undefined && !account.groups.has(Number(asm["group_id"]))) {
    faults.push({ field: "asm.group_id", message: "the account has no such group" });
  }
  const enable = objectIn(objectIn(body["mail_settings"])?.["sandbox_mode"])?.["enable"];
  if (enable !== undefined && typeof enable !== "boolean") {
    faults.push({ field: "mail_settings.sandbox_mode.enable", message: "has to be true or false" });
  }
  const categories = body["categories"];
  if (categories !== undefined && (!Array.isArray(categories) || categories.length > 10)) {
    faults.push({ field: "categories", message: "at most 10" });
  }
  return faults;
}

function peopleFaults(people: readonly Personalization[]): readonly MailFault[] {
  if (people.length === 0 || people.length > MOST_PEOPLE) {
    return [{ field: "personalizations", message: `from 1 to ${MOST_PEOPLE} are wanted` }];
  }
  const everybody = people.flatMap(({ to }) => to);
  const faults: MailFault[] = [];
  if (everybody.length > MOST_PEOPLE)
    faults.push({ field: "personalizations", message: "too many addresses" });
  if (new Set(everybody.map((one) => one.toLowerCase())).size < everybody.length) {
    faults.push({ field: "personalizations", message: "an address stands there twice" });
  }
  for (const [index, person] of people.entries())
    faults.push(...personFaults(person, `personalizations.${index}`));
  return faults;
}

function personFaults(person: Personalization, at: string): readonly MailFault[] {
  const faults: MailFault[] = [];
  if (person.to.length === 0 || !person.to.every(isAddress)) {
    faults.push({ field: `${at}.to.0.email`, message: "no address" });
  }
  if (Buffer.byteLength(JSON.stringify(person.customArgs)) > MOST_CUSTOM_BYTES) {
    faults.push({ field: `${at}.custom_args`, message: "too large" });
  }
  if (Object.keys(person.headers).some((name) => RESERVED.has(name.toLowerCase()))) {
    faults.push({ field: `${at}.headers`, message: "a header that may not be set" });
  }
  return faults;
}

function readPerson(value: unknown): Personalization {
  const person = objectIn(value) ?? {};
  return {
    to: ["to", "cc", "bcc"].flatMap((list) => addressesIn(person[list])),
    data: objectIn(person["dynamic_template_data"]) ?? {},
    customArgs: objectIn(person["custom_args"]) ?? {},
    headers: objectIn(person["headers"]) ?? {},
  };
}

/** What is no address stays as an empty text, to be found fault with. */
function addressesIn(list: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  return entries.map((entry) => {
    const email = objectIn(entry)?.["email"];
    return typeof email === "string" ? email : "";
  });
}

function isAddress(value: unknown): value is string {
  return typeof value === "string" && /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value);
}
