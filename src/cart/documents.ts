import type { ConsentRecord } from "./consent.ts";
import type { Fingerprint } from "./contents.ts";
import type { PurchaseRecord } from "./not-bought.ts";
import type { Outcome } from "./outcome.ts";
import type { ShopperCart } from "./shopper-cart.ts";
import type { PersonId, ReminderKey } from "./shopper.ts";

/*
 * What the ledger holds. Times are ISO 8601 UTC texts with milliseconds. `pk` always equals `id`.
 * `ttl` is seconds from the last write, -1 = never, as Cosmos DB has it. No document holds an address or a name.
 */

interface Keyed<Id extends string> {
  readonly id: Id;
  readonly pk: Id;
  readonly ttl: number;
}

/** Whole seconds from a question to the claim that rests on its answer. */
interface Asked {
  readonly askedSecondsBeforeClaim: number;
}

/** Why we were allowed to write, kept with the reminder: the grounds of the claim as plain JSON. */
export interface Evidence {
  readonly consent: ConsentRecord & Asked;
  readonly purchases: PurchaseRecord & Asked;
}

/** Which reminder it is, of which cart in which state. */
export interface AboutReminder {
  readonly key: ReminderKey;
  readonly cartId: string;
  readonly contents: Fingerprint;
  /** 0 is the first reminder of a cart. */
  readonly step: number;
  readonly channel: string;
  /** The raw stamp of the cart when it was found. */
  readonly modified: string;
}

export type WaitReason =
  | "released"
  | "resend-asked"
  | "stood-back"
  | "later-step"
  | "quiet-hours"
  | "capped"
  | "provider-later"
  | "batch-refused"
  | "consent-unanswered"
  | "cart-unreadable"
  | "orders-unreadable";

export interface WaitingEntry extends AboutReminder {
  readonly state: "waiting";
  readonly why: WaitReason;
  readonly dueAt: string;
  readonly tries: number;
  readonly expiresAt: string;
}

/** What follows in a series once this reminder has been sent. */
export interface NextStep {
  readonly key: ReminderKey;
  readonly afterHours: number;
}

interface Claimed extends AboutReminder {
  readonly claimId: string;
  /** The id of the ticket document of the batch. */
  readonly ticket: string;
  readonly claimedAt: string;
  readonly tries: number;
  readonly expiresAt: string;
  readonly evidence: Evidence;
  /** Kept with the claim, so that whoever settles it, with whatever settings, writes the next step down with it. */
  readonly nextStep?: NextStep;
}

export interface SendingEntry extends Claimed {
  readonly state: "sending";
}

export interface UnsureEntry extends Claimed {
  readonly state: "unsure";
  readonly why: string;
  readonly since: string;
}

export type OpenEntry = WaitingEntry | SendingEntry | UnsureEntry;

/** Something that ended. `sent` and `refused` count as reminded of those contents; only `sent` counts for the caps. */
export interface PastEntry extends AboutReminder {
  readonly outcome: Outcome;
  readonly at: string;
  readonly why?: string;
  readonly messageId?: string;
  readonly evidence?: Evidence;
}

/** That a person opened the tracked link of a reminder. */
export interface Click {
  readonly key: ReminderKey;
  readonly first: string;
  readonly last: string;
  /** At most 99. */
  readonly count: number;
}

export type SuppressionReason = "unsubscribed" | "complained" | "erased" | "staff" | "manual";

/** What the provider has still to be told; needs the address, so it waits until the address is seen again. */
export type Owed = "opt-out" | "erasure";

export interface Suppression {
  readonly reason: SuppressionReason;
  readonly at: string;
  readonly owed?: Owed;
}

export interface PersonDocument extends Keyed<string> {
  readonly kind: "person";
  readonly id: PersonId;
  readonly pk: PersonId;
  /** Set: nothing else is kept, and this is never forgotten. */
  readonly suppressed?: Suppression;
  readonly open?: OpenEntry;
  /** The latest other reminder that came up while `open` was in doubt: it waits once that has come to an end. */
  readonly next?: AboutReminder;
  /** Newest last, at most 12. */
  readonly past: readonly PastEntry[];
  /** Reminders whose tracked link was opened, the latest opened last, at most 12. */
  readonly clicks?: readonly Click[];
  /** Account numbers seen with this address, newest last, at most 20: whose orders count as this person's. */
  readonly accounts: readonly string[];
  /* Derived, for the two queries there are. */
  readonly dueAt?: string;
  readonly dueChannel?: string;
  readonly unsure?: true;
}

/** What the provider said about one reminder, as the ledger keeps it. */
export type Answer =
  | { readonly kind: "accepted"; readonly messageId?: string }
  | { readonly kind: "refused"; readonly why: string }
  | {
      readonly kind: "later";
      readonly notBefore: string;
      readonly why: "provider-later" | "batch-refused" | "released";
    }
  | { readonly kind: "unsure"; readonly why: string };

/**
 * One request to the provider. Whoever creates it first decides: the owner as `handed-over` just before the
 * request, anybody else as `abandoned` when the owner was not heard of.
 */
export interface TicketDocument extends Keyed<string> {
  readonly kind: "ticket";
  readonly state: "handed-over" | "answered" | "abandoned";
  readonly runId: string;
  readonly at: string;
  /** The reminders in the request; a claim that names the ticket and is not among them was never handed over. */
  readonly keys: readonly ReminderKey[];
  /** By reminder key; present once answered. */
  readonly answers?: Readonly<Record<string, Answer>>;
}

/** Everything up to and including this place of the channel has an outcome. Names no cart. */
export interface CursorDocument extends Keyed<string> {
  readonly kind: "cursor";
  readonly channel: string;
  readonly stamp: string;
  readonly mark: string;
}

/** Who is running a pass of a channel. Advisory: only a second HTTP caller is turned away by it. */
export interface LeaseDocument extends Keyed<string> {
  readonly kind: "lease";
  readonly channel: string;
  readonly runId: string;
  readonly until: string;
}

/** The record of one pass. */
export interface RunDocument extends Keyed<string> {
  readonly kind: "run";
  readonly channel: string;
  readonly startedAt: string;
  readonly report: Readonly<Record<string, unknown>>;
}

/** The person key, when no Key Vault secret holds it: base64 of 32 random bytes, made once. */
export interface PersonKeyDocument extends Keyed<"person-key"> {
  readonly kind: "person-key";
  readonly key: string;
}

/** Shows a changed person key, which would forget everybody. */
export interface KeyCheckDocument extends Keyed<"key-check"> {
  readonly kind: "key-check";
  readonly check: string;
}

/** The cart of a guest who opened links. `id` is a hash: whoever reads the ledger cannot take over a cart. */
export interface ShopperCartDocument extends Keyed<string> {
  readonly kind: "shopper-cart";
  readonly cart: ShopperCart;
  /** The cart in Dynamics 365 Commerce, where links are handed over to it. */
  readonly commerceCartId?: string;
}

/** An open cart link that was signed here, under its code. */
export interface IssuedLinkDocument extends Keyed<string> {
  readonly kind: "issued-link";
  /** What the code covers, in order. */
  readonly hashed: readonly { readonly name: string; readonly value: string }[];
  /** The link is refused after this moment. */
  readonly notAfter?: string;
  /** How often it may still be used, over all carts. */
  readonly usesLeft?: number;
}

export type LedgerDocument =
  | PersonDocument
  | TicketDocument
  | CursorDocument
  | LeaseDocument
  | RunDocument
  | PersonKeyDocument
  | KeyCheckDocument
  | ShopperCartDocument
  | IssuedLinkDocument;
