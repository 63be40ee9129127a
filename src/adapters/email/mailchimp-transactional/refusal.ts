import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Exchange } from "../../http/exchange.ts";
import {
  failureOf,
  misconfigured,
  statusFailure,
  unreadable,
  type Failure,
  type HttpReply,
} from "../failure.ts";
import { MAILCHIMP, SECTION } from "./options.ts";
import { parseRefusal } from "./schema.ts";

/** The request was turned down because of somebody in it. */
export type AboutAPerson = "about-a-person";

/**
 * What is wrong with the end of a call; undefined when it was answered with a 2xx. The name that Mailchimp gives its
 * refusal counts before the status, because it has answered nearly every fault with 500.
 */
export function failureIn(result: Exchange, doing: string): Failure | AboutAPerson | undefined {
  if (result.kind !== "reply") return failureOf(result, MAILCHIMP, doing);
  const named = parseRefusal(result.text);
  if (named !== undefined) return namedFailure(result, named, doing);
  const { status } = result;
  if (status >= 200 && status < 300) return undefined;
  if (status === 400) return { ...unreadable(MAILCHIMP, doing, status), carriedOut: "no" };
  return status === 413 ? "about-a-person" : statusFailure(status, MAILCHIMP, doing);
}

/** True when the key was turned down: nothing was carried out. */
export function isKeyTurnedDown(result: Exchange): boolean {
  return (
    result.kind === "reply" && (result.status === 401 || parseRefusal(result.text)?.name === "Invalid_Key")
  );
}

function namedFailure(
  { status }: HttpReply,
  { name, ofSetUp }: { readonly name: string; readonly ofSetUp: boolean },
  doing: string,
): Failure | AboutAPerson {
  switch (name) {
    case "Invalid_Key":
      return statusFailure(401, MAILCHIMP, doing);
    case "PaymentRequired":
      return statusFailure(402, MAILCHIMP, doing);
    case "RequestLimitExceeded":
      return statusFailure(429, MAILCHIMP, doing);
    case "Unknown_Template":
      return unknownTemplate();
    case "ValidationError":
      return ofSetUp ? refusedSetUp() : "about-a-person";
    default:
      return otherName(status, doing);
  }
}

/** A name we do not know: below 500 it was a refusal, from 500 on nobody can tell. */
function otherName(status: number, doing: string): Failure {
  if (status >= 400 && status < 500) return refusedSetUp(` (${status})`);
  const message = `${MAILCHIMP.name} failed while ${doing} (${status})`;
  const fix = "the next pass tries again; `connector ledger status` lists the reminders left in doubt";
  return {
    carriedOut: "maybe",
    why: `http-status ${status}`,
    fault: new ConnectorError("provider-failed", message, { fix }),
  };
}

export function unknownTemplate(): Failure {
  return misconfigured(
    `mailchimp-transactional does not know the template of ${SECTION}.TemplateName`,
    `set ${SECTION}.TemplateName to the slug that Mailchimp shows for the template, and publish it`,
  );
}

function refusedSetUp(status = ""): Failure {
  return misconfigured(
    `mailchimp-transactional does not take what ${SECTION} says about the mail${status}`,
    `check ${SECTION}.FromEmail, FromName, Subject, Tag and TemplateName`,
  );
}

/** Mailchimp turns down everything that comes from this sender. */
export function unsignedSender(): Failure {
  return misconfigured(
    `mailchimp-transactional does not send from ${SECTION}.FromEmail`,
    `verify the domain of ${SECTION}.FromEmail in Mailchimp Transactional under Settings > Domains (SPF and DKIM), or choose another sender`,
  );
}

/** A test key takes a few mails only. */
export function usedUpTestKey(): Failure {
  return misconfigured(
    "mailchimp-transactional takes no more mail with a test key",
    `put a key that is no test key into the secret named by ${SECTION}.ApiKeyKeyVaultSecretName`,
  );
}
