import { ConnectorError } from "../../../cart/connector-error.ts";

/** What a reply code says. The same number can mean something else outside 200 and 400. */
export type ReplyCodeMeaning =
  /** The set-up is wrong: the same for everybody until a person mends it. */
  | { readonly kind: "set-up"; readonly fault: ConnectorError }
  /** About one contact, for good. */
  | {
      readonly kind: "contact";
      readonly word: "contact-key-invalid" | "contact-unknown" | "contact-ambiguous";
    }
  /** Something in the request was turned down. */
  | { readonly kind: "payload" };

export const CONTACT_UNKNOWN = 2008;

/** Undefined for a code we do not know. */
export function meaningOf(replyCode: number): ReplyCodeMeaning | undefined {
  switch (replyCode) {
    case 2005:
      return { kind: "contact", word: "contact-key-invalid" };
    case CONTACT_UNKNOWN:
      return { kind: "contact", word: "contact-unknown" };
    case 2010:
      return { kind: "contact", word: "contact-ambiguous" };
    case 1000: // more than 1000 contacts
    case 1010: // not decodable
    case 5008: // too large for Interactions
    case 5009: // data is not JSON
    case 5010: // event_time
    case 5011: // data is not an object
      return { kind: "payload" };
    case 2004:
      return { kind: "set-up", fault: keyFieldFault("reply code 2004") };
    // a parameter is missing or invalid: all parameters are alike for everybody, only settings can change them
    case 10001:
      return { kind: "set-up", fault: keyFieldFault("reply code 10001") };
    case 5001:
    case 5004:
      return { kind: "set-up", fault: unknownEventFault(`reply code ${replyCode}`) };
    case 5005:
      return { kind: "set-up", fault: nothingAttachedFault("reply code 5005") };
    default:
      return undefined;
  }
}

export function keyFieldFault(seen: string): ConnectorError {
  return new ConnectorError(
    "provider-misconfigured",
    `emarsys does not take EmarsysClientOptions.EmarsysContactKeyId for a field that identifies contacts (${seen})`,
    { fix: 'set EmarsysClientOptions.EmarsysContactKeyId to the id of the e-mail field, normally "3"' },
  );
}

export function unknownEventFault(seen: string): ConnectorError {
  return new ConnectorError(
    "provider-misconfigured",
    `emarsys does not know the event of EmarsysClientOptions.ExternalEventId, or of a step in ReminderOptions.Steps (${seen})`,
    {
      fix: "set EmarsysClientOptions.ExternalEventId, or EventOrTemplate of the step, to the id that Emarsys shows for the external event, and check that the credentials belong to the same account",
    },
  );
}

export function nothingAttachedFault(seen: string): ConnectorError {
  return new ConnectorError(
    "provider-nothing-attached",
    `no active program and no launched e-mail hangs on the event of EmarsysClientOptions.ExternalEventId (${seen}): nobody would be mailed`,
    { fix: "activate the program, or launch the e-mail, that starts with this external event in Emarsys" },
  );
}
