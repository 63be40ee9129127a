import { randomBytes } from "node:crypto";
import type { ContactError } from "./replies.ts";

/** A contact that exists before the test begins. */
export interface EmarsysContact {
  readonly email: string;
  /** Field 31: "1" opted in, "2" opted out, null or left out unknown. */
  readonly optIn?: "1" | "2" | null;
  /** Further fields by their number, for instance "1" for the first name. */
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** A contact as it is held: field values by field number, null when empty. */
export interface HeldContact {
  readonly id: string;
  readonly uid: string;
  readonly fields: ReadonlyMap<string, string | null>;
}

/** The contacts of the account. Addresses are compared without regard to case, and need not be unique. */
export interface ContactList {
  /** The one contact with this value: 2004 for a field that identifies nobody, 2005, 2008 and 2010. */
  find(keyId: string, value: string): HeldContact | ContactError;
  add(fields: ReadonlyMap<string, string | null>): HeldContact;
  update(contact: HeldContact, changes: ReadonlyMap<string, string | null>): void;
  remove(contact: HeldContact): void;
}

export const EMAIL = "3";
export const OPT_IN = "31";
const FIRST_ID = 100_000_001;

export function createContactList(initial: readonly EmarsysContact[]): ContactList {
  const byId = new Map<string, HeldContact>();
  const byEmail = new Map<string, readonly HeldContact[]>();
  let nextId = FIRST_ID;

  function put(contact: HeldContact): HeldContact {
    const email = emailKey(contact);
    byId.set(contact.id, contact);
    byEmail.set(email, [...(byEmail.get(email) ?? []), contact]);
    return contact;
  }

  function remove(contact: HeldContact): void {
    const email = emailKey(contact);
    byId.delete(contact.id);
    byEmail.set(email, byEmail.get(email)?.filter((one) => one.id !== contact.id) ?? []);
  }

  function add(fields: ReadonlyMap<string, string | null>): HeldContact {
    return put({ id: String(nextId++), uid: randomBytes(8).toString("hex"), fields });
  }

  function matches(keyId: string, value: string): readonly HeldContact[] | undefined {
    switch (keyId) {
      case EMAIL:
        return byEmail.get(value.toLowerCase()) ?? [];
      case "id":
        return [byId.get(value) ?? []].flat();
      case "uid":
        return [...byId.values()].filter((contact) => contact.uid === value);
      default:
        return undefined;
    }
  }

  for (const { email, optIn = null, fields = {} } of initial) {
    add(new Map([...Object.entries(fields), [EMAIL, email], [OPT_IN, optIn]]));
  }
  return {
    find(keyId, value) {
      const found = matches(keyId, value);
      if (found === undefined) return { code: 2004, text: "the key field cannot identify contacts" };
      if (value === "") return { code: 2005, text: "the key field has no value" };
      const [contact, ...others] = found;
      if (contact === undefined) return { code: 2008, text: "no contact has this value" };
      return others.length === 0 ? contact : { code: 2010, text: "more than one contact has this value" };
    },
    add,
    update(contact, changes) {
      remove(contact);
      put({ ...contact, fields: new Map([...contact.fields, ...changes]) });
    },
    remove,
  };
}

function emailKey(contact: HeldContact): string {
  return (contact.fields.get(EMAIL) ?? "").toLowerCase();
}
