import type { ConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Handover } from "../../../ports/email-provider.ts";

/** What the reply to a trigger call says about each reminder, and what in it is worth a line in the log. */
export interface Reading extends Handover {
  /** Errors in names that stand for nobody in the request. */
  readonly strayErrors: number;
  /** Emarsys added warnings, for instance that the data is too large for Interactions. */
  readonly warned: boolean;
}

/** The same answer for the whole batch. */
export function everybody(batch: readonly Reminder[], answer: Answer, fault?: ConnectorError): Reading {
  const answers = new Map(batch.map((reminder) => [reminder.key, answer]));
  return { answers, ...(fault === undefined ? {} : { fault }), strayErrors: 0, warned: false };
}

/** Certainly not taken, to be tried again. */
export function released(now: Date): Answer {
  return { kind: "later", notBefore: now.toISOString(), why: "released" };
}

/** It may have been taken. `why` is a word of ours and at most a number, never text from outside. */
export function unsure(why: string): Answer {
  return { kind: "unsure", why };
}
