import { normalAddress, type Address } from "../../../cart/shopper.ts";
import { unreadable } from "../failure.ts";
import { heard, type Calls } from "./calls.ts";
import { CONSTANT_CONTACT } from "./options.ts";
import { parseContacts, parseFields, type Contact } from "./schema.ts";

/** Everything that a contact may hold, because writing it empties what is left out. */
const WHOLE = "custom_fields,list_memberships,phone_numbers,street_addresses,taggings,notes,sms_channel";

/** The contact with this address, unsubscribed ones too; undefined when there is none. Throws a `provider-…` fault. */
export async function findContact(
  calls: Calls,
  address: Address,
  what: "whole" | "permission" = "whole",
): Promise<Contact | undefined> {
  const doing = "looking for a contact";
  const include = what === "whole" ? `&include=${WHOLE}` : "";
  const path = `/contacts?email=${encodeURIComponent(address)}&status=all${include}`;
  const reply = await heard(calls, { method: "GET", path, isRepeatable: true }, doing);
  // an address that Constant Contact does not take for one is nobody's
  if (reply.kind !== "text") return undefined;
  const contacts = parseContacts(reply.text);
  if (contacts === undefined) throw unreadable(CONSTANT_CONTACT, doing, 200).fault;
  return contacts.find(
    ({ email_address, deleted_at }) =>
      normalAddress(email_address.address) === address && (deleted_at ?? "") === "",
  );
}

/** The account's custom fields: ids by name. Throws a `provider-…` fault. */
export async function readFields(calls: Calls): Promise<ReadonlyMap<string, string>> {
  const doing = "reading the custom fields";
  const call = { method: "GET", path: "/contact_custom_fields?limit=100", isRepeatable: true } as const;
  const reply = await heard(calls, call, doing);
  const fields = reply.kind === "text" ? parseFields(reply.text) : undefined;
  if (fields === undefined) throw unreadable(CONSTANT_CONTACT, doing, 200).fault;
  return fields;
}
