import type { Call, Reply } from "../../server.ts";
import { EMAIL, type ContactList } from "./contact-list.ts";
import type { Outbox } from "./outbox.ts";
import { throttledReply } from "./rate-limit.ts";
import { done, errorsByKey, refusal, type ContactError } from "./replies.ts";
import { askedForError, asksForDoubt, asksForThrottling } from "./special-address.ts";
import { readTriggerRequest, type TriggerRequest } from "./trigger-request.ts";

/** An external event of the account. */
export interface EmarsysEvent {
  /** A positive number, or its text: the real one answers either. */
  readonly id: number | string;
  readonly name: string;
  /** Whether a launched e-mail hangs on it. */
  readonly attached: boolean;
}

export interface EventEndpoints {
  list(): Reply;
  usages(eventId: string): Reply;
  trigger(call: Call, eventId: string): Reply;
}

interface EventsOptions {
  readonly events: readonly EmarsysEvent[];
  readonly contacts: ContactList;
  readonly outbox: Outbox;
  /** An account with the advanced features of Interactions is told what hangs on the event instead of refused. */
  readonly interactionsAdvanced: boolean;
}

export function createEventEndpoints(options: EventsOptions): EventEndpoints {
  const { events, interactionsAdvanced } = options;

  function find(eventId: string): EmarsysEvent | Reply {
    if (!/^[1-9]\d*$/.test(eventId)) return refusal(400, 5004, "the event id is not a number");
    const event = events.find((one) => String(one.id) === eventId);
    return event ?? refusal(400, 5001, "the account has no such event");
  }

  return {
    list: () => done(events.map(({ id, name }) => ({ id, name, created: "2026-01-01 00:00:00" }))),
    usages(eventId) {
      const event = find(eventId);
      if ("status" in event) return event;
      const emailIds = event.attached ? [Number(event.id) + 1000] : [];
      return done({ program_ids: [], email_ids: emailIds, interactions_program_ids: [] });
    },
    trigger(call, eventId) {
      const event = find(eventId);
      if ("status" in event) return event;
      const request = readTriggerRequest(call);
      if (request.kind === "refused") return request.reply;
      if (request.value.triggers.some((one) => asksForThrottling(one.externalId))) return throttledReply();
      if (!event.attached && !interactionsAdvanced) {
        return refusal(400, 5005, "nothing is attached to the event");
      }
      const reply = fire(event, request.value, options);
      const isDoubtful = request.value.triggers.some((one) => asksForDoubt(one.externalId));
      return isDoubtful ? refusal(500, 1, "internal error") : reply;
    },
  };
}

function fire(event: EmarsysEvent, request: TriggerRequest, options: EventsOptions): Reply {
  const ids: string[] = [];
  const errors = new Map<string, ContactError>();
  for (const trigger of request.triggers) {
    const { externalId, triggerId, data } = trigger;
    const contact = askedForError(externalId) ?? options.contacts.find(request.keyId, externalId);
    if ("code" in contact) {
      errors.set(externalId, contact);
      continue;
    }
    ids.push(contact.id);
    if (!event.attached) continue;
    // no look at the opt-in: mail from external events goes out without it
    const email = contact.fields.get(EMAIL) ?? "";
    options.outbox.take({ eventId: String(event.id), email, triggerId, data });
  }
  const connectedTo = options.interactionsAdvanced ? { connectedTo: connections(event) } : {};
  if (request.form === "batch") return done({ ids, errors: errorsByKey(errors), ...connectedTo });
  const [error] = errors.values();
  return error === undefined ? done(connectedTo) : refusal(400, error.code, error.text);
}

function connections(event: EmarsysEvent): object | false {
  return event.attached && { email: true, acProgram: false, interactionsProgram: false };
}
