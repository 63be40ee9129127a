import type { ConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import { sameForAll } from "../answers.ts";

/** What the reply to a trigger call says about each reminder, and what in it is worth a line in the log. */
export interface Reading extends Handover {
  /** Errors in names that stand for nobody in the request. */
  readonly strayErrors: number;
  /** Emarsys added warnings, for instance that the data is too large for Interactions. */
  readonly warned: boolean;
}

/** The same answer for the whole batch. */
export function everybody(batch: readonly Reminder[], answer: Answer, fault?: ConnectorError): Reading {
  return { ...sameForAll(batch, answer, fault), strayErrors: 0, warned: false };
}
