import type { Decimal } from "./decimal.ts";
import type { Stamp } from "./stamp.ts";

export interface Order {
  readonly created: Stamp;
  readonly productIds: readonly string[];
  readonly id?: string | undefined;
  /** What was to be paid. */
  readonly total?: Decimal | undefined;
  /** Left out when the server does not say: then it is the channel's. */
  readonly currency?: string | undefined;
  /** Cancelled or lost: nothing was paid in the end. */
  readonly isCancelled?: boolean;
}

/** What one account's order history said. */
export type OrdersAnswer =
  | { readonly kind: "orders"; readonly orders: readonly Order[] }
  /** The server would not or could not tell for this account, although it works for others. */
  | { readonly kind: "unreadable"; readonly why: string };
