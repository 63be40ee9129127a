import { z } from "zod";
import { moment, whole } from "../kinds.ts";
import { optional, withDefault } from "../setting.ts";

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
    StartFrom: optional(moment(), {
      meaning:
        "Where the very first pass of a channel starts, instead of looking back by the Include minutes.",
    }),
  })
  .describe("How often, and how late, people are reminded.");
