import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Address } from "../../../cart/shopper.ts";
import { PASSING, unreadableFault } from "./failure.ts";
import type { Read, ReadCall } from "./reading.ts";
import { meaningOf } from "./reply-codes.ts";
import { contactErrors, errorCodeOf } from "./schema.ts";

/* Both change the same contact to the same state, so they may be repeated, unlike a trigger call. */

/** Sets the opt-in field (31) to no. Creates nobody. */
export function optOutContact(contactKeyId: string, address: Address, read: Read) {
  return change(read, {
    doing: "opting a contact out",
    method: "PUT",
    path: "/contact/",
    body: { key_id: contactKeyId, contacts: [{ [contactKeyId]: address, "31": "2" }] },
    withoutContact: { errors: { contact: { "2008": "" } } },
  });
}

/** Deletes the contact, for good. */
export function eraseContact(contactKeyId: string, address: Address, read: Read) {
  return change(read, {
    doing: "deleting a contact",
    path: "/contact/delete",
    body: { key_id: contactKeyId, [contactKeyId]: [address] },
    withoutContact: { errors: { contact: { "2008": "" } } },
  });
}

/** "unknown" when there is no such contact. A contact that shares its address with another is not changed: a fault. */
async function change(read: Read, call: ReadCall): Promise<"done" | "unknown"> {
  const errors = contactErrors.safeParse(await read(call)).data?.errors;
  if (errors === undefined) throw unreadableFault(call.doing, 200);
  const codes = Object.values(errors).map(errorCodeOf);
  if (codes.length === 0) return "done";
  const meanings = codes.map((code) => (code === undefined ? undefined : meaningOf(code)));
  if (meanings.every((meaning) => meaning?.kind === "contact" && meaning.word === "contact-unknown"))
    return "unknown";
  throw new ConnectorError(
    "provider-failed",
    `emarsys refused ${call.doing} (reply code ${codes[0] ?? "none"})`,
    { fix: codes.includes(2010) ? "merge the contacts that share this address, in Emarsys" : PASSING },
  );
}
