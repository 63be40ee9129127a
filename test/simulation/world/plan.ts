import type { QuietHours } from "../../../src/cart/quiet-hours.ts";
import type { consentGate } from "../../../src/run/consent-gate.ts";
import type { PassRules } from "../../../src/run/pass.ts";
import type { LaterStep, WayRules } from "../../../src/steps/way.ts";
import type { Dice } from "../engine/dice.ts";
import {
  QUESTION_TROUBLES,
  TRIGGER_TROUBLES,
  type QuestionTrouble,
  type TriggerTrouble,
} from "../neighbours/emarsys.ts";
import { LEDGER_TROUBLES, type LedgerTrouble } from "../neighbours/ledger-link.ts";
import { SHOP_TROUBLES, type ShopHabits, type ShopTrouble } from "../neighbours/shop-link.ts";
import type { Outage, Troubles } from "../neighbours/weather.ts";

/** What a seed says about a world, before anything happens in it. Times are ms of the world. */
export interface Plan {
  readonly startsAt: number;
  /** Until then anything may go wrong; afterwards nothing does. */
  readonly calmFrom: number;
  readonly rules: WayRules;
  readonly consent: ConsentSettings;
  readonly pass: PassRules;
  /** The time of a timer's pass. */
  readonly maxPassMs: number | undefined;
  readonly runners: number;
  /** From the start of one pass of a runner to the start of its next. */
  readonly everyMs: number;
  readonly people: number;
  readonly carts: number;
  readonly isCrowded: boolean;
  /** Stamps are no finer than this. */
  readonly stampMs: number;
  readonly shoppersDeeds: number;
  readonly habits: ShopHabits;
  readonly tokenSeconds: number;
  readonly deaths: number;
  readonly stalls: number;
  /** How often a machine dies or stands still just when it has written a claim or a ticket. */
  readonly strikes: number;
  readonly clocksAheadMs: number;
  readonly hasOperator: boolean;
  readonly troubles: {
    readonly ledger: Troubles<LedgerTrouble>;
    readonly shop: Troubles<ShopTrouble>;
    readonly triggers: Troubles<TriggerTrouble>;
    readonly questions: Troubles<QuestionTrouble>;
  };
  readonly outages: {
    readonly ledger: readonly Outage[];
    readonly shop: readonly Outage[];
    readonly emarsys: readonly Outage[];
  };
}

type ConsentSettings = Parameters<typeof consentGate>[0];

export const BY_OPT_IN: ConsentSettings = { Basis: "provider-opt-in", AcceptedValues: ["yes"] };
const BY_ATTRIBUTE: ConsentSettings = {
  ...{ Basis: "customer-attribute", AcceptedValues: ["yes"] },
  CustomerAttributeName: "MayWeWrite",
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** An ordinary morning, and the evenings before the clocks of Europe are changed. */
const STARTS = ["2026-11-22T06:00:00.000Z", "2026-10-24T20:00:00.000Z", "2026-03-28T20:00:00.000Z"].map(
  Date.parse,
);
const PASSES = [3, 10] as const;

export function drawPlan(dice: Dice): Plan {
  const everyMs = dice.pick([
    MINUTE,
    3 * MINUTE,
    3 * MINUTE,
    10 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    5 * HOUR,
  ]);
  const runners = dice.pick([1, 2, 2, 3]);
  const chaosMs = everyMs * dice.whole(...PASSES);
  const startsAt = dice.pick(STARTS) + dice.whole(0, HOUR);
  const calmFrom = startsAt + chaosMs;
  const excludeMinutes = dice.pick([10, 30]);
  const span = { from: startsAt, to: calmFrom };
  return {
    startsAt,
    calmFrom,
    runners,
    everyMs,
    ...drawRules(dice, excludeMinutes),
    consent: dice.fork("basis").pick([BY_OPT_IN, BY_OPT_IN, BY_ATTRIBUTE]),
    maxPassMs: dice.chance(0.6) ? 4 * MINUTE : undefined,
    people: dice.whole(2, 8),
    carts: dice.whole(4, 14),
    // more or less at the same time, so that everybody has several
    isCrowded: dice.chance(0.5),
    stampMs: dice.pick([1, 1, 1, 1000, 10 * MINUTE]),
    shoppersDeeds: dice.pick([0, 2, 4, 8]),
    habits: {
      savesWhatIsRead: dice.chance(0.3),
      searchesByAccount: dice.chance(0.8),
      mostLagMs: ((excludeMinutes - 6) * MINUTE) / 2,
      clockAheadMs: dice.chance(0.2) ? undefined : dice.pick([0, 0, -2 * MINUTE, 2 * MINUTE]),
    },
    tokenSeconds: dice.pick([61, 90, 600, 3600]),
    deaths: dice.pick([0, 0.3, 0.8]),
    stalls: dice.pick([0, 0.3, 0.8]),
    strikes: dice.pick([0, 0.1, 0.2, 0.3]),
    clocksAheadMs: dice.pick([0, 10_000, 3 * MINUTE]),
    hasOperator: dice.chance(0.5),
    troubles: {
      ledger: drawTroubles(dice, LEDGER_TROUBLES),
      shop: drawTroubles(dice, SHOP_TROUBLES),
      triggers: drawTroubles(dice, TRIGGER_TROUBLES, 0.3),
      questions: drawTroubles(dice, QUESTION_TROUBLES),
    },
    outages: {
      ledger: drawOutages(dice, span),
      shop: drawOutages(dice, span),
      emarsys: drawOutages(dice, span),
    },
  };
}

function drawRules(dice: Dice, excludeMinutes: number): Pick<Plan, "rules" | "pass"> {
  return {
    rules: {
      claimSeconds: 120,
      retentionDays: 180,
      minHoursBetweenReminders: dice.pick([1, 1, 24]),
      maxRemindersPer30Days: dice.pick([1, 4, 4]),
      maxWaitMinutes: dice.pick([60, 1440, 1440]),
      purchaseLookbackDays: 7,
      recheckAfterSeconds: dice.fork("recheck").pick([0, 5, 60]),
      includeGuests: false,
      notShoppers: { staffGroups: [], testAccounts: [], addresses: ["noreply@*"] },
      quietHours: dice.chance(0.3) ? drawQuietHours(dice) : undefined,
      laterSteps: drawLaterSteps(dice),
    },
    pass: {
      includeMinutes: dice.pick([60, 120, 240]),
      excludeMinutes,
      maxCatchUpMinutes: dice.pick([240, 1440, 1440]),
      startFrom: undefined,
      sliceSize: dice.whole(2, 8),
      maxReminders: dice.pick([0, 0, 0, 1, 3]),
    },
  };
}

/** Some long and some short, some over midnight, some that begin or end just when the clocks are changed. */
function drawQuietHours(dice: Dice): QuietHours {
  const from = dice.pick(["21:00", "00:30", "02:30", "06:10", "07:30", "09:00", "12:00"]);
  const to = dice.pick(["02:40", "03:00", "06:45", "08:00", "10:20", "14:00"]);
  return { from, to };
}

/** Series of one to three reminders, with an event of their own or the same. */
function drawLaterSteps(dice: Dice): readonly LaterStep[] {
  const gaps = Array.from({ length: dice.pick([0, 0, 1, 2]) }, () => dice.pick([1, 2, 6, 26]));
  return gaps.map((_gap, index) => ({
    afterHours: gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0),
    template: dice.pick([undefined, String(index + 2)]),
  }));
}

/** A world has some troubles often rather than all of them seldom: that is where they meet. */
function drawTroubles<Trouble extends string>(
  dice: Dice,
  all: readonly Trouble[],
  most = 0.15,
): Troubles<Trouble> {
  const isFine = dice.chance(0.35);
  const share = dice.pick([0.02, 0.06, most]);
  const met = isFine ? [] : all.filter(() => dice.chance(0.35));
  // the entries are of the very names asked for
  return Object.fromEntries(met.map((trouble) => [trouble, share])) as Troubles<Trouble>;
}

function drawOutages(dice: Dice, span: Outage): readonly Outage[] {
  if (!dice.chance(0.15)) return [];
  const from = dice.whole(span.from, span.to);
  return [{ from, to: from + dice.whole(1, (span.to - span.from) / 2) }];
}
