import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Exchange } from "../../http/exchange.ts";
import { failureOf, misconfigured, statusFailure, unreadable } from "../failure.ts";
import { SENDGRID, type SendGridOptions } from "./options.ts";
import { failureIn } from "./reply.ts";
import { parseScopes } from "./schema.ts";

const NEEDED = "mail.send";

/** The two calls that the check is made of. */
export interface TrialCalls {
  scopes(): Promise<Exchange>;
  /** A request to the sender alone, in the sandbox. */
  trial(templateId: string): Promise<Exchange>;
}

/** Proves the key, its permission and the set-up of the mail; throws the first fault. Mails nobody. */
export async function checkSendGrid(
  options: SendGridOptions,
  templateIds: readonly string[],
  calls: TrialCalls,
): Promise<readonly string[]> {
  if (!scopesIn(await calls.scopes()).includes(NEEDED)) {
    throw new ConnectorError("provider-forbidden", `the API key of sendgrid has no permission ${NEEDED}`, {
      fix: SENDGRID.permission,
    });
  }
  const seen: string[] = [];
  for (const templateId of new Set(templateIds)) {
    const failure = failureIn(await calls.trial(templateId), "trying a reminder in the sandbox");
    if (failure === "about-a-person") throw senderFault().fault;
    if (failure !== undefined) throw failure.fault;
    seen.push(`template ${templateId} was taken in the sandbox`);
  }
  return [`the key may send mail`, ...seen, ...(options.sandbox ? ["Sandbox is on: nobody is mailed"] : [])];
}

function scopesIn(result: Exchange): readonly string[] {
  const doing = "reading what the API key may do";
  if (result.kind !== "reply") throw failureOf(result, SENDGRID, doing).fault;
  if (result.status !== 200) throw statusFailure(result.status, SENDGRID, doing).fault;
  const scopes = parseScopes(result.text);
  if (scopes === undefined) throw unreadable(SENDGRID, doing, result.status).fault;
  return scopes;
}

function senderFault() {
  return misconfigured(
    "sendgrid does not take SendGridClientOptions.FromEmail as an address to write to",
    "set SendGridClientOptions.FromEmail to the address of a sender that SendGrid has verified",
  );
}
