import { z } from "zod";
import { parseJson } from "../../http/json.ts";

/* Only what is used is named. What Mailchimp writes may hold addresses and the key: no text of it is kept. */

const row = z.object({
  email: z.string(),
  status: z.string(),
  reject_reason: z.string().nullish().catch(undefined),
  _id: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .optional()
    .catch(undefined),
});

/** What became of one address. */
export type Row = z.infer<typeof row>;

/** The rows of a request that was taken, unusable ones left out; undefined when it is no list. */
export function parseRows(text: string): readonly Row[] | undefined {
  const list = z.array(z.unknown()).safeParse(parseJson(text)).data;
  return list?.flatMap((one) => row.safeParse(one).data ?? []);
}

const refusal = z.object({ status: z.literal("error"), name: z.string(), message: z.string().catch("") });

/** The name of a refusal, and whether it speaks of what comes from the settings; undefined when it is none. */
export function parseRefusal(text: string): { readonly name: string; readonly ofSetUp: boolean } | undefined {
  const parsed = refusal.safeParse(parseJson(text)).data;
  if (parsed === undefined) return undefined;
  return {
    name: parsed.name,
    ofSetUp: /from_email|from_name|template_name|subject|tags/.test(parsed.message),
  };
}

const template = z.object({ slug: z.string(), published_at: z.string().nullish() });

/** Whether the template was published; undefined when the text is no template. */
export function parseTemplate(text: string): { readonly published: boolean } | undefined {
  const parsed = template.safeParse(parseJson(text)).data;
  return parsed && { published: (parsed.published_at ?? "") !== "" };
}
