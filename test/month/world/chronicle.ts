/** What happens in a month besides carts, orders and mails, written down by those to whom it happens. */
export interface Chronicle {
  /** What people said about being written to, in the order of time. */
  readonly wishes: Wish[];
  /** When a customer record was not there: before it came to the shop's own database, or once it was deleted. */
  readonly absences: { readonly address: string; readonly from: number; readonly to: number }[];
  /** When a host was killed. */
  readonly deaths: number[];
}

export interface Wish {
  readonly at: number;
  readonly address: string;
  readonly says: "yes" | "no" | "nothing";
  readonly where: "provider" | "commerce-flag" | "unsubscribe-link";
}
