import { startServer, type Call, type Reply, type SimulatorServer } from "../../server.ts";
import { listIn, objectIn, parsedJson, textIn, type JsonObject } from "../json-object.ts";
import { createLimits } from "./limits.ts";
import { refusal } from "./refusal.ts";
import { createTokens, type TokenOptions } from "./tokens.ts";

/** A contact as it is kept. What a write leaves out is empty afterwards. */
export interface Contact {
  readonly contact_id: string;
  readonly email_address: { readonly address: string; readonly permission_to_send: string };
  readonly custom_fields?: unknown;
  readonly list_memberships?: unknown;
  readonly [other: string]: unknown;
}

export interface Person {
  readonly email: string;
  readonly permission: string;
  /** Whatever else the contact holds. */
  readonly more?: JsonObject;
}

/** A mail of the automation that hangs on the list. */
export interface Mail {
  readonly to: string;
  /** The custom fields by name, as they were when the contact joined. */
  readonly fields: JsonObject;
  readonly at: Date;
}

export interface ConstantContactOptions extends Omit<TokenOptions, "clock"> {
  readonly lists: readonly string[];
  /** Names of the account's custom fields. */
  readonly fields: readonly string[];
  readonly people: readonly Person[];
  /** 10,000 when left out. */
  readonly perDay?: number;
  readonly clock?: { now(): Date };
  readonly port?: number;
}

/** A simulated Constant Contact account with an automation on each list that mails whoever joins it, at once. */
export interface ConstantContact extends SimulatorServer {
  /** What was mailed, whatever the caller was told. */
  readonly delivered: readonly Mail[];
  contactOf(email: string): Contact | undefined;
  /** As the person would in the footer of a mail. */
  unsubscribe(email: string): void;
  revokeAccess(): void;
  consent(refreshToken: string): void;
}

type Operation = "token" | "find-contact" | "write-contact" | "fields" | "list" | "join";

const ROUTES: readonly (readonly [method: string, path: RegExp, operation: Operation])[] = [
  ["POST", /^\/oauth2\/default\/v1\/token$/, "token"],
  ["GET", /^\/v3\/contacts$/, "find-contact"],
  ["PUT", /^\/v3\/contacts\/([^/]+)$/, "write-contact"],
  ["GET", /^\/v3\/contact_custom_fields$/, "fields"],
  ["GET", /^\/v3\/contact_lists\/([^/]+)$/, "list"],
  ["POST", /^\/v3\/activities\/add_list_memberships$/, "join"],
];
const SUBRESOURCES =
  "custom_fields list_memberships phone_numbers street_addresses taggings notes sms_channel".split(" ");
const LONGEST_FIELD = 255;

export async function startConstantContact(options: ConstantContactOptions): Promise<ConstantContact> {
  const { clock = { now: () => new Date() } } = options;
  const tokens = createTokens({ ...options, clock });
  const limits = createLimits(clock, options.perDay ?? 10_000);
  const contacts = new Map(options.people.map((person, index) => contactEntry(person, index)));
  const fieldIds = new Map(options.fields.map((name, index) => [`field-${index + 1}`, name]));
  const delivered: Mail[] = [];
  let jobs = 0;

  function byEmail(email: string): Contact | undefined {
    return [...contacts.values()].find(
      ({ email_address }) => email_address.address.toLowerCase() === email.toLowerCase(),
    );
  }

  function findContact({ searchParams: asked }: URL): Reply {
    const found = byEmail(asked.get("email") ?? "");
    const isShown =
      found !== undefined &&
      (asked.get("status") === "all" || found.email_address.permission_to_send !== "unsubscribed");
    const included = new Set((asked.get("include") ?? "").split(","));
    const hidden = SUBRESOURCES.filter((name) => !included.has(name));
    const shown = Object.fromEntries(Object.entries(found ?? {}).filter(([name]) => !hidden.includes(name)));
    return { status: 200, body: { contacts: isShown ? [shown] : [] } };
  }

  function writeContact(id: string, body: JsonObject): Reply {
    if (!contacts.has(id)) return refusal(404, "contacts.api.not_found");
    const email = objectIn(body["email_address"]);
    const address = textIn(email?.["address"]);
    if (address === "" || !/^(Account|Contact)$/.test(textIn(body["update_source"]))) {
      return refusal(400, "contacts.api.validation.error");
    }
    const fields = listIn(body["custom_fields"]).map((one) => objectIn(one) ?? {});
    const isKnown = fields.every((one) => fieldIds.has(textIn(one["custom_field_id"])));
    const isShort = fields.every((one) => textIn(one["value"]).length <= LONGEST_FIELD);
    if (!isKnown || !isShort) return refusal(400, "contacts.api.validation.error");
    const permission_to_send = textIn(email?.["permission_to_send"]);
    // everything that was not sent is gone
    const { update_source, ...written } = body;
    const contact = { ...written, contact_id: id, email_address: { address, permission_to_send } };
    contacts.set(id, contact);
    return { status: 200, body: contact };
  }

  /** A job. This one is done at once; whoever is in the list already is left alone. */
  function join(body: JsonObject): Reply {
    const ids = listIn(objectIn(body["source"])?.["contact_ids"]).map(textIn);
    const lists = listIn(body["list_ids"]).map(textIn);
    const isWell = ids.length > 0 && ids.length <= 500 && lists.length > 0 && lists.length <= 50;
    if (!isWell || !lists.every((id) => options.lists.includes(id)) || !ids.every((id) => contacts.has(id))) {
      return refusal(400, "activities.api.validation.error");
    }
    for (const id of ids) {
      const contact = contacts.get(id);
      if (contact !== undefined) joinAll(contact, lists);
    }
    jobs += 1;
    return { status: 201, body: { activity_id: `job-${jobs}`, state: "initialized" } };
  }

  function joinAll(contact: Contact, lists: readonly string[]): void {
    const before = listIn(contact.list_memberships);
    const added = lists.filter((id) => !before.includes(id));
    contacts.set(contact.contact_id, { ...contact, list_memberships: [...before, ...added] });
    const { address, permission_to_send } = contact.email_address;
    const isMailed = permission_to_send === "explicit" || permission_to_send === "implicit";
    if (added.length > 0 && isMailed) {
      delivered.push({ to: address, fields: fieldsByName(contact), at: clock.now() });
    }
  }

  function fieldsByName({ custom_fields }: Contact): JsonObject {
    const rows = listIn(custom_fields).map((one) => objectIn(one) ?? {});
    return Object.fromEntries(
      rows.map((row) => [fieldIds.get(textIn(row["custom_field_id"])) ?? "", row["value"]]),
    );
  }

  function fields(): Reply {
    const rows = [...fieldIds].map(([custom_field_id, name]) => ({ custom_field_id, name, label: name }));
    return { status: 200, body: { custom_fields: rows.map((row) => ({ ...row, type: "string" })) } };
  }

  function list(id: string): Reply {
    return options.lists.includes(id)
      ? { status: 200, body: { list_id: id, name: "Cart reminders" } }
      : refusal(404, "lists.api.not_found");
  }

  function answer(call: Call): Reply {
    const { operation, id } = routeOf(call);
    if (operation === undefined) return { status: 501, body: "not simulated" };
    if (operation === "token") return tokens.answer(call);
    const token = /^Bearer (\S+)$/.exec(call.headers.authorization ?? "")?.[1];
    if (!tokens.isGood(token)) return refusal(401, "unauthorized");
    const tooMany = limits.count();
    if (tooMany !== undefined) return tooMany;
    const body = call.body === "" ? {} : objectIn(parsedJson(call.body));
    if (body === undefined) return refusal(400, "json.malformed");
    switch (operation) {
      case "find-contact":
        return findContact(call.url);
      case "write-contact":
        return writeContact(id, body);
      case "fields":
        return fields();
      case "list":
        return list(id);
      case "join":
        return join(body);
    }
  }

  const server = await startServer(
    { operationOf: (call) => routeOf(call).operation ?? "not-simulated", answer },
    options.port === undefined ? { clock } : { clock, port: options.port },
  );
  return {
    ...server,
    delivered,
    contactOf: byEmail,
    unsubscribe(email) {
      const contact = byEmail(email);
      if (contact === undefined) return;
      const email_address = { ...contact.email_address, permission_to_send: "unsubscribed" };
      contacts.set(contact.contact_id, { ...contact, email_address });
    },
    revokeAccess: () => tokens.revokeAccess(),
    consent: (token) => tokens.consent(token),
  };
}

function routeOf({ method, url }: Call): { readonly operation?: Operation; readonly id: string } {
  const route = ROUTES.find(([verb, path]) => verb === method && path.test(url.pathname));
  if (route === undefined) return { id: "" };
  return { operation: route[2], id: decodeURIComponent(route[1].exec(url.pathname)?.[1] ?? "") };
}

function contactEntry({ email, permission, more }: Person, index: number): readonly [string, Contact] {
  const contact_id = `contact-${index + 1}`;
  const email_address = { address: email, permission_to_send: permission };
  return [contact_id, { ...more, contact_id, email_address }];
}
