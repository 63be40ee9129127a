import { createHash } from "node:crypto";
import type { ReminderFacts } from "../../../cart/reminder.ts";
import type { ReminderKey } from "../../../cart/shopper.ts";
import type { Mail } from "../../../ports/mail-writer.ts";
import type { CommunicationOptions } from "./options.ts";

/**
 * The body of one request: a mail to one person, because everybody in `to` would see the others. The key of the
 * reminder goes along as a header of the mail, so that a mail in hand can be found in the ledger.
 */
export function mailBody(options: CommunicationOptions, reminder: ReminderFacts, mail: Mail): string {
  // not through printableJson: the lines of the text are meant; the writer has taken out what must not be printed
  return JSON.stringify({
    senderAddress: options.senderAddress,
    recipients: { to: [{ address: reminder.address }] },
    content: { subject: mail.subject, plainText: mail.text, html: mail.html },
    ...(options.replyTo === undefined ? {} : { replyTo: [{ address: options.replyTo }] }),
    headers: {
      "X-Reminder-Key": reminder.key,
      ...(reminder.unsubscribeUrl === undefined ? {} : oneClick(reminder.unsubscribeUrl)),
    },
    userEngagementTrackingDisabled: !options.tracksEngagement,
  });
}

/** With these a mail program offers to unsubscribe with one click (RFC 8058). */
function oneClick(url: string): Readonly<Record<string, string>> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

/** Of this product, drawn once: the ids of operations are made in it. */
const NAMESPACE = Buffer.from("5d0f1c4e8b6e4a0f9a3d7c2b61e8f045", "hex");

/** The id of the operation that sends this reminder, the same for every attempt: a UUID of version 5 (RFC 9562). */
export function operationId(key: ReminderKey): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(key).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
