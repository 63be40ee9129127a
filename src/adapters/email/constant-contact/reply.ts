import type { Reminder } from "../../../cart/reminder.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import type { Exchange } from "../../http/exchange.ts";
import { released, sameForAll } from "../answers.ts";
import { answersTo, unreadable, type Failure } from "../failure.ts";
import { told, unknownList } from "./calls.ts";
import { CONSTANT_CONTACT } from "./options.ts";
import { parseActivity } from "./schema.ts";

const DOING = "adding people to the list";

/**
 * Turns the end of the request that adds people to the list into an answer for each. It is the only one that makes
 * anybody be mailed, and Constant Contact does not know a repeated one: whatever may have been taken is `unsure`.
 */
export function readReply(
  result: Exchange,
  batch: readonly Reminder[],
  { now, until }: { readonly now: Date; readonly until: Date | undefined },
): Handover {
  const reply = told(result, DOING, until);
  const headers = result.kind === "reply" ? { headers: result.headers } : {};
  const failed = (failure: Failure) => answersTo(failure, batch, { now, ...headers });
  switch (reply.kind) {
    case "text": {
      const messageId = parseActivity(reply.text);
      return messageId === undefined
        ? failed(unreadable(CONSTANT_CONTACT, DOING, 200))
        : sameForAll(batch, { kind: "accepted", messageId });
    }
    // the people are those that it told us of just now, so what it does not know is the list
    case "absent":
    case "refused":
      return failed(unknownList());
    case "busy":
      return sameForAll(batch, released(now));
    case "failure":
      return until === undefined ? failed(reply.failure) : parked(batch, until, reply.failure);
  }
}

/** Nobody is mailed before the quota counts anew. */
export function parked(batch: readonly Reminder[], until: Date, { fault }: Pick<Failure, "fault">): Handover {
  return sameForAll(batch, { kind: "later", notBefore: until.toISOString(), why: "provider-later" }, fault);
}
