import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import type { Exchange } from "../../http/exchange.ts";
import { batchRefused, sameForAll } from "../answers.ts";
import {
  answersTo,
  failureOf,
  misconfigured,
  statusFailure,
  unreadable,
  type Failure,
  type HttpReply,
} from "../failure.ts";
import { SENDGRID } from "./options.ts";
import { isOutOfCredits, isTaken, messageIdOf, refusedFields } from "./schema.ts";

/**
 * Turns the end of one request into an answer for every reminder in it. SendGrid takes a request or refuses it as a
 * whole, and does not know a repeated one: whatever may have been taken is `unsure`.
 */
export function readReply(result: Exchange, batch: readonly Reminder[], now: Date): Handover {
  const doing = "sending reminders";
  const failure = failureIn(result, doing);
  if (failure === "about-a-person") return turnedDown(batch, result, now);
  if (failure !== undefined) {
    return answersTo(failure, batch, {
      now,
      ...(result.kind === "reply" ? { headers: result.headers } : {}),
    });
  }
  const messageId = result.kind === "reply" ? messageIdOf(result.headers) : undefined;
  return sameForAll(batch, { kind: "accepted", ...(messageId === undefined ? {} : { messageId }) });
}

/** What is wrong with the end of a request to send; undefined when it was taken. */
export function failureIn(result: Exchange, doing: string): Failure | "about-a-person" | undefined {
  if (result.kind !== "reply") return failureOf(result, SENDGRID, doing);
  const { status, text } = result;
  if (status >= 200 && status < 300) {
    return isTaken(text) ? undefined : unreadable(SENDGRID, doing, status);
  }
  if (status === 400) return refusal(result, doing);
  if (status === 413) return "about-a-person";
  if (status === 401 && isOutOfCredits(text)) return usedUp();
  if (status === 451) return wrongRegion();
  return statusFailure(status, SENDGRID, doing);
}

/** Fields of people are theirs; every other field comes from the settings, and so does what has no name. */
function refusal({ text, status }: HttpReply, doing: string): Failure | "about-a-person" {
  const fields = refusedFields(text);
  if (fields === undefined) return { ...unreadable(SENDGRID, doing, status), carriedOut: "no" };
  if (fields.some((field) => field.startsWith("personalizations"))) return "about-a-person";
  return misconfigured(
    `sendgrid does not take what SendGridClientOptions says (400, ${settingOf(fields)})`,
    "compare SendGridClientOptions.TemplateId, FromEmail, FromName and UnsubscribeGroupId with what SendGrid shows for this account",
  );
}

/** The setting behind a field, in our words: text from outside is not repeated. */
function settingOf(fields: readonly string[]): string {
  if (fields.some((field) => field.startsWith("template_id"))) return "TemplateId";
  if (fields.some((field) => field.startsWith("from"))) return "FromEmail or FromName";
  return fields.some((field) => field.startsWith("asm")) ? "UnsubscribeGroupId" : "no setting named";
}

function wrongRegion(): Failure {
  return misconfigured(
    "sendgrid serves this account from another region than that of SendGridClientOptions.ApiUrl (451)",
    `set SendGridClientOptions.ApiUrl to ${SENDGRID.apiUrl}`,
  );
}

/** The key is good, the plan has no mail left. */
function usedUp(): Failure {
  const fault = new ConnectorError(
    "provider-forbidden",
    "the SendGrid account has used up its quota of mails (401)",
    {
      fix: "raise the plan at SendGrid or wait until it counts anew; the next pass goes on by itself, with SendGridClientOptions as they are",
    },
  );
  return { carriedOut: "no", why: "quota-used-up", fault };
}

/** Alone it is this reminder's own fault; together nobody knows whose, so each is sent alone next time. */
function turnedDown(batch: readonly Reminder[], result: Exchange, now: Date): Handover {
  const status = result.kind === "reply" ? ` ${result.status}` : "";
  const refused = { kind: "refused", why: `payload-refused${status}` } as const;
  return sameForAll(batch, batch.length === 1 ? refused : batchRefused(now));
}
