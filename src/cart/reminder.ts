import type { Decimal } from "./decimal.ts";
import type { Grounds } from "./grounds.ts";
import type { Address, PersonId, ReminderKey } from "./shopper.ts";

/** A picture for one width of the screen, as a `<source>` of a `<picture>` needs it. */
export interface ViewPortImage {
  readonly url: string;
  readonly media: string;
  readonly useForDefaultImageTag: boolean;
}

/** An amount and how the shopper reads it. */
export interface Amount {
  readonly value: Decimal;
  readonly text: string;
}

export interface ReminderLine {
  readonly productId: string;
  readonly productName: string | undefined;
  readonly productUrl: string | undefined;
  readonly image: { readonly altText: string; readonly viewPorts: readonly ViewPortImage[] } | undefined;
  readonly quantity: Decimal;
  readonly unitPrice: Amount | undefined;
  /** Quantity times unit price, less the line's discount. */
  readonly lineTotal: Amount | undefined;
}

/** The facts of one reminder: no HTML, nothing of any vendor. Never stored, never logged. */
export interface Reminder {
  readonly key: ReminderKey;
  readonly person: PersonId;
  /** What allows it: without them there is no reminder to send. */
  readonly grounds: Grounds;
  readonly address: Address;
  readonly cartId: string;
  /** Of a series; 0 is the first reminder of a cart. */
  readonly step: number;
  /** The provider's event or template for this step; left out: the one in the provider's settings. */
  readonly template?: string;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  /** The shopper's language, a BCP 47 tag such as `sv-se`. */
  readonly language: string;
  readonly currency: string;
  readonly returnToCartUrl: string;
  /** An https address of this person alone at which one POST unsubscribes them. Needs `LinkOptions.PublicBaseUrl`. */
  readonly unsubscribeUrl?: string;
  readonly lines: readonly ReminderLine[];
  /** Undefined when a line has no price: a wrong total is worse than none. */
  readonly total: Amount | undefined;
}

/** What a reminder tells. This much can be shown to people who work on it; only a whole reminder can be sent. */
export type ReminderFacts = Omit<Reminder, "grounds">;
