import type { Address } from "../../../cart/shopper.ts";
import type { Exchange } from "../../http/exchange.ts";
import { failureOf, statusFailure } from "../failure.ts";
import { SENDGRID, type SendGridOptions } from "./options.ts";

type Post = (path: string, body: string) => Promise<Exchange>;

/** Takes a person out of the unsubscribe group of the reminders. Throws a `provider-…` fault. Safe to repeat. */
export async function leaveGroup(options: SendGridOptions, address: Address, post: Post): Promise<"done"> {
  const path = `/v3/asm/groups/${options.unsubscribeGroupId}/suppressions`;
  const result = await post(path, JSON.stringify({ recipient_emails: [address] }));
  return doneOrThrow(result, "unsubscribing a person");
}

/** Asks for the erasure of what SendGrid keeps about mails to a person. Throws a `provider-…` fault. Safe to repeat. */
export async function eraseRecipient(address: Address, post: Post): Promise<"done"> {
  const result = await post("/v3/recipients/erasejob", JSON.stringify({ email_addresses: [address] }));
  return doneOrThrow(result, "erasing a person");
}

function doneOrThrow(result: Exchange, doing: string): "done" {
  if (result.kind !== "reply") throw failureOf(result, SENDGRID, doing).fault;
  if (result.status < 200 || result.status > 299) throw statusFailure(result.status, SENDGRID, doing).fault;
  return "done";
}
