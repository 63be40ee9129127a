import { z } from "zod";
import { parseJson } from "../../http/json.ts";

/* Only what is used is named. Texts of Constant Contact may hold addresses: none is kept. */

const refusal = z.object({ error_key: z.string() });

/** The keys of a refusal, which is a list or a single one; undefined when it is not one of Constant Contact's. */
export function errorKeysIn(text: string): readonly string[] | undefined {
  const json = parseJson(text);
  const rows = (Array.isArray(json) ? (json as readonly unknown[]) : [json]).flatMap(
    (row) => refusal.safeParse(row).data?.error_key ?? [],
  );
  return rows.length === 0 ? undefined : rows;
}

const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive().optional().catch(undefined),
});

/** What the sign-in gave. */
export type Tokens = z.infer<typeof tokens>;

export function parseTokens(text: string): Tokens | undefined {
  return tokens.safeParse(parseJson(text)).data;
}

const tokenError = z.object({ error: z.string() });

/** The word of OAuth 2 for a refusal, such as `invalid_grant`. */
export function parseTokenError(text: string): string | undefined {
  return tokenError.safeParse(parseJson(text)).data?.error;
}

/** What of a contact is read; the rest of what may be written is carried over as it came. */
const contact = z.object({
  contact_id: z.string().min(1),
  email_address: z.object({ address: z.string(), permission_to_send: z.string().catch("") }),
  deleted_at: z.string().nullish().catch(undefined),
  custom_fields: z
    .array(z.looseObject({ custom_field_id: z.string() }))
    .nullish()
    .catch([]),
  list_memberships: z.array(z.string()).nullish().catch([]),
  first_name: z.unknown().optional(),
  last_name: z.unknown().optional(),
  job_title: z.unknown().optional(),
  company_name: z.unknown().optional(),
  birthday_month: z.unknown().optional(),
  birthday_day: z.unknown().optional(),
  anniversary: z.unknown().optional(),
  phone_numbers: z.unknown().optional(),
  street_addresses: z.unknown().optional(),
  taggings: z.unknown().optional(),
  notes: z.unknown().optional(),
  sms_channel: z.unknown().optional(),
});

export type Contact = z.infer<typeof contact>;

const contacts = z.object({ contacts: z.array(z.unknown()) });

/** The contacts of a search, unusable ones left out; undefined when the text is none. */
export function parseContacts(text: string): readonly Contact[] | undefined {
  const rows = contacts.safeParse(parseJson(text)).data?.contacts;
  return rows?.flatMap((row) => contact.safeParse(row).data ?? []);
}

const fields = z.object({ custom_fields: z.array(z.unknown()) });
const field = z.object({ custom_field_id: z.string().min(1), name: z.string() });

/** The ids of the account's custom fields by their names; undefined when the text says something else. */
export function parseFields(text: string): ReadonlyMap<string, string> | undefined {
  const rows = fields.safeParse(parseJson(text)).data?.custom_fields;
  const known = rows?.flatMap((row) => field.safeParse(row).data ?? []);
  return known && new Map(known.map(({ name, custom_field_id }) => [name.toLowerCase(), custom_field_id]));
}

const activity = z.object({ activity_id: z.string().regex(/^[\w-]{1,100}$/) });

/** The id of a job that was taken; undefined when the text is none. */
export function parseActivity(text: string): string | undefined {
  return activity.safeParse(parseJson(text)).data?.activity_id;
}

const list = z.object({ list_id: z.string() });

export function isList(text: string): boolean {
  return list.safeParse(parseJson(text)).success;
}

const stored = z.object({
  refresh_token: z.string().min(1),
  access_token: z.string().min(1).optional(),
  expires_at: z.iso.datetime().optional().catch(undefined),
  renew_from: z.iso.datetime().optional().catch(undefined),
  renewing_since: z.iso.datetime().optional().catch(undefined),
});

/** What the secret of the refresh token holds once the connector has written it. */
export type StoredTokens = z.infer<typeof stored>;

/** Whatever is not what we wrote is a refresh token as a person put it there. */
export function readStored(secret: string): StoredTokens {
  return stored.safeParse(parseJson(secret)).data ?? { refresh_token: secret };
}
