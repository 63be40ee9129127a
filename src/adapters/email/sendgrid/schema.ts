import { z } from "zod";
import { parseJson } from "../../http/json.ts";

/* Only what is used is named. Texts of SendGrid may hold addresses: none is read. */

const refusal = z.object({
  errors: z.array(z.object({ field: z.string().nullish().catch(undefined) })).min(1),
});

/** The fields that a refusal names, as far as it names any; undefined when it is not one of SendGrid's. */
export function refusedFields(text: string): readonly string[] | undefined {
  const parsed = refusal.safeParse(parseJson(text)).data;
  // nothing to name is null, or the word for it
  return parsed?.errors.flatMap(({ field }) => (field === "null" ? [] : (field ?? [])));
}

const outOfCredits = z.object({
  errors: z.array(z.object({ message: z.literal("Maximum credits exceeded") })).min(1),
});

/** SendGrid says this with the status of a bad key. */
export function isOutOfCredits(text: string): boolean {
  return outOfCredits.safeParse(parseJson(text)).success;
}

const scopes = z.object({ scopes: z.array(z.string()) });

/** What the key may do; undefined when the text says something else. */
export function parseScopes(text: string): readonly string[] | undefined {
  return scopes.safeParse(parseJson(text)).data?.scopes;
}

/** A request that was taken is answered with nothing, or at most with an object. */
export function isTaken(text: string): boolean {
  return text.trim() === "" || z.looseObject({}).safeParse(parseJson(text)).success;
}

/** The name of a message in SendGrid's own search; undefined for anything that does not look like one. */
export function messageIdOf(headers: Headers): string | undefined {
  return z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .safeParse(headers.get("x-message-id")).data;
}
