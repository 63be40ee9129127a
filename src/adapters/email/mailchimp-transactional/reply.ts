import type { ConnectorError } from "../../../cart/connector-error.ts";
import type { Answer } from "../../../cart/documents.ts";
import type { Reminder } from "../../../cart/reminder.ts";
import { normalAddress } from "../../../cart/shopper.ts";
import type { Handover } from "../../../ports/email-provider.ts";
import type { Exchange } from "../../http/exchange.ts";
import { batchRefused, released, sameForAll, unsure } from "../answers.ts";
import { answersTo, unreadable, type Failure } from "../failure.ts";
import { MAILCHIMP } from "./options.ts";
import { failureIn, unsignedSender, usedUpTestKey } from "./refusal.ts";
import { parseRows, type Row } from "./schema.ts";

const DOING = "sending reminders";

/**
 * Turns the end of one request into an answer for every reminder in it. Mailchimp does not know a repeated request:
 * whatever may have been taken is `unsure`.
 */
export function readReply(result: Exchange, batch: readonly Reminder[], now: Date): Handover {
  const failure = failureIn(result, DOING);
  if (failure === "about-a-person") return turnedDown(batch, now);
  const headers = result.kind === "reply" ? { headers: result.headers } : {};
  if (failure !== undefined) return answersTo(failure, batch, { now, ...headers });
  const rows = result.kind === "reply" ? parseRows(result.text) : undefined;
  if (rows !== undefined) return readRows(rows, batch, now);
  const status = result.kind === "reply" ? result.status : 0;
  return answersTo(unreadable(MAILCHIMP, DOING, status), batch, { now });
}

/** Alone it is this reminder's own fault; together nobody knows whose, so each is sent alone next time. */
function turnedDown(batch: readonly Reminder[], now: Date): Handover {
  const refused = { kind: "refused", why: "payload-refused" } as const;
  return sameForAll(batch, batch.length === 1 ? refused : batchRefused(now));
}

interface Judgement {
  readonly answer: Answer;
  readonly fault?: ConnectorError;
}

/** One row for each address; an address without one may have been mailed. */
function readRows(rows: readonly Row[], batch: readonly Reminder[], now: Date): Handover {
  const byAddress = new Map(rows.map((row) => [normalAddress(row.email) ?? row.email, row]));
  const answers = new Map<Reminder["key"], Answer>();
  let fault: ConnectorError | undefined;
  for (const { key, address } of batch) {
    const judged = judge(byAddress.get(address), now);
    fault ??= judged.fault;
    answers.set(key, judged.answer);
  }
  return { answers, ...(fault === undefined ? {} : { fault }) };
}

function judge(row: Row | undefined, now: Date): Judgement {
  if (row === undefined) return doubt("not-answered");
  switch (row.status) {
    case "sent":
    case "queued": // taken, and sent later: over the hourly quota, or while links are looked at
    case "scheduled":
      return { answer: { kind: "accepted", ...(row._id === undefined ? {} : { messageId: row._id }) } };
    case "rejected":
      return rejected(row.reject_reason ?? "", now);
    case "invalid":
      return { answer: { kind: "refused", why: "address-invalid" } };
    default:
      return doubt("status-unknown");
  }
}

function doubt(why: string): Judgement {
  return { answer: unsure(why), fault: unreadable(MAILCHIMP, DOING, 200).fault };
}

/** Reasons that are about the person, in our words; those about the account come back when it is mended. */
function rejected(reason: string, now: Date): Judgement {
  switch (reason) {
    case "hard-bounce":
    case "soft-bounce":
      return { answer: { kind: "refused", why: "address-bounced" } };
    case "spam":
      return { answer: { kind: "refused", why: "complained" } };
    case "unsub":
      return { answer: { kind: "refused", why: "unsubscribed" } };
    case "invalid":
      return { answer: { kind: "refused", why: "address-invalid" } };
    case "unsigned":
    case "invalid-sender":
      return setUp(unsignedSender(), now);
    case "test-mode-limit":
      return setUp(usedUpTestKey(), now);
    default:
      // on a list of the retailer's own, or held back by one of its rules
      return { answer: { kind: "refused", why: "rejected" } };
  }
}

function setUp({ fault }: Failure, now: Date): Judgement {
  return { answer: released(now), fault };
}
