import type { ContactError } from "./replies.ts";

/** What an address asks for by the part before its @, at whatever domain. */
const ERRORS: ReadonlyMap<string, ContactError> = new Map([
  ["wrong-key-field", { code: 2004, text: "the key field cannot identify contacts" }],
  ["refused", { code: 2005, text: "the value of the key field is not valid" }],
  ["unknown-contact", { code: 2008, text: "no contact has this value" }],
  ["duplicate-contact", { code: 2010, text: "more than one contact has this value" }],
]);

/** The error that this address always gets when it is triggered. */
export function askedForError(address: string): ContactError | undefined {
  return ERRORS.get(localPart(address));
}

/** `later@…`: the request that triggers it is throttled as a whole. */
export function asksForThrottling(address: string): boolean {
  return localPart(address) === "later";
}

/** `unsure@…`: the request that triggers it is carried out, and then answered with a 500. */
export function asksForDoubt(address: string): boolean {
  return localPart(address) === "unsure";
}

/** `unanswered@…`: a look-up says nothing about it, neither that it exists nor that it does not. */
export function asksForSilence(address: string): boolean {
  return localPart(address) === "unanswered";
}

function localPart(address: string): string {
  return address.toLowerCase().split("@")[0] ?? "";
}
