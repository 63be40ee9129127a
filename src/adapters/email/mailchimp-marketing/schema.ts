import { z } from "zod";
import { parseJson } from "../../http/json.ts";

/* Only what is used is named. What Mailchimp writes about a request may hold an address: no text of it is kept. */

const problem = z.object({ title: z.string(), status: z.number() });

/** Whether this is Mailchimp itself saying no, and not something in between. */
export function isProblem(text: string): boolean {
  return problem.safeParse(parseJson(text)).success;
}

const store = z.object({ list_id: z.string().min(1), is_syncing: z.boolean().catch(false) });

/** A store: the audience it belongs to, and whether flows are held back. */
export type Store = z.infer<typeof store>;

/** Undefined when the text is no store. */
export function parseStore(text: string): Store | undefined {
  return store.safeParse(parseJson(text)).data;
}

const member = z.object({ status: z.string() });

/** The status of a member, in Mailchimp's word; undefined when the text is no member. */
export function parseStatus(text: string): string | undefined {
  return member.safeParse(parseJson(text)).data?.status;
}

const identified = z.object({ id: z.string() });

/** The id of what was made or read; undefined when the text says something else. */
export function parseId(text: string): string | undefined {
  return identified.safeParse(parseJson(text)).data?.id;
}
