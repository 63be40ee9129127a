/** What happens in a month besides carts, orders and mails, written down by those to whom it happens. */
export interface Chronicle {
  /** What people said about being written to, in the order of time. */
  readonly wishes: Wish[];
  readonly deletions: { readonly at: number; readonly account: string }[];
}

export interface Wish {
  readonly at: number;
  readonly address: string;
  readonly says: "yes" | "no" | "nothing";
  readonly where: "provider" | "commerce-flag" | "unsubscribe-link";
}
