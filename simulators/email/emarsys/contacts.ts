import type { Call, Reply } from "../../server.ts";
import { EMAIL, OPT_IN, type ContactList, type HeldContact } from "./contact-list.ts";
import { identifier, isJsonObject, read, readBatch, readJsonBody, type JsonObject } from "./json-body.ts";
import { done, errorsByKey, refusal, type ContactError } from "./replies.ts";
import { asksForSilence } from "./special-address.ts";

/** `POST contact/getdata`: field values of contacts. The one endpoint whose parameters are in camel case. */
export function getContactData(call: Call, contacts: ContactList): Reply {
  const body = readJsonBody(call);
  if (body.kind === "refused") return body.reply;
  const keyId = identifier(body.value["keyId"]);
  if (keyId === undefined) return refusal(400, 10001, "the parameter 'keyId' is missing");
  const keyValues = readBatch(body.value["keyValues"], "keyValues");
  if (keyValues.kind === "refused") return keyValues.reply;
  const fields = Array.isArray(body.value["fields"]) ? body.value["fields"].map(String) : undefined;
  const result: object[] = [];
  const errors: object[] = [];
  for (const value of keyValues.value.map(String)) {
    if (asksForSilence(value)) continue;
    const contact = contacts.find(keyId, value);
    if ("code" in contact) {
      errors.push({ key: value, errorCode: String(contact.code), errorMsg: contact.text });
    } else {
      result.push(rowOf(contact, fields));
    }
  }
  if (result.length === 0) return done({ result: false, errors }, "No contact found");
  return done({ result, errors });
}

function rowOf(contact: HeldContact, fields: readonly string[] | undefined): object {
  const wanted = fields ?? [...contact.fields.keys()];
  const values = wanted.map((field): [string, string | null] => [field, contact.fields.get(field) ?? null]);
  return { ...Object.fromEntries(values), id: contact.id, uid: contact.uid };
}

/** `PUT contact/`: changes the fields that are sent, and creates contacts when the query says so. */
export function updateContacts(call: Call, contacts: ContactList): Reply {
  const body = readJsonBody(call);
  if (body.kind === "refused") return body.reply;
  const keyId = identifier(body.value["key_id"]);
  if (keyId === undefined) return refusal(400, 10001, "the parameter 'key_id' is missing");
  const isBatch = "contacts" in body.value;
  const rows = isBatch ? readBatch(body.value["contacts"], "contacts") : read([body.value]);
  return rows.kind === "refused" ? rows.reply : putRows(rows.value, { call, keyId, contacts });
}

interface Put {
  readonly call: Call;
  readonly keyId: string;
  readonly contacts: ContactList;
}

function putRows(rows: readonly unknown[], put: Put): Reply {
  const usable = rows.filter(isJsonObject);
  const keys = usable.map((row) => identifier(row[put.keyId]) ?? "");
  if (usable.length < rows.length || keys.includes("")) {
    return done({
      ids: [],
      errors: { "<NO_KEY_ID>": { "2005": "a contact has no value for the key field" } },
    });
  }
  const ids: (string | number)[] = [];
  const errors = new Map<string, ContactError>();
  usable.forEach((row, index) => {
    const key = keys[index] ?? "";
    const outcome = putOne(row, key, put);
    if (typeof outcome === "object") errors.set(key, outcome);
    else ids.push(outcome);
  });
  return done({ ids, errors: errorsByKey(errors) });
}

/** The id as text for a contact that was there, as a number for one that was made. */
function putOne(
  row: JsonObject,
  key: string,
  { call, keyId, contacts }: Put,
): string | number | ContactError {
  const changes = new Map<string, string | null>();
  for (const [field, value] of Object.entries(row)) {
    if (field === OPT_IN && !isOptIn(value)) return { code: 2007, text: "opt-in is 1, 2 or empty" };
    if (/^\d+$/.test(field)) changes.set(field, identifier(value) ?? null);
  }
  const contact = contacts.find(keyId, key);
  if (!("code" in contact)) {
    contacts.update(contact, changes);
    return contact.id;
  }
  const mayCreate = call.url.searchParams.get("create_if_not_exists") === "1" && keyId === EMAIL;
  return contact.code === 2008 && mayCreate ? Number(contacts.add(changes).id) : contact;
}

function isOptIn(value: unknown): boolean {
  return value === null || ["", "1", "2", 1, 2].some((choice) => choice === value);
}

/** `POST contact/delete`: the values are under the number of the key field; without `key_id` it is e-mail. */
export function deleteContacts(call: Call, contacts: ContactList): Reply {
  const body = readJsonBody(call);
  if (body.kind === "refused") return body.reply;
  const keyId = identifier(body.value["key_id"]) ?? EMAIL;
  const values = readBatch(body.value[keyId], keyId);
  if (values.kind === "refused") return values.reply;
  const errors = new Map<string, ContactError>();
  let deleted = 0;
  for (const value of values.value.map(String)) {
    const contact = contacts.find(keyId, value);
    if ("code" in contact) {
      errors.set(value, contact);
    } else {
      contacts.remove(contact);
      deleted += 1;
    }
  }
  return done({ deleted_contacts: deleted, errors: errorsByKey(errors) });
}
