import { z } from "zod";
import { clockTime, flag, id, moment, timeZone, whole } from "../kinds.ts";
import { optional, required, withDefault } from "../setting.ts";

const MOST_LATER_STEPS = 11;

const laterStep = z.strictObject({
  AfterHours: required(whole(1, 720), {
    meaning:
      "How long after the first reminder this one follows. Each is larger than the one before by at least MinHoursBetweenReminders; a reminder that was delayed delays those after it.",
    unit: "hours",
  }),
  EventOrTemplate: optional(id("the id of an event or a template of the provider", /^[\w-]{1,160}$/), {
    meaning:
      "What the provider sends for this reminder: with Emarsys the number of an external event, with SendGrid the id of a dynamic template, with Mailchimp Transactional the slug of a template.",
    standard: "the same as the first reminder",
  }),
});

const quietHours = z
  .strictObject({
    From: optional(clockTime(), {
      meaning: "From this time of day on nobody is mailed, by the shopper's own clock. Needs To.",
      standard: "mails go out at any time",
    }),
    To: optional(clockTime(), {
      meaning:
        "Until this time of day, by the shopper's own clock. Reminders that came up in between follow then.",
      standard: "mails go out at any time",
    }),
  })
  .describe("The time of day in which nobody is mailed.");

export const reminder = z
  .strictObject({
    MinHoursBetweenReminders: withDefault(whole(0, 720), 24, {
      meaning: "Least time between two reminders to one person, over all carts and channels.",
      unit: "hours",
    }),
    MaxRemindersPer30Days: withDefault(whole(1, 12), 4, {
      meaning: "Most reminders to one person in 30 days.",
    }),
    MaxRemindersPerRun: withDefault(whole(0, 1_000_000), 2000, {
      meaning: "Most reminders in one pass of a channel; the rest follow in the next ones. 0 means no limit.",
    }),
    MaxCatchUpMinutes: withDefault(whole(1, 43_200), 1440, {
      meaning: "How far a pass goes back after an outage. Older carts are counted as expired.",
      unit: "minutes",
    }),
    MaxWaitMinutes: withDefault(whole(1, 43_200), 1440, {
      meaning: "How long a reminder may wait before it would come too late.",
      unit: "minutes",
    }),
    Steps: withDefault(
      { type: z.array(laterStep).max(MOST_LATER_STEPS), expected: "a list of further reminders" },
      [],
      {
        meaning:
          "The reminders that follow the first, as long as the cart stays as it was and nothing else speaks against them.",
        standard: "one reminder per cart",
      },
    ),
    QuietHours: quietHours,
    TimeZone: optional(timeZone(), {
      meaning: "The time zone of every shopper of this channel, for the quiet hours.",
      standard: "that of the shopper's country where it has one time zone, otherwise that of the channel",
    }),
    IncludeGuests: withDefault(flag(), false, {
      meaning:
        "Also remind people who are not signed in, when their cart holds an e-mail address. Their orders cannot be asked for: see [consent.md](consent.md). Retail Server then gives every anonymous cart.",
    }),
    StartFrom: optional(moment(), {
      meaning:
        "Where the very first pass of a channel starts, instead of looking back by the Include minutes.",
    }),
  })
  .describe("How often, and when, people are reminded.");
