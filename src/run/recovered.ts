import {
  distinctOrders,
  recoveryByCode,
  tallyOf,
  type OrderTally,
  type PlacedOrder,
  type Recovery,
  type Reminded,
} from "../cart/recovery.ts";
import { tailOf } from "../cart/referral-code.ts";
import type { PersonKey } from "../cart/shopper.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { RetailServer } from "../ports/retail-server.ts";
import { atMost } from "../steps/at-most.ts";
import { currenciesOf, ordersAfter } from "./orders-after.ts";
import { recoveredRule } from "./recovered-rule.ts";
import { remindedPeople } from "./reminded-people.ts";

/** What looking for recovered orders needs. It reads only. */
export interface RecoveredTools {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly retentionDays: number;
  readonly channels: readonly {
    readonly name: string;
    readonly retailServer: Pick<RetailServer, "channel" | "ordersSince">;
  }[];
  personKey(): Promise<PersonKey>;
}

/** An order of a shop's own export. */
export interface ExportedOrder extends PlacedOrder {
  /** As the shop kept it. */
  readonly referralCode: string;
}

export interface RecoveredRequest {
  /** Reminders handed over from..to. */
  readonly from: Date;
  readonly to: Date;
  /** How long after a reminder an order counts. */
  readonly withinDays: number;
  /** Orders of an export, when one was given. */
  readonly exported?: readonly ExportedOrder[];
  readonly onProgress?: (people: number) => void;
}

/** What came of reminders. Nobody's name, address or number is in it. Times are ISO 8601 UTC. */
export interface RecoveredReport {
  /** How it was counted, in plain words. */
  readonly rule: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly withinDays: number;
  readonly reminded: {
    readonly reminders: number;
    readonly people: number;
    /** Reminders whose days are not over: more orders may follow. */
    readonly stillRunning: number;
  };
  /** Only tracked links are counted. */
  readonly clicked: { readonly reminders: number; readonly people: number };
  /** Each order in one place only. */
  readonly ordered: {
    readonly byCode: OrderTally;
    readonly afterClick: OrderTally;
    readonly afterReminder: OrderTally;
  };
  /** Orders that did not count, although they were within reach. */
  readonly cancelled: number;
  /** People whose orders nobody could tell about. */
  readonly unanswered: { readonly guests: number; readonly unreadable: number };
  /** Undefined when no export was given. */
  readonly exported?: { readonly orders: number; readonly withCodeOfOurs: number };
  readonly remembered: {
    /** After so many days without a reminder a person is forgotten. */
    readonly days: number;
    /** People of whom only the last endings are kept, so that earlier reminders may be missing. */
    readonly shortened: number;
    /** People who are never to be written to again: of them nothing is kept. */
    readonly suppressed: number;
  };
}

const DAY_MS = 86_400_000;
const PEOPLE_AT_ONCE = 8;

/**
 * Who was reminded, who clicked, and what was ordered afterwards. Asks Retail Server for the orders of everybody who was
 * reminded. Throws the faults of the ledger and of Retail Server; it may be repeated at any time.
 */
export async function recovered(tools: RecoveredTools, request: RecoveredRequest): Promise<RecoveredReport> {
  const { people, shortened, suppressed } = await remindedPeople(tools, request);
  const withinMs = request.withinDays * DAY_MS;
  const reminders = people.flatMap((person) => person.reminders);
  const coded = recoveriesByCode(request.exported ?? [], reminders, withinMs);
  const currencies = await currenciesOf(tools);
  const histories = await atMost(PEOPLE_AT_ONCE, people, (person) =>
    ordersAfter(person, { tools, currencies, withinMs }),
  );
  const found = distinctOrders([...coded, ...histories.flatMap(({ recoveries }) => recoveries)]);
  const counted = found.filter(({ order }) => !order.isCancelled);
  const of = (ground: Recovery["ground"]) => tallyOf(counted.filter((one) => one.ground === ground));
  return {
    rule: recoveredRule({ ...request, retentionDays: tools.retentionDays }),
    from: request.from.toISOString(),
    to: request.to.toISOString(),
    withinDays: request.withinDays,
    ...countsOf(reminders, tools.clock.now().getTime() - withinMs),
    ordered: { byCode: of("by-code"), afterClick: of("after-click"), afterReminder: of("after-reminder") },
    cancelled: found.length - counted.length,
    unanswered: {
      guests: histories.filter(({ answer }) => answer === "guest").length,
      unreadable: histories.filter(({ answer }) => answer === "unreadable").length,
    },
    ...(request.exported === undefined
      ? {}
      : { exported: { orders: request.exported.length, withCodeOfOurs: coded.length } }),
    remembered: { days: tools.retentionDays, shortened, suppressed },
  };
}

function countsOf(
  reminders: readonly Reminded[],
  over: number,
): Pick<RecoveredReport, "reminded" | "clicked"> {
  const clicked = reminders.filter(({ clickedAt }) => clickedAt !== undefined);
  const stillRunning = reminders.filter(({ at }) => at > over).length;
  return {
    reminded: { reminders: reminders.length, people: peopleIn(reminders), stillRunning },
    clicked: { reminders: clicked.length, people: peopleIn(clicked) },
  };
}

function peopleIn(reminders: readonly Reminded[]): number {
  return new Set(reminders.map(({ person }) => person)).size;
}

function recoveriesByCode(
  orders: readonly ExportedOrder[],
  reminders: readonly Reminded[],
  withinMs: number,
): readonly Recovery[] {
  const byTail = new Map<string, Reminded>(reminders.map((reminded) => [reminded.tail, reminded]));
  return orders.flatMap((order) => {
    const reminded = byTail.get(tailOf(order.referralCode) ?? "");
    return reminded === undefined ? [] : (recoveryByCode(order, reminded, withinMs) ?? []);
  });
}
