import type { Cart, ShownLine } from "./cart.ts";
import { ConnectorError } from "./connector-error.ts";
import type { Order, OrdersAnswer } from "./order.ts";
import type { ReminderKey } from "./shopper.ts";

/** What was looked at, as it is kept with the reminder. */
export interface PurchaseRecord {
  /** When the question was asked. */
  readonly at: string;
  /** Accounts of the person whose orders were read. */
  readonly accounts: number;
  /** Orders seen in them, all too old or of other things. */
  readonly orders: number;
  /** What could not be looked at: nobody offers the orders that somebody made as a guest. */
  readonly limit?: "not-offered-for-guests";
}

export interface PurchaseQuestion {
  readonly key: ReminderKey;
  readonly cart: Pick<Cart, "account" | "modified">;
  readonly lines: readonly ShownLine[];
  readonly askedAt: Date;
  /** One for each account of the person. */
  readonly answers: readonly OrdersAnswer[];
}

export type PurchaseDecision =
  | { readonly kind: "not-bought"; readonly purchases: NotBought }
  | { readonly kind: "bought" }
  | { readonly kind: "unreadable" };

/** That no purchase stands against one reminder. Nothing but `decide` makes one, as with `Consent`. */
export class NotBought {
  readonly #key: ReminderKey;
  readonly #record: PurchaseRecord;

  private constructor(key: ReminderKey, record: PurchaseRecord) {
    this.#key = key;
    this.#record = record;
  }

  /** The rule. One account that does not tell is enough for not knowing; only a guest's cart may have no account at all. */
  static decide({ key, cart, lines, askedAt, answers }: PurchaseQuestion): PurchaseDecision {
    const isGuest = cart.account === undefined;
    if (!isGuest && answers.length === 0) throw brokenPromise("nobody asked for the orders of a customer");
    const told = answers.flatMap((answer) => (answer.kind === "orders" ? [answer.orders] : []));
    const orders = told.flat();
    if (hasBought({ cart, lines }, orders)) return { kind: "bought" };
    if (told.length < answers.length) return { kind: "unreadable" };
    const limit = isGuest ? { limit: "not-offered-for-guests" as const } : {};
    const record = { at: askedAt.toISOString(), accounts: told.length, orders: orders.length, ...limit };
    return { kind: "not-bought", purchases: new NotBought(key, record) };
  }

  get askedAt(): Date {
    return new Date(this.#record.at);
  }

  /** For the ledger. Throws `broken-promise` for any reminder but the one that was asked about. */
  recordFor(key: ReminderKey): PurchaseRecord {
    if (key === this.#key) return this.#record;
    throw brokenPromise("a reminder was about to go out on the orders looked at for another one");
  }
}

/** Bought: any order newer than the cart, or a recent one that shares a product with it. */
export function hasBought(left: Pick<PurchaseQuestion, "cart" | "lines">, orders: readonly Order[]): boolean {
  const inCart = new Set(left.lines.map((line) => line.productId));
  return orders.some(
    (order) =>
      order.created.ticks > left.cart.modified.ticks || order.productIds.some((id) => inCart.has(id)),
  );
}

function brokenPromise(message: string): ConnectorError {
  return new ConnectorError("broken-promise", message, {
    fix: "please report this: it is a fault of the connector, not of your set-up",
  });
}
