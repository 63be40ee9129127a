import type { ConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import { normalAddress } from "../../../cart/shopper.ts";
import { released, unsure } from "../answers.ts";
import { everybody, type Reading } from "./answers.ts";
import { BLANK_FROM, blankFault, unreadableFault } from "./failure.ts";
import { CONTACT_UNKNOWN, keyFieldFault, meaningOf, nothingAttachedFault } from "./reply-codes.ts";
import { errorCodeOf, parseTriggerResult, type TriggerResult } from "./schema.ts";

/** The member of `errors` that stands for all contacts: the key field was not understood. */
const NO_KEY_ID = "<NO_KEY_ID>";

/** An answer for some people, and the fault behind it when it is one of the set-up. */
interface Judgement {
  readonly answer: Answer;
  readonly fault?: ConnectorError;
}

/**
 * Reads the `data` of a request that was taken as a whole: who is named in `errors` was not triggered, the others
 * were. Undefined when it has another form.
 */
export function readTriggerResult(data: unknown, batch: readonly Reminder[], now: Date): Reading | undefined {
  const result = parseTriggerResult(data);
  if (result === undefined) return undefined;
  if (Object.hasOwn(result.errors, NO_KEY_ID)) {
    return everybody(batch, released(now), keyFieldFault(NO_KEY_ID));
  }
  const { owned, strays } = errorsByOwner(result.errors, batch);
  if (isBlank([...owned.values()], batch)) {
    return everybody(batch, released(now), blankFault(batch.length));
  }
  const rest = judgeRest(result, { people: batch.length - owned.size, strays, now });
  const answers = new Map<Reminder["key"], Answer>();
  let fault: ConnectorError | undefined;
  for (const reminder of batch) {
    const own = owned.has(reminder) ? judgeError(owned.get(reminder), now) : rest;
    fault ??= own.fault;
    answers.set(reminder.key, own.answer);
  }
  const warned = result.warnings !== undefined && result.warnings !== null;
  return { answers, ...(fault === undefined ? {} : { fault }), strayErrors: strays, warned };
}

/** Those who are not named in `errors`. */
function judgeRest(
  result: TriggerResult,
  rest: { readonly people: number; readonly strays: number; readonly now: Date },
): Judgement {
  if (nothingAttached(result.connectedTo)) {
    return { answer: released(rest.now), fault: nothingAttachedFault("connectedTo is false") };
  }
  // an error in a name we did not send belongs to one of them, unless as many were triggered as they are
  if (rest.strays > 0 && (result.ids?.length ?? 0) < rest.people) {
    return { answer: unsure("error-without-owner"), fault: unreadableFault("triggering the event", 200) };
  }
  return { answer: { kind: "accepted" } };
}

function judgeError(error: unknown, now: Date): Judgement {
  const code = errorCodeOf(error);
  const meaning = code === undefined ? undefined : meaningOf(code);
  if (meaning?.kind === "set-up") return { answer: released(now), fault: meaning.fault };
  const word = meaning?.kind === "contact" ? meaning.word : "contact-refused";
  return { answer: { kind: "refused", why: code === undefined ? word : `${word} ${code}` } };
}

function isBlank(errors: readonly unknown[], batch: readonly Reminder[]): boolean {
  if (batch.length < BLANK_FROM || errors.length < batch.length) return false;
  return errors.every((error) => errorCodeOf(error) === CONTACT_UNKNOWN);
}

/** Errors are keyed by the address that was sent. With one reminder in the request an error can only be its own. */
function errorsByOwner(
  errors: TriggerResult["errors"],
  batch: readonly Reminder[],
): { readonly owned: ReadonlyMap<Reminder, unknown>; readonly strays: number } {
  const [only] = batch.length === 1 ? batch : [];
  const owners = new Map(batch.map((reminder) => [comparable(reminder.address), reminder]));
  const owned = new Map<Reminder, unknown>();
  let strays = 0;
  for (const [name, error] of Object.entries(errors)) {
    const owner = only ?? owners.get(comparable(name));
    if (owner === undefined) strays += 1;
    else owned.set(owner, error);
  }
  return { owned, strays };
}

function comparable(text: string): string {
  return normalAddress(text) ?? text.trim().toLowerCase();
}

/** A kind of receiver that the account does not have is left out, so those that are there have to say it all. */
function nothingAttached(connectedTo: TriggerResult["connectedTo"]): boolean {
  if (connectedTo === undefined) return false;
  if (connectedTo === false) return true;
  const kinds = Object.values(connectedTo);
  return kinds.length > 0 && kinds.every((kind) => kind === false);
}
