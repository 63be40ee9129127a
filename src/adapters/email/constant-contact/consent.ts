import type { Address } from "../../../cart/shopper.ts";
import type { ConsentAnswer } from "../../../ports/email-provider.ts";
import { BLANK_FROM, blankFault } from "../blank.ts";
import type { Calls } from "./calls.ts";
import { findContact } from "./contacts.ts";
import { CONSTANT_CONTACT } from "./options.ts";

/**
 * What Constant Contact says of each person, one question each: there is none for many. Throws `provider-blank` when
 * it knows none of many, and the fault of a question that could not be asked.
 */
export async function readConsent(
  addresses: readonly Address[],
  calls: Calls,
): Promise<ReadonlyMap<Address, ConsentAnswer>> {
  const asked = [...new Set(addresses)];
  const answers = new Map<Address, ConsentAnswer>();
  let found = 0;
  for (const address of asked) {
    const contact = await findContact(calls, address, "permission");
    if (contact !== undefined) found += 1;
    answers.set(address, answerFor(contact?.email_address.permission_to_send ?? ""));
  }
  if (asked.length >= BLANK_FROM && found === 0) {
    throw blankFault(
      CONSTANT_CONTACT,
      asked.length,
      "check that the sign-in is that of the shop's own account at Constant Contact",
    );
  }
  return answers;
}

/** Implicit permission is what an import gives: nobody asked the person. */
function answerFor(permission: string): ConsentAnswer {
  switch (permission) {
    case "explicit":
      return "opted-in";
    case "unsubscribed":
      return "opted-out";
    default:
      return "unknown";
  }
}
