import type { LedgerDocument, TicketDocument } from "../../../src/cart/documents.ts";
import type { PassReport } from "../../../src/run/pass-report.ts";

/*
 * What really happened in a simulated world, as those saw it who were there: the shop, the provider, the database.
 * Nothing of it was told by the product, except the reports of its passes and the documents it wrote. Moments are
 * milliseconds since 1970 of the world's own time; stamps are the shop's texts, which all have one form and can be
 * compared as texts.
 */

/** Somebody with an e-mail address. */
export interface Inhabitant {
  readonly address: string;
  readonly accounts: readonly string[];
  /** The time zone that the clock on their wall shows. */
  readonly zone?: string;
}

/** A cart as somebody saved it. */
export interface SavedCart {
  readonly at: number;
  readonly cartId: string;
  readonly account: string | undefined;
  readonly stamp: string;
  /** Products and quantities, `a*1 b*2`, sorted; empty when there is nothing to be shown. */
  readonly contents: string;
  readonly isGone: boolean;
}

export interface PlacedOrder {
  readonly at: number;
  readonly account: string;
  readonly stamp: string;
  readonly products: readonly string[];
}

/** What a machine heard when it asked for the orders of an account. */
export interface OrdersHeard {
  readonly at: number;
  readonly machine: string;
  readonly account: string;
  readonly orders: readonly PlacedOrder[];
}

/** What a machine heard about the permission to write; `1` is a yes. */
export interface ConsentHeard {
  readonly at: number;
  readonly machine: string;
  readonly address: string;
  readonly optIn: string | undefined;
}

/** What a machine heard of the customer behind an account. */
export interface RecordHeard {
  readonly at: number;
  readonly machine: string;
  readonly account: string;
  readonly isFlagged: boolean;
  /** The record has the word that the retailer takes for a yes, and no other. */
  readonly saysYes: boolean;
}

/** The permission of an address, or its account, changed for better or worse. */
export interface Standing {
  readonly at: number;
  readonly address: string;
  /** Could be written to, as far as the shop and the provider are concerned. */
  readonly mayBeWrittenTo: boolean;
}

/** One request that asks for mail, and what became of each person in it. */
export interface Attempt {
  readonly id: number;
  readonly machine: string;
  readonly leftAt: number;
  /** The external event that is triggered. */
  readonly event: string;
  readonly people: readonly {
    readonly address: string;
    readonly cartId: string;
    readonly contents: string;
    readonly key: string;
    /** Which reminder of the cart the mail says it is; 0 is the first. */
    readonly step: number;
  }[];
  /** Addresses whose mail goes out. */
  readonly delivered: Set<string>;
  /** Addresses that were told by name that they get none. */
  readonly refused: Set<string>;
  /** Set when the machine heard an answer that leaves no doubt. */
  isAnswered: boolean;
  /** When the provider took it. */
  deliveredAt: number | undefined;
  /** It certainly never left. */
  isStillborn: boolean;
}

export interface Written {
  readonly at: number;
  readonly by: string;
  readonly before: LedgerDocument | undefined;
  readonly after: LedgerDocument;
}

export interface Pass {
  readonly machine: string;
  readonly startedAt: number;
  readonly isExplicit: boolean;
  /** True for the passes at the end, when nothing is wrong any more. */
  readonly isCalm: boolean;
  endedAt: number | undefined;
  report: PassReport | undefined;
  /** Something was thrown out of the pass. */
  thrown: unknown;
}

export interface History {
  readonly rules: {
    readonly includeMinutes: number;
    readonly excludeMinutes: number;
    readonly catchUpMinutes: number;
    readonly maxWaitMinutes: number;
    readonly hoursBetween: number;
    readonly most30Days: number;
    readonly lookbackDays: number;
    /** The reminders after the first: how long after the one before, and by which event. */
    readonly laterSteps: readonly { readonly hoursAfterLast: number; readonly event: string }[];
    /** Minutes of the day, by the clock on the shopper's wall. */
    readonly quiet: { readonly from: number; readonly to: number } | undefined;
    /** Whose word decides; the other one's can still be a no. */
    readonly permission: "provider" | "customer-record";
  };
  readonly inhabitants: readonly Inhabitant[];
  readonly carts: SavedCart[];
  readonly orders: PlacedOrder[];
  readonly standings: Standing[];
  readonly ordersHeard: OrdersHeard[];
  readonly consentHeard: ConsentHeard[];
  readonly recordsHeard: RecordHeard[];
  readonly attempts: Attempt[];
  readonly writes: Written[];
  readonly passes: Pass[];
  /** When an opt-out was acknowledged to the person. */
  readonly suppressed: { readonly at: number; readonly address: string }[];
  /** What machines read of tickets: the states that they were given, which may be old ones. */
  readonly ticketReads: { readonly machine: string; readonly ticket: TicketDocument }[];
  /** Machines that died. */
  readonly dead: Set<string>;
  /** Machines that stood still for a while, once for each time. */
  readonly stalled: string[];
  /** When the first page of carts was asked for by a pass that goes by the cursor. */
  firstPageAt: number | undefined;
  endedAt: number;
  /** The world did not come to an end. */
  isEndless: boolean;
}
