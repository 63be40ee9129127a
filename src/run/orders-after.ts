import type { Order } from "../cart/order.ts";
import { recoveryOf, type PlacedOrder, type Recovery } from "../cart/recovery.ts";
import { stampOf, toDate } from "../cart/stamp.ts";
import type { RetailServer } from "../ports/retail-server.ts";
import type { RemindedPerson } from "./reminded-people.ts";

interface Channels {
  readonly channels: readonly {
    readonly name: string;
    readonly retailServer: Pick<RetailServer, "channel" | "ordersSince">;
  }[];
}

/** What the order histories of one person said. */
export interface History {
  /** "guest": no account is known to ask about. "unreadable": at least one account's history could not be had. */
  readonly answer: "orders" | "guest" | "unreadable";
  readonly recoveries: readonly Recovery[];
}

/** The currency of each channel: orders of Commerce do not say theirs. */
export async function currenciesOf({ channels }: Channels): Promise<ReadonlyMap<string, string>> {
  const currencies = new Map<string, string>();
  for (const { name, retailServer } of channels) {
    currencies.set(name, (await retailServer.channel()).currency);
  }
  return currencies;
}

/** The orders of a person that came within reach of a reminder, under any account we know of them. */
export async function ordersAfter(
  { accounts, reminders }: RemindedPerson,
  by: {
    readonly tools: Channels;
    readonly currencies: ReadonlyMap<string, string>;
    readonly withinMs: number;
  },
): Promise<History> {
  if (accounts.length === 0) return { answer: "guest", recoveries: [] };
  const told: { readonly orders: readonly PlacedOrder[]; readonly isWhole: boolean }[] = [];
  for (const channel of by.tools.channels) {
    const first = reminders.find((reminder) => reminder.channel === channel.name);
    if (first === undefined) continue;
    const currency = by.currencies.get(channel.name) ?? "";
    for (const account of accounts) {
      const answer = await channel.retailServer.ordersSince(account, stampOf(new Date(first.at)));
      const orders = answer.kind === "orders" ? answer.orders : [];
      const placed = orders.map((order) => placedOrder(order, { account, currency }));
      told.push({ orders: placed, isWhole: answer.kind === "orders" });
    }
  }
  const orders = told.flatMap((one) => one.orders);
  return {
    answer: told.every(({ isWhole }) => isWhole) ? "orders" : "unreadable",
    recoveries: orders.flatMap((order) => recoveryOf(order, reminders, by.withinMs) ?? []),
  };
}

/** Two channels may tell of one order. Without an id it is known by its account and its moment, to 100 nanoseconds. */
function placedOrder(order: Order, of: { readonly account: string; readonly currency: string }): PlacedOrder {
  return {
    id: order.id ?? `${of.account} ${order.created.ticks}`,
    at: toDate(order.created).getTime(),
    total: order.total,
    currency: order.currency ?? of.currency,
    isCancelled: order.isCancelled === true,
  };
}
