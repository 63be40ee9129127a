import { z } from "zod";
import { parseJson } from "../../http/json.ts";

/*
 * Only what is used is named. A failed parse is never kept as a cause: the path of an issue would hold an address,
 * because Emarsys keys its errors by address.
 */

const wholeNumber = z.union([z.int(), z.string().regex(/^\d{1,15}$/)]).transform(Number);

/** Nothing, in the forms that Emarsys has for it: also an empty list where an object belongs. */
const nothing = z.union([z.undefined(), z.null(), z.literal(""), z.literal(false), z.tuple([])]);

const envelope = z.object({ replyCode: wholeNumber, data: z.unknown().optional() });

export type Envelope = z.infer<typeof envelope>;

/** What every reply is wrapped in; undefined when the text is something else. */
export function parseEnvelope(text: string): Envelope | undefined {
  return envelope.safeParse(parseJson(text)).data;
}

const triggerResult = z.object({
  /** Contact ids of Emarsys, one per contact triggered: they can be counted, not matched. */
  ids: z.array(z.unknown()).optional().catch(undefined),
  /** By external id, each an object of code and text. */
  errors: z.union([nothing.transform(() => ({})), z.record(z.string(), z.unknown())]).default({}),
  /** `false`, or which kinds of receiver hang on the event; a kind the account does not have is left out. */
  connectedTo: z
    .union([z.literal(false), z.record(z.string(), z.unknown())])
    .optional()
    .catch(undefined),
  warnings: z.unknown().optional(),
});

export type TriggerResult = z.infer<typeof triggerResult>;

export function parseTriggerResult(data: unknown): TriggerResult | undefined {
  return triggerResult.safeParse(orEmpty(data)).data;
}

function orEmpty(data: unknown): unknown {
  return nothing.safeParse(data).success ? {} : data;
}

/** What is said about single contacts after a change; the values only. */
export const contactErrors = z.object({
  errors: z.union([nothing.transform(() => ({})), z.record(z.string(), z.unknown())]).default({}),
});

/** The reply code inside one member of `errors`, for instance of `{"2008":"…"}`. */
export function errorCodeOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const code = Object.keys(error).find((name) => /^\d{1,15}$/.test(name));
  return code === undefined ? undefined : Number(code);
}

/** A list of which only the length is sure. */
const someList = z.union([nothing.transform((): unknown[] => []), z.array(z.unknown())]);

/** A contact look-up: rows and errors, not yet looked into. `result` is `false` when there is no row at all. */
export const lookUp = z.object({
  result: someList,
  errors: someList.default([]).catch([]),
});

/** One contact: its fields by field id. */
export const contactRow = z.record(z.string(), z.unknown());

/** A value that has no contact of its own. */
export const lookUpError = z.object({ key: z.string(), errorCode: wholeNumber });

/** The value of a contact field as text; undefined when it is neither text nor a number nor null. */
export const fieldValue = z.union([z.string(), z.number().transform(String), z.null().transform(() => "")]);

export const accessToken = z.object({
  // what may stand in a header: anything else would fail inside the HTTP client instead of here
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: wholeNumber.optional().catch(undefined),
});

const anyId = z.union([z.string(), z.number()]).transform(String);

/** One that cannot be read is no event. */
const events = z.array(z.object({ id: anyId }).optional().catch(undefined));

export function parseEventIds(data: unknown): readonly string[] | undefined {
  return events.safeParse(data).data?.flatMap((event) => event?.id ?? []);
}

const eventUsages = z.object({
  program_ids: someList.default([]),
  email_ids: someList.default([]),
  interactions_program_ids: someList.default([]),
});

export function parseEventUsages(data: unknown): z.infer<typeof eventUsages> | undefined {
  return eventUsages.safeParse(orEmpty(data)).data;
}
