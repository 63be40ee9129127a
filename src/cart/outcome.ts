/** Every way a cart can end in a pass, with its meaning in the words of the people who read reports. */
export const OUTCOME_MEANINGS = {
  empty: "nothing in the cart",
  "no-customer": "a guest's cart without an address, or guests are left out",
  "nothing-to-show": "only lines that are not products, such as gift cards or voided lines",
  "customer-missing": "Commerce does not know the customer of this cart",
  "no-address": "the customer has no usable e-mail address",
  "not-a-shopper": "staff, a test, or an address that nobody reads",
  suppressed: "this person must never be reminded",
  "already-reminded": "this person was already reminded of these contents",
  capped: "this person has had enough reminders for now",
  "no-consent": "no permission to write to this person",
  superseded: "the person has a newer cart, that one counts",
  "cart-gone": "the cart was emptied or removed in the meantime",
  "cart-changed": "the contents changed in the meantime",
  "bought-since": "the person bought in the meantime, or bought one of these products lately",
  taken: "another run is taking care of this person right now",
  sent: "handed to the e-mail provider, which accepted it",
  refused: "the e-mail provider will not mail this person",
  later: "has to wait, and will come back by itself",
  unsure: "may or may not have been sent: a person decides, nothing is sent again by itself",
  expired: "waited too long, a reminder would come too late",
} as const;

export type Outcome = keyof typeof OUTCOME_MEANINGS;

export const OUTCOMES = Object.keys(OUTCOME_MEANINGS) as readonly Outcome[];

/** What became of one cart in one pass. `why` is a word of ours, never text from outside. */
export interface Judged {
  readonly cartId: string;
  readonly outcome: Outcome;
  readonly why?: string;
  /** Of a series, when a reminder was handed over: 0 is the first. */
  readonly step?: number;
}
