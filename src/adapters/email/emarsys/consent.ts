import { normalAddress, type Address } from "../../../cart/shopper.ts";
import type { ConsentAnswer } from "../../../ports/email-provider.ts";
import { BLANK_FROM, blankFault, unreadableFault } from "./failure.ts";
import type { Read } from "./reading.ts";
import { meaningOf } from "./reply-codes.ts";
import { contactRow, fieldValue, lookUp, lookUpError } from "./schema.ts";

/** Emarsys' own field for the permission to write. */
const OPT_IN_FIELD = "31";
const MOST_PER_CALL = 1000;
const DOING = "reading the opt-in of contacts";

/** From lax to strict: of two contacts with one address the stricter counts. */
const STRICTNESS: readonly ConsentAnswer[] = ["opted-in", "unknown", "unanswered", "opted-out"];

/**
 * What Emarsys knows about permission to write. An address of which it says that there is no (or no one) contact is
 * `unknown`; one of which it says nothing is missing. Throws `provider-blank` when it knows none of many, and what
 * `read` throws.
 */
export async function readConsent(
  contactKeyId: string,
  addresses: readonly Address[],
  read: Read,
): Promise<ReadonlyMap<Address, ConsentAnswer>> {
  const asked = new Set(addresses);
  const answers = new Map<Address, ConsentAnswer>();
  let found = 0;
  for (const part of parts([...asked])) {
    const { contacts, without } = await lookUpContacts(contactKeyId, part, read);
    for (const address of without.filter((one) => asked.has(one))) answers.set(address, "unknown");
    for (const { address, answer } of contacts.filter((one) => asked.has(one.address))) {
      answers.set(address, stricter(answer, answers.get(address)));
      found += 1;
    }
  }
  if (asked.size >= BLANK_FROM && found === 0) throw blankFault(asked.size);
  return answers;
}

function parts(addresses: readonly Address[]): readonly (readonly Address[])[] {
  const count = Math.ceil(addresses.length / MOST_PER_CALL);
  return Array.from({ length: count }, (_, part) =>
    addresses.slice(part * MOST_PER_CALL, (part + 1) * MOST_PER_CALL),
  );
}

interface Contact {
  readonly address: Address;
  readonly answer: ConsentAnswer;
}

async function lookUpContacts(
  contactKeyId: string,
  addresses: readonly Address[],
  read: Read,
): Promise<{ readonly contacts: readonly Contact[]; readonly without: readonly Address[] }> {
  const data = await read({
    doing: DOING,
    path: "/contact/getdata",
    // camel case here, unlike in the trigger call
    body: { keyId: contactKeyId, keyValues: addresses, fields: [contactKeyId, OPT_IN_FIELD] },
  });
  const reply = lookUp.safeParse(data).data;
  if (reply === undefined) throw unreadableFault(DOING, 200);
  return {
    contacts: reply.result.flatMap((row) => toContact(row, contactKeyId) ?? []),
    without: reply.errors.flatMap((error) => toAddressWithout(error) ?? []),
  };
}

function toContact(row: unknown, keyField: string): Contact | undefined {
  const fields = contactRow.safeParse(row).data;
  const address = normalAddress(fieldValue.safeParse(fields?.[keyField]).data ?? "");
  return address === undefined ? undefined : { address, answer: toAnswer(fields?.[OPT_IN_FIELD]) };
}

function toAnswer(value: unknown): ConsentAnswer {
  switch (fieldValue.safeParse(value).data ?? "unusable") {
    case "1":
      return "opted-in";
    case "2":
      return "opted-out";
    case "":
      return "unknown";
    default:
      return "unanswered";
  }
}

/** The address of an error that says that it has no contact, or several. Throws when the key field itself is wrong. */
function toAddressWithout(error: unknown): Address | undefined {
  const parsed = lookUpError.safeParse(error).data;
  const meaning = parsed === undefined ? undefined : meaningOf(parsed.errorCode);
  if (meaning?.kind === "set-up") throw meaning.fault;
  return meaning?.kind === "contact" ? normalAddress(parsed?.key ?? "") : undefined;
}

function stricter(a: ConsentAnswer, b: ConsentAnswer | undefined): ConsentAnswer {
  return b === undefined || STRICTNESS.indexOf(a) > STRICTNESS.indexOf(b) ? a : b;
}
