import { z } from "zod";
import { parseJson } from "../http/json.ts";

const PREFIX = "Microsoft_Dynamics_Commerce_Runtime_";

/** Resource ids are identifiers of the server's program, so they may be shown; anything else is not one. */
const ResourceId = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_]+$/)
  .transform((id) => (id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id));

const Details = z.object({
  ErrorResourceId: ResourceId.nullish().catch(undefined),
  ValidationResults: z
    .array(z.object({ ErrorResourceId: ResourceId.nullish().catch(undefined) }).catch({}))
    .nullish()
    .catch(undefined),
});

/** The details are a JSON document written as a text inside the JSON document; older servers name it otherwise. */
const Body = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform((body) => body.error.message),
  z.object({ Exception: z.string() }).transform((body) => body.Exception),
]);

/**
 * Why a server refused, in its own identifiers without their common prefix, the most particular last.
 * Empty when the body does not say or is not one of Retail Server's. Never its message text, which may name people.
 */
export function resourceIds(text: string): readonly string[] {
  const body = Body.safeParse(parseJson(text));
  const details = Details.safeParse(body.success ? parseJson(body.data) : undefined);
  if (!details.success) return [];
  const particular = details.data.ValidationResults?.map((result) => result.ErrorResourceId) ?? [];
  return [details.data.ErrorResourceId, ...particular].filter((id) => id !== undefined && id !== null);
}
