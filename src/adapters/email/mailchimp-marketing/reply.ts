import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import type { Exchange } from "../../http/exchange.ts";
import { sameForAll } from "../answers.ts";
import { answersTo, unreadable, type Failure } from "../failure.ts";
import { heard, told, unknownStore } from "./calls.ts";
import { MARKETING } from "./options.ts";
import { parseId } from "./schema.ts";

const DOING = "adding a cart";

/**
 * Turns the end of the request that adds a cart into an answer. `isThere` asks Mailchimp for the cart: a second cart
 * of one id is refused like a wrong one, and the first is what was wanted.
 */
export async function readReply(
  result: Exchange,
  reminder: Reminder,
  { now, isThere }: { readonly now: Date; readonly isThere: () => Promise<boolean> },
): Promise<Handover> {
  const reply = told(result, DOING);
  const headers = result.kind === "reply" ? { headers: result.headers } : {};
  const failed = (failure: Failure) => answersTo(failure, [reminder], { now, ...headers });
  switch (reply.kind) {
    case "text":
      return parseId(reply.text) === reminder.key
        ? answered(reminder, { kind: "accepted" })
        : failed(unreadable(MARKETING, DOING, 200));
    case "absent":
      return failed(unknownStore());
    case "refused":
      return answered(
        reminder,
        (await isThere()) ? { kind: "accepted" } : { kind: "refused", why: "payload-refused" },
      );
    case "failure":
      return failed(reply.failure);
  }
}

/** Whether the cart is in the store. Throws a `provider-…` fault. */
export function isCart(result: Exchange, reminder: Reminder): boolean {
  const reply = heard(result, "looking for a cart");
  return reply.kind === "text" && parseId(reply.text) === reminder.key;
}

function answered(reminder: Reminder, answer: Answer): Handover {
  return sameForAll([reminder], answer);
}
