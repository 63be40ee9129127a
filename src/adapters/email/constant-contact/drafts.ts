import type { ReminderFacts } from "../../../cart/reminder.ts";
import type { Draft } from "../../../ports/email-provider.ts";
import { MASKED } from "../draft.ts";
import type { ConstantContactOptions } from "./options.ts";
import { cartFields, joinBody, NEEDED_FIELD, preparedContact } from "./payload.ts";

/** What only Constant Contact knows. */
const CONTACT = "<contact id>";

/**
 * The requests for one person, with names in place of the ids that Constant Contact gives, and a contact that holds
 * nothing else. Empty for a cart whose address does not fit into a field, which is not sent.
 */
export function cartDrafts(options: ConstantContactOptions, reminder: ReminderFacts): readonly Draft[] {
  const named = cartFields(reminder);
  if (named.get(NEEDED_FIELD) === "") return [];
  const listId = reminder.template ?? options.listId;
  const fields = new Map([...named].map(([name, value]) => [`<id of ${name}>`, value]));
  const contact = {
    contact_id: CONTACT,
    email_address: { address: reminder.address, permission_to_send: "<as it is>" },
  };
  const request = (method: string, path: string, body: string): Draft => ({
    method,
    url: `${options.apiUrl}${path}`,
    headers: {
      authorization: `Bearer ${MASKED}`,
      accept: "application/json",
      "content-type": "application/json",
    },
    body,
  });
  return [
    request("PUT", `/contacts/${CONTACT}`, preparedContact(contact, { fields, listId })),
    request("POST", "/activities/add_list_memberships", joinBody([CONTACT], listId)),
  ];
}
