import { z } from "zod";
import { parseStamp } from "../cart/stamp.ts";

/** What `POST /api/runs` may be asked for. Without a body it is a pass like the timer's, of the only channel. */
export type RunBody = z.output<typeof runBody>;

const KEYS = "from, to, channel and dryRun";
const MOMENT = "expected a moment with its zone, such as 2026-11-22T10:00:00Z";

const moment = z.string(MOMENT).transform((text, context) => {
  const stamp = parseStamp(text);
  if (stamp === undefined) context.addIssue(MOMENT);
  return stamp;
});

const runBody = z
  .strictObject({
    from: moment.optional(),
    to: moment.optional(),
    channel: z.union([z.string(), z.int()], "expected an operating unit number").transform(String).optional(),
    dryRun: z.boolean("expected true or false").optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from.ticks <= to.ticks, {
    path: ["from"],
    error: "expected a moment before that of to",
  });

const MOST_CHARACTERS = 10_000;

/** The body of a request; when it is not right, every fault of it as `key: expected …`. */
export function readRunBody(
  text: string,
): { readonly kind: "body"; readonly body: RunBody } | { readonly kind: "faults"; readonly faults: Faults } {
  const parsed = runBody.safeParse(text.length > MOST_CHARACTERS ? undefined : jsonOf(text));
  return parsed.success
    ? { kind: "body", body: parsed.data }
    : { kind: "faults", faults: parsed.error.issues.flatMap(faultsOf) };
}

type Faults = readonly string[];

function faultsOf(issue: z.core.$ZodIssue): Faults {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${shown(key)}: expected only ${KEYS}`);
  const [key] = issue.path;
  return [
    key === undefined ? `body: expected a JSON object with ${KEYS}` : `${String(key)}: ${issue.message}`,
  ];
}

/** What is no plain word may be anything, and this may end in a log. */
function shown(key: string): string {
  return /^\w{1,40}$/.test(key) ? key : "a key";
}

/** A JSON body; an empty one is an empty object, what is no JSON is undefined. */
export function jsonOf(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
