import { sum, type Decimal } from "./decimal.ts";
import type { ReferralTail } from "./referral-code.ts";
import type { PersonId } from "./shopper.ts";

/** A reminder that the e-mail provider took. Moments are milliseconds since 1970. */
export interface Reminded {
  readonly person: PersonId;
  readonly at: number;
  /** When its tracked link was opened first by what looked like a person. */
  readonly clickedAt: number | undefined;
  /** What its referral codes end in. */
  readonly tail: ReferralTail;
}

/** An order, from the order history of an account or from a shop's export. */
export interface PlacedOrder {
  /** Tells one order from another; two readings of one order have the same. */
  readonly id: string;
  readonly at: number;
  readonly total: Decimal | undefined;
  readonly currency: string;
  readonly isCancelled: boolean;
}

/** What speaks for it that an order came from a reminder, the strongest first. */
export type Ground = "by-code" | "after-click" | "after-reminder";

export interface Recovery {
  readonly order: PlacedOrder;
  readonly reminded: Reminded;
  readonly ground: Ground;
}

/**
 * For which reminder of a person an order counts: of those within reach before it the one whose link was opened last, else
 * the latest. Undefined when none is within reach.
 */
export function recoveryOf(
  order: PlacedOrder,
  reminders: readonly Reminded[],
  withinMs: number,
): Recovery | undefined {
  const near = reminders.filter((reminded) => isWithin(order, reminded, withinMs));
  const clicked = latest(near, ({ clickedAt }) => clickedAt, order.at);
  if (clicked !== undefined) return { order, reminded: clicked, ground: "after-click" };
  const reminded = latest(near, ({ at }) => at, order.at);
  return reminded === undefined ? undefined : { order, reminded, ground: "after-reminder" };
}

/** An order that carries the code of a reminder counts for that one, if it is within reach. */
export function recoveryByCode(
  order: PlacedOrder,
  reminded: Reminded,
  withinMs: number,
): Recovery | undefined {
  return isWithin(order, reminded, withinMs) ? { order, reminded, ground: "by-code" } : undefined;
}

/** Each order once: under two accounts, or in the history and the export, the stronger ground counts. */
export function distinctOrders(recoveries: readonly Recovery[]): readonly Recovery[] {
  const byId = new Map<string, Recovery>();
  for (const one of recoveries) {
    const before = byId.get(one.order.id);
    if (before === undefined || STRENGTH.indexOf(one.ground) < STRENGTH.indexOf(before.ground)) {
      byId.set(one.order.id, one);
    }
  }
  return [...byId.values()];
}

const STRENGTH: readonly Ground[] = ["by-code", "after-click", "after-reminder"];

/** Orders and what they came to. */
export interface OrderTally {
  readonly orders: number;
  readonly people: number;
  /** Exact, by currency. */
  readonly revenue: Readonly<Record<string, Decimal>>;
  /** Orders whose amount is not known; they are missing in the revenue. */
  readonly withoutTotal: number;
}

export function tallyOf(recoveries: readonly Recovery[]): OrderTally {
  const priced = recoveries.flatMap(({ order }) =>
    order.total === undefined ? [] : [{ currency: order.currency, total: order.total }],
  );
  const byCurrency = Map.groupBy(priced, ({ currency }) => currency);
  const revenue = [...byCurrency]
    .map(([currency, orders]) => [currency, sum(orders.map(({ total }) => total))] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    orders: recoveries.length,
    people: new Set(recoveries.map(({ reminded }) => reminded.person)).size,
    revenue: Object.fromEntries(revenue),
    withoutTotal: recoveries.length - priced.length,
  };
}

function isWithin(order: PlacedOrder, { at }: Reminded, withinMs: number): boolean {
  return order.at > at && order.at <= at + withinMs;
}

function latest(
  reminders: readonly Reminded[],
  momentOf: (reminded: Reminded) => number | undefined,
  until: number,
): Reminded | undefined {
  let best: { readonly reminded: Reminded; readonly moment: number } | undefined;
  for (const reminded of reminders) {
    const moment = momentOf(reminded);
    if (moment === undefined || moment > until) continue;
    if (best === undefined || moment > best.moment) best = { reminded, moment };
  }
  return best?.reminded;
}
