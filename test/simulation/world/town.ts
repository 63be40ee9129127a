import type { Dice } from "../engine/dice.ts";
import type { Timeline } from "../engine/timeline.ts";
import { openEmarsys, type Emarsys } from "../neighbours/emarsys.ts";
import { ledgerStore, type LedgerStore, type LedgerWrite } from "../neighbours/ledger-store.ts";
import { openShop, type Shop } from "../neighbours/shop.ts";
import type { Machine } from "../engine/machine.ts";
import type { Attempt, History } from "../oracle/facts.ts";
import type { Plan } from "./plan.ts";

/** The external event of the first reminder. */
export const EVENT = "1";

/** Everything that is there before the first pass: the neighbours, and what really happens. */
export interface Town {
  readonly plan: Plan;
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly shop: Shop;
  readonly emarsys: Emarsys;
  readonly store: LedgerStore;
  readonly history: History;
  /** Whoever wants to do something just when something was written. */
  readonly whenWritten: ((write: LedgerWrite) => void)[];
  /** Whoever wants to do something just when a machine asks for mail. */
  readonly whenAsked: ((attempt: Attempt, by: Machine) => void)[];
  readonly trace: (line: () => string) => void;
}

export function buildTown(
  plan: Plan,
  tools: Pick<Town, "timeline" | "dice" | "trace"> & { readonly inhabitants: History["inhabitants"] },
): Town {
  const { timeline, dice, trace } = tools;
  const history = emptyHistory(plan, tools.inhabitants);
  const whenWritten: Town["whenWritten"] = [];

  function written(write: LedgerWrite): void {
    history.writes.push(write);
    for (const tell of whenWritten) tell(write);
  }

  return {
    plan,
    timeline,
    dice,
    trace,
    history,
    shop: openShop({ timeline, dice: dice.fork("shop"), history, stampMs: plan.stampMs, trace }),
    emarsys: openEmarsys({ timeline, dice: dice.fork("emarsys"), tokenSeconds: plan.tokenSeconds }),
    whenWritten,
    whenAsked: [],
    store: ledgerStore(timeline, written),
  };
}

/** The id of the cart whose owner was claimed by this write; undefined when it was no claim. */
export function claimedCart({ after }: LedgerWrite): string | undefined {
  return after.kind === "person" && after.open?.state === "sending" ? after.open.cartId : undefined;
}

function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function emptyHistory({ rules, pass, consent }: Plan, inhabitants: History["inhabitants"]): History {
  return {
    rules: {
      includeMinutes: pass.includeMinutes,
      excludeMinutes: pass.excludeMinutes,
      catchUpMinutes: pass.maxCatchUpMinutes,
      maxWaitMinutes: rules.maxWaitMinutes,
      hoursBetween: rules.minHoursBetweenReminders,
      most30Days: rules.maxRemindersPer30Days,
      lookbackDays: rules.purchaseLookbackDays,
      laterSteps: rules.laterSteps.map(({ afterHours, template }, index) => ({
        hoursAfterLast: afterHours - (rules.laterSteps[index - 1]?.afterHours ?? 0),
        event: template ?? EVENT,
      })),
      quiet: rules.quietHours && {
        from: minuteOfDay(rules.quietHours.from),
        to: minuteOfDay(rules.quietHours.to),
      },
      permission: consent.Basis === "customer-attribute" ? "customer-record" : "provider",
    },
    inhabitants,
    carts: [],
    orders: [],
    standings: [],
    ordersHeard: [],
    consentHeard: [],
    recordsHeard: [],
    attempts: [],
    writes: [],
    passes: [],
    suppressed: [],
    ticketReads: [],
    dead: new Set(),
    stalled: [],
    firstPageAt: undefined,
    endedAt: 0,
    isEndless: false,
  };
}
