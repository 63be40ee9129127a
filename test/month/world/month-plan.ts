import { BY_OPT_IN, HOUR, MINUTE, type Plan } from "../../simulation/world/plan.ts";
import { STAFF } from "./shopper.ts";

/** How big a month is; the seed decides everything else. */
export interface MonthSize {
  readonly seed: number;
  readonly shoppers: number;
  readonly days: number;
}

export const DAY = 24 * HOUR;
/** Two weeks before Europe puts its clocks back. */
const START = Date.parse("2026-10-11T00:00:00.000Z");
/** The shop was open for so long before the first pass. */
export const BEFORE = 2 * DAY;
export const EXCLUDE_MINUTES = 30;
export const EVERY_MS = 10 * MINUTE;

const NOT_SHOPPERS = {
  staffGroups: [STAFF],
  testAccounts: ["TEST-*"],
  addresses: ["noreply@*", "postmaster@*"],
};

/** The whole month in terms of a simulated world: nothing special, except that a neighbour is away now and then. */
export function monthPlan({ shoppers, days }: MonthSize): Plan {
  const away = (day: number, hour: number, hours: number) => {
    const from = START + (day % days) * DAY + hour * HOUR;
    return { from, to: from + hours * HOUR };
  };
  return {
    startsAt: START,
    calmFrom: START + days * DAY,
    rules: {
      claimSeconds: 120,
      retentionDays: 180,
      minHoursBetweenReminders: 24,
      maxRemindersPer30Days: 4,
      maxWaitMinutes: 2880,
      purchaseLookbackDays: 7,
      recheckAfterSeconds: 60,
      includeGuests: true,
      notShoppers: NOT_SHOPPERS,
      quietHours: { from: "21:00", to: "08:00" },
      laterSteps: [
        { afterHours: 24, template: "2" },
        { afterHours: 72, template: "3" },
      ],
    },
    consent: BY_OPT_IN,
    pass: {
      includeMinutes: 1440,
      excludeMinutes: EXCLUDE_MINUTES,
      maxCatchUpMinutes: 1440,
      startFrom: undefined,
      sliceSize: 200,
      maxReminders: 2000,
    },
    maxPassMs: 4 * MINUTE,
    runners: 1,
    everyMs: EVERY_MS,
    people: shoppers,
    carts: 0,
    isCrowded: false,
    // what SQL's datetime can tell apart
    stampMs: 3,
    shoppersDeeds: 0,
    habits: {
      savesWhatIsRead: false,
      searchesByAccount: true,
      mostLagMs: MINUTE,
      clockAheadMs: 0,
    },
    tokenSeconds: 3600,
    deaths: 0,
    stalls: 0,
    strikes: 0,
    clocksAheadMs: 0,
    hasOperator: false,
    troubles: { ledger: {}, shop: { slow: 0.05 }, triggers: {}, questions: {} },
    outages: { ledger: [away(21, 10, 1)], shop: [away(5, 18, 5)], emarsys: [away(12, 17, 3)] },
  };
}
