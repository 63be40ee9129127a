import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Address } from "../../../cart/shopper.ts";
import { heard, type Calls } from "./calls.ts";
import { findContact } from "./contacts.ts";
import { refusingContact } from "./payload.ts";

/** Unsubscribes a contact; makes nobody one. Throws a `provider-…` fault. Safe to repeat. */
export async function unsubscribe(address: Address, calls: Calls): Promise<"done" | "unknown"> {
  const contact = await findContact(calls, address);
  if (contact === undefined) return "unknown";
  if (contact.email_address.permission_to_send === "unsubscribed") return "done";
  const doing = "unsubscribing a person";
  const path = `/contacts/${encodeURIComponent(contact.contact_id)}`;
  const body = refusingContact(contact);
  const reply = await heard(calls, { method: "PUT", path, body, isRepeatable: true }, doing);
  if (reply.kind === "text") return "done";
  if (reply.kind === "absent") return "unknown";
  throw new ConnectorError("provider-failed", `constant-contact refused ${doing}`, {
    fix: "it is tried again when the person is seen again; unsubscribe the person by hand in Constant Contact if this goes on",
  });
}
