import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import { released } from "../answers.ts";
import { misconfigured } from "../failure.ts";
import { heard, type Calls } from "./calls.ts";
import { findContact, readFields } from "./contacts.ts";
import { SECTION, type ConstantContactOptions } from "./options.ts";
import { cartFields, NEEDED_FIELD, preparedContact } from "./payload.ts";

/** Somebody whose contact holds the cart and who is not in the list: joining it starts the automation. */
export interface Prepared {
  readonly reminder: Reminder;
  readonly contactId: string;
}

/** Writes the cart into the contact. Mails nobody, and may be repeated. Throws a `provider-…` fault. */
export type Prepare = (
  reminder: Reminder,
  how: { readonly calls: Calls; readonly now: () => Date },
) => Promise<Prepared | Answer>;

export function createPrepare(options: ConstantContactOptions): Prepare {
  let known: ReadonlyMap<string, string> | undefined;

  /** Our fields by the account's ids. Those that the account does not have are left out. */
  async function fieldsOf(reminder: Reminder, calls: Calls): Promise<ReadonlyMap<string, string>> {
    known ??= withNeeded(await readFields(calls));
    const ids = known;
    return new Map([...cartFields(reminder)].flatMap(([name, value]) => idAnd(ids.get(name), value)));
  }

  return async (reminder, { calls, now }) => {
    if (cartFields(reminder).get(NEEDED_FIELD) === "") return refused("link-too-long");
    const fields = await fieldsOf(reminder, calls);
    const contact = await findContact(calls, reminder.address);
    if (contact === undefined) return refused("contact-unknown");
    const why = whyNot(contact.email_address.permission_to_send);
    if (why !== undefined) return refused(why);
    const path = `/contacts/${encodeURIComponent(contact.contact_id)}`;
    const body = preparedContact(contact, { fields, listId: reminder.template ?? options.listId });
    const reply = await heard(calls, { method: "PUT", path, body, isRepeatable: true }, "writing a contact");
    switch (reply.kind) {
      case "text":
        return { reminder, contactId: contact.contact_id };
      case "absent":
        return refused("contact-unknown");
      case "refused":
        return refused("payload-refused");
      case "busy":
        return released(now());
    }
  };
}

/** Throws `provider-misconfigured` when the account lacks the field without which a mail is of no use. */
export function withNeeded(fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (fields.has(NEEDED_FIELD)) return fields;
  throw misconfigured(
    `the account behind ${SECTION} has no custom field ${NEEDED_FIELD}: no mail could lead back to the cart`,
    `make a custom field ${NEEDED_FIELD} of type text in Constant Contact; docs/providers/constant-contact.md lists those that a mail may print`,
  ).fault;
}

/** Constant Contact mails nobody else, and whoever left is never brought back. */
function whyNot(permission: string): string | undefined {
  switch (permission) {
    case "explicit":
    case "implicit":
      return undefined;
    case "unsubscribed":
      return "unsubscribed";
    default:
      return "not-permitted";
  }
}

function refused(why: string): Answer {
  return { kind: "refused", why };
}

function idAnd(id: string | undefined, value: string): readonly (readonly [string, string])[] {
  return id === undefined ? [] : [[id, value]];
}
