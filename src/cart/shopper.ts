import { createHmac } from "node:crypto";
import { domainToASCII } from "node:url";
import type { Fingerprint } from "./contents.ts";

/** A customer record of Commerce: one account, not yet one person. */
export interface Customer {
  readonly account: string;
  readonly email: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly language: string | undefined;
  /** Of the primary address, the two-letter code of ISO 3166. */
  readonly country?: string | undefined;
  /** True when Commerce itself says not to use this person's data: blocked, or opted out. */
  readonly optedOut: boolean;
  /** The customer group, as Commerce names it. */
  readonly group: string | undefined;
  /**
   * What the record says under the name that the retailer gave for consent: empty when it says nothing there, or when no
   * name was given.
   */
  readonly consentValues: readonly string[] | "unreadable";
}

/** An e-mail address in the one form that is compared and hashed. */
export type Address = string & { readonly brand: "Address" };

/** The key of a person in the ledger: a keyed hash, so that the ledger holds no address. */
export type PersonId = string & { readonly brand: "PersonId" };

/** The key of one reminder: the same for every attempt, passed to the provider. */
export type ReminderKey = string & { readonly brand: "ReminderKey" };

/** The secret under which addresses are hashed. At least 32 bytes. */
export type PersonKey = Buffer & { readonly brand: "PersonKey" };

/**
 * Version 1 of the normal form: trimmed, lower case, NFC, the domain in punycode.
 * Undefined when it is not one plain address; a list, a display name or a control character never is.
 * A change of this function needs a new version in `personId`, or everybody would be forgotten.
 */
export function normalAddress(text: string): Address | undefined {
  // in this order: lower-casing may take composed letters apart
  const lower = text.trim().toLowerCase().normalize("NFC");
  const at = lower.lastIndexOf("@");
  const local = lower.slice(0, at);
  const typed = lower.slice(at + 1);
  // domainToASCII reads its text as a URL does: it drops line ends, and everything from a slash on
  if (/[\s\p{Cc}/\\?#%:]/u.test(typed)) return undefined;
  const domain = domainToASCII(typed);
  if (at < 1 || local.length > 64 || !/^[^\s@,;:<>()[\]\\"\p{Cc}]+$/u.test(local)) return undefined;
  if (!/^(?=.{3,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return undefined;
  // the only cast: addresses are made here
  return `${local}@${domain}` as Address;
}

export function personId(address: Address, key: PersonKey): PersonId {
  return `p1-${hmac(key, ["person", "1", address])}` as PersonId;
}

/** No time stamp and no attempt number in it: a reminder keeps its key however often it is tried. */
export function reminderKey(
  key: PersonKey,
  about: { person: PersonId; cartId: string; contents: Fingerprint; step: number },
): ReminderKey {
  return `r1-${hmac(key, ["reminder", about.person, about.cartId, about.contents, String(about.step)])}` as ReminderKey;
}

/** A value that shows whether two keys are the same without telling the key. */
export function keyCheck(key: PersonKey): string {
  return hmac(key, ["key-check"]);
}

function hmac(key: PersonKey, parts: readonly string[]): string {
  return createHmac("sha256", key).update(JSON.stringify(parts)).digest("base64url");
}
