import type { ChannelSettings, Settings } from "../settings/schema.ts";
import type { WayRules } from "../steps/way.ts";

/** The rules of a channel, as the retailer set them. */
export function rulesOf(settings: Settings, { ReminderOptions: reminder }: ChannelSettings): WayRules {
  const { ConnectorOptions: connector, PurchaseGuardOptions: purchases, ShopperOptions: shopper } = settings;
  return {
    claimSeconds: connector.ClaimSeconds,
    retentionDays: connector.RetentionDays,
    minHoursBetweenReminders: reminder.MinHoursBetweenReminders,
    maxRemindersPer30Days: reminder.MaxRemindersPer30Days,
    maxWaitMinutes: reminder.MaxWaitMinutes,
    purchaseLookbackDays: purchases.PurchaseLookbackDays,
    recheckAfterSeconds: purchases.RecheckAfterSeconds,
    includeGuests: reminder.IncludeGuests,
    notShoppers: {
      staffGroups: shopper.StaffCustomerGroups ?? [],
      testAccounts: shopper.TestAccounts ?? [],
      addresses: shopper.IgnoredAddresses,
    },
    quietHours: quietHoursOf(reminder.QuietHours),
    laterSteps: reminder.Steps.map(({ AfterHours, EventOrTemplate }) => ({
      afterHours: AfterHours,
      template: EventOrTemplate,
    })),
  };
}

/** The settings have either both or neither. */
function quietHoursOf({
  From: from,
  To: to,
}: ChannelSettings["ReminderOptions"]["QuietHours"]): WayRules["quietHours"] {
  return from === undefined || to === undefined ? undefined : { from, to };
}
