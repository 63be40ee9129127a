import { z } from "zod";
import { decimal, type Decimal } from "../cart/decimal.ts";
import { linkUrl, mediaUrl, serverUrl, vaultUrl } from "./urls.ts";

/** A type of value together with the words for it: "expected <words>, got …", also shown in the docs. */
export interface Kind<T extends z.ZodType = z.ZodType> {
  readonly type: T;
  readonly expected: string;
  /** Addresses only: the names that may stand in braces. Any other `{name}` was left in place by mistake. */
  readonly slots?: readonly string[];
}

/** Free text, trimmed. */
export function text(expected: string, least = 1): Kind<z.ZodType<string>> {
  return { type: z.string().trim().min(least), expected };
}

/** Text of one form, without spaces around it. */
export function form(expected: string, pattern: RegExp): Kind<z.ZodType<string>> {
  return { type: z.string().trim().regex(pattern), expected };
}

/** An id, written as text or as a number, read as text. A number that has lost digits on the way is none. */
export function id(expected: string, pattern = /^[\w.-]+$/): Kind<z.ZodType<string>> {
  const written = z.union([z.string().trim(), z.number().refine(isExact)]).transform(String);
  return { type: written.pipe(z.string().regex(pattern)), expected };
}

function isExact(value: number): boolean {
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}

/** A whole number; text counts, because environment variables are always text. */
export function whole(least: number, most: number): Kind<z.ZodType<number>> {
  const type = z.preprocess(numberOf, z.int().min(least).max(most));
  return { type, expected: `a whole number from ${least} to ${most}` };
}

function numberOf(value: unknown): unknown {
  return typeof value === "string" && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
}

export function flag(): Kind<z.ZodType<boolean>> {
  return { type: z.preprocess(flagOf, z.boolean()), expected: "true or false" };
}

function flagOf(value: unknown): unknown {
  const word = typeof value === "string" ? value.trim().toLowerCase() : value;
  return word === "true" ? true : word === "false" ? false : value;
}

export function oneOf<const Words extends readonly [string, ...string[]]>(
  ...words: Words
): Kind<z.ZodEnum<{ [Word in Words[number]]: Word }>> {
  return { type: z.enum(words), expected: words.join(" or ") };
}

/** The name of a secret in Key Vault, never the secret itself. */
export function secretName(): Kind<z.ZodType<string>> {
  return form(
    "the name of a Key Vault secret (letters, digits and hyphens, not the secret itself)",
    /^[0-9A-Za-z-]{1,127}$/,
  );
}

/** Names of secrets in Key Vault, never the secrets themselves. */
export function secretNames(): Kind<z.ZodType<string>> {
  return form(
    "names of Key Vault secrets, separated by commas",
    /^[0-9A-Za-z-]{1,127}(\s*,\s*[0-9A-Za-z-]{1,127})*$/,
  );
}

/** A share from 0 to 1, kept as its exact text. */
export function share(): Kind<z.ZodType<Decimal>> {
  const type = z.union([z.string(), z.number()]).transform((value, context): Decimal => {
    const read = /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(String(value).trim()) ? decimal(value) : undefined;
    if (read !== undefined) return read;
    context.addIssue("not a share");
    return z.NEVER;
  });
  return { type, expected: "a share from 0 to 1, such as 0.5" };
}

const ADDRESS = "an https address (http only for localhost)";

/** The root of a server: no query, no trailing slash. */
export function server(): Kind<z.ZodType<string>> {
  return { type: address(serverUrl), expected: ADDRESS, slots: [] };
}

/** A Key Vault by its URI or, as the portal also shows it, by its bare DNS name. */
export function vault(): Kind<z.ZodType<string>> {
  return { type: address(vaultUrl), expected: "the address or the DNS name of a key vault", slots: [] };
}

/** Where pictures come from; a query in it is fine. */
export function media(): Kind<z.ZodType<string>> {
  return { type: address(mediaUrl), expected: ADDRESS, slots: [] };
}

/** Any address, kept as it is written; the names given may stand in braces, to be filled in later. */
export function link(...slots: readonly string[]): Kind<z.ZodType<string>> {
  const names = slots.map((slot) => `{${slot}}`).join(", ");
  const expected = slots.length === 0 ? ADDRESS : `${ADDRESS}, in which ${names} may stand`;
  return { type: address(linkUrl), expected, slots };
}

/** As `link`, with one name that has to be there. */
export function linkWith(slot: string): Kind<z.ZodType<string>> {
  const type = address((value) => (value.includes(`{${slot}}`) ? linkUrl(value) : undefined));
  return { type, expected: `${ADDRESS} with {${slot}} in it`, slots: [slot] };
}

function address(read: (value: string) => string | undefined): z.ZodType<string> {
  return z.string().transform((value, context) => {
    const url = read(value.trim());
    if (url !== undefined) return url;
    context.addIssue("not such an address");
    return z.NEVER;
  });
}

/** A time of day, as clocks show it. */
export function clockTime(): Kind<z.ZodType<string>> {
  return form("a time of day such as 21:00", /^([01]\d|2[0-3]):[0-5]\d$/);
}

/** A time zone by its IANA name, in the spelling that everybody uses. */
export function timeZone(): Kind<z.ZodType<string>> {
  const type = z.string().transform((value, context) => {
    const zone = knownZone(value.trim());
    if (zone !== undefined) return zone;
    context.addIssue("not a time zone");
    return z.NEVER;
  });
  return { type, expected: "the IANA name of a time zone, such as Europe/Stockholm" };
}

function knownZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** A moment with its zone, read as ISO 8601 in UTC. */
export function moment(): Kind<z.ZodType<string>> {
  const type = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString());
  return { type, expected: "a moment with its zone, such as 2026-01-31T08:00:00Z" };
}
