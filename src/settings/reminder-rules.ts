import { z } from "zod";
import type { KnownProvider } from "../adapters/email/providers.ts";
import { permittedMinutes } from "../cart/quiet-hours.ts";
import type { Fault } from "./faults.ts";
import { shown } from "./faults.ts";
import type { ChannelReading } from "./schema.ts";
import { aboutOf } from "./setting.ts";

/*
 * What one key of ReminderOptions alone cannot say. As in rules.ts a rule keeps quiet while one of its keys is missing
 * or wrong.
 */

type Reading = ChannelReading["ReminderOptions"];
/** Read step by step, so each key of each step may be missing. */
type Steps = readonly Partial<NonNullable<Reading["Steps"]>[number]>[];

const HOURS_IN_30_DAYS = 720;
/** Less would leave nights in which a change of the clocks takes all of it. */
const LEAST_PERMITTED_MINUTES = 60;

export function reminderFaults(reminder: Reading, provider: KnownProvider | undefined): readonly Fault[] {
  const steps: Steps = reminder.Steps ?? [];
  return [
    ...spacingFaults(steps, reminder),
    ...capFault(steps, reminder),
    ...(provider === undefined ? [] : templateFaults(steps, provider)),
    ...quietFault(reminder),
  ];
}

/** A step that comes too soon would only wait for the cap, and might expire there. */
function spacingFaults(steps: Steps, { MinHoursBetweenReminders: hours }: Reading): readonly Fault[] {
  if (hours === undefined) return [];
  return steps.flatMap(({ AfterHours: after }, index) => {
    const before = index === 0 ? 0 : steps[index - 1]?.AfterHours;
    if (after === undefined || before === undefined) return [];
    const least = before + Math.max(1, hours);
    if (after >= least) return [];
    const from = index === 0 ? "the first reminder" : `the step before (${before})`;
    const says = `expected at least ${least}, MinHoursBetweenReminders (${hours}) after ${from}, got ${after}`;
    return [{ path: `ReminderOptions.Steps[${index}].AfterHours`, says }];
  });
}

function capFault(steps: Steps, { MaxRemindersPer30Days: most }: Reading): readonly Fault[] {
  const length = 1 + steps.filter(({ AfterHours: after = 0 }) => after < HOURS_IN_30_DAYS).length;
  if (most === undefined || length <= most) return [];
  return [
    {
      path: "ReminderOptions.MaxRemindersPer30Days",
      says: `expected at least ${length}, the reminders of one series (Steps), got ${most}`,
      fix: "raise it, or take steps out: the last ones could never be sent",
    },
  ];
}

/** What is written here has to be what the provider's own section takes. */
function templateFaults(steps: Steps, provider: KnownProvider): readonly Fault[] {
  const { name, section, templateKey } = provider;
  if (provider.sendsOurMail) return steps.flatMap((step, index) => ourMailFault(step, { index, name }));
  if (templateKey === undefined) return steps.length === 0 ? [] : [ownFlowFault(name)];
  const type: unknown = section.shape[templateKey];
  if (!(type instanceof z.ZodType)) return [];
  const about = aboutOf(type);
  return steps.flatMap(({ EventOrTemplate: template }, index) => {
    if (template === undefined || type.safeParse(template).success || about === undefined) return [];
    return [
      {
        path: `ReminderOptions.Steps[${index}].EventOrTemplate`,
        says: `expected ${about.expected}, got ${shown(template, about)}`,
      },
    ];
  });
}

/** The connector has one template for all mails, which may tell them apart by `reminderNumber`. */
function ourMailFault(
  { EventOrTemplate: template }: Steps[number],
  { index, name }: { readonly index: number; readonly name: string },
): readonly Fault[] {
  if (template === undefined) return [];
  return [
    {
      path: `ReminderOptions.Steps[${index}].EventOrTemplate`,
      says: `expected nothing, because the connector itself writes the mails through ${name}, got a template`,
      fix: "take it out; a template of your own (MailOptions.TemplateFile) can tell the reminders apart by reminderNumber",
    },
  ];
}

function ownFlowFault(provider: string): Fault {
  return {
    path: "ReminderOptions.Steps",
    says: `expected nothing, because with ${provider} its own flow sends the further reminders, got a list of them`,
    fix: "take it out, and make the series in the flow of the provider",
  };
}

function quietFault({ QuietHours: hours }: Reading): readonly Fault[] {
  const { From: from, To: to } = hours ?? {};
  if (from === undefined && to === undefined) return [];
  if (from === undefined || to === undefined) {
    const [missing, given] = from === undefined ? ["From", "To"] : ["To", "From"];
    const says = `expected a time of day, because ${given} has one, got nothing`;
    return [{ path: `ReminderOptions.QuietHours.${missing}`, says, fix: "give both, or neither" }];
  }
  if (permittedMinutes({ from, to }) >= LEAST_PERMITTED_MINUTES) return [];
  return [
    {
      path: "ReminderOptions.QuietHours.To",
      says: `expected a time that leaves at least an hour of the day for reminders, got ${to} after ${from}`,
      fix: "give From and To different times, or leave both out to send at any time",
    },
  ];
}
