import type { Stamp } from "./stamp.ts";

export interface Order {
  readonly created: Stamp;
  readonly productIds: readonly string[];
}

/** What one account's order history said. */
export type OrdersAnswer =
  | { readonly kind: "orders"; readonly orders: readonly Order[] }
  /** The server would not or could not tell for this account, although it works for others. */
  | { readonly kind: "unreadable"; readonly why: string };
