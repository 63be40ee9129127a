import { z } from "zod";
import { parseJson } from "../../http/json.ts";

/* Only what is used is named. Texts of Azure may hold addresses: none is read. */

const operation = z.object({
  id: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .nullish()
    .catch(undefined),
  status: z.enum(["NotStarted", "Running", "Succeeded", "Failed", "Canceled"]),
});

/** How far a mail has come. */
export type Operation = z.output<typeof operation>;

/** Undefined when the text says something else. */
export function parseOperation(text: string): Operation | undefined {
  return operation.safeParse(parseJson(text)).data;
}

const word = z.string().max(200).nullish().catch(undefined);
const refusal = z.object({
  error: z.object({
    code: word,
    target: word,
    details: z
      .array(z.object({ target: word }))
      .nullish()
      .catch(undefined),
  }),
});

/** The code of a refusal and what it is about, to be compared and never shown; undefined when it is not one of Azure's. */
export function refusedWords(text: string): readonly string[] | undefined {
  const error = refusal.safeParse(parseJson(text)).data?.error;
  if (error === undefined) return undefined;
  return [error.code, error.target, ...(error.details ?? []).map(({ target }) => target)].flatMap(
    (one) => one ?? [],
  );
}
