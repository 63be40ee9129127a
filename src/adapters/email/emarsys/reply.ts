import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Exchange } from "../../http/exchange.ts";
import { batchRefused, released, unsure, whenAsked } from "../answers.ts";
import { everybody, type Reading } from "./answers.ts";
import { failureOr, PASSING, unreadableFault, type HttpReply } from "./failure.ts";
import { meaningOf } from "./reply-codes.ts";
import { parseEnvelope } from "./schema.ts";
import { readTriggerResult } from "./trigger-result.ts";

const DOING = "triggering the event";

/**
 * Turns the end of one trigger call into an answer for every reminder in it. `later` is said only where the request
 * was certainly not taken; where nobody can tell, the answer is `unsure`.
 */
export function readReply(result: Exchange, batch: readonly Reminder[], now: Date): Reading {
  const reply = failureOr(result, DOING);
  if (reply.kind === "reply") return readVerdict(reply, batch, now);
  if (reply.carriedOut === "maybe") return everybody(batch, unsure(reply.why), reply.fault);
  const throttled = result.kind === "reply" && result.status === 429;
  return everybody(batch, throttled ? whenAsked(result.headers, now) : released(now), reply.fault);
}

function readVerdict(reply: HttpReply, batch: readonly Reminder[], now: Date): Reading {
  const { status } = reply;
  if (status === 413) return turnedDown(batch, "payload-refused 413", now);
  const envelope = parseEnvelope(reply.text);
  if (envelope === undefined) return readForeign(status, batch, now);
  if (status === 400) return readRefusal(envelope.replyCode, batch, now);
  if (envelope.replyCode !== 0) return readCodeInside(envelope.replyCode, batch, now);
  const reading = readTriggerResult(envelope.data, batch, now);
  return reading ?? everybody(batch, unsure(`reply-unreadable ${status}`), unreadableFault(DOING, status));
}

/** A reply that is not in Emarsys' words. A 400 was still not taken, but says nothing about the shopper in it. */
function readForeign(status: number, batch: readonly Reminder[], now: Date): Reading {
  const fault = unreadableFault(DOING, status);
  if (status !== 400) return everybody(batch, unsure(`reply-unreadable ${status}`), fault);
  return batch.length > 1 ? everybody(batch, batchRefused(now)) : everybody(batch, released(now), fault);
}

function readRefusal(replyCode: number, batch: readonly Reminder[], now: Date): Reading {
  const meaning = meaningOf(replyCode);
  if (meaning?.kind === "set-up") return everybody(batch, released(now), meaning.fault);
  const word = meaning?.kind === "contact" ? meaning.word : "payload-refused";
  return turnedDown(batch, `${word} ${replyCode}`, now);
}

/** A refusal may come inside a 200. What we do not know there may just as well have been taken. */
function readCodeInside(replyCode: number, batch: readonly Reminder[], now: Date): Reading {
  if (meaningOf(replyCode) !== undefined) return readRefusal(replyCode, batch, now);
  const fault = new ConnectorError(
    "provider-failed",
    `emarsys answered with an unknown reply code while ${DOING} (${replyCode})`,
    { fix: PASSING },
  );
  return everybody(batch, unsure(`reply-code ${replyCode}`), fault);
}

/** Alone it is this reminder's own fault; together nobody knows whose, so each is sent alone next time. */
function turnedDown(batch: readonly Reminder[], why: string, now: Date): Reading {
  return everybody(batch, batch.length === 1 ? { kind: "refused", why } : batchRefused(now));
}
