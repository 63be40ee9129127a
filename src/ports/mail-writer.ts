import type { ReminderFacts } from "../cart/reminder.ts";

/** Why a picture or a link of a reminder is not in its mail. */
export type LeftOutWhy =
  /** Not an https address. */
  | "not-https"
  /** An https address of a host that the settings do not name. */
  | "foreign-host";

export interface LeftOut {
  readonly what: "link" | "picture";
  readonly why: LeftOutWhy;
  readonly count: number;
}

/** One reminder as a mail: everything of it that a shopper sees. Never stored, never logged. */
export interface Mail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The language of its words, a BCP 47 tag: that of the shopper, or English where there are no words. */
  readonly language: string;
  /** What was not safe to put into it. Holds nothing from outside. */
  readonly leftOut: readonly LeftOut[];
}

/** Writes mails, for providers that have no templates of their own, and for previews. Pure, and never throws. */
export interface MailWriter {
  write(reminder: ReminderFacts): Mail;
}
