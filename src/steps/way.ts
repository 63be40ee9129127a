import type { Cart, ShownLine } from "../cart/cart.ts";
import type { ConsentBasis, ConsentFinding } from "../cart/consent.ts";
import type { Fingerprint } from "../cart/contents.ts";
import type { PersonDocument, WaitReason } from "../cart/documents.ts";
import type { Grounds } from "../cart/grounds.ts";
import type { NotShoppers } from "../cart/not-a-shopper.ts";
import type { Outcome } from "../cart/outcome.ts";
import type { Candidate, PersonRules } from "../cart/person.ts";
import type { QuietHours } from "../cart/quiet-hours.ts";
import type { Picture, Product } from "../cart/product.ts";
import type { Reminder } from "../cart/reminder.ts";
import type { LinkAbout, LinkFallback, ReturnLink } from "../cart/return-link.ts";
import type { Address, Customer, PersonId, PersonKey } from "../cart/shopper.ts";
import type { Stamp } from "../cart/stamp.ts";
import type { Clock } from "../ports/clock.ts";
import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Ledger, Stored } from "../ports/ledger.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { RetailServer } from "../ports/retail-server.ts";

/* What a cart gathers on its way through the steps, and what the steps are given to work with. */

/** By what the owner of a cart is known. */
export type Owner =
  | { readonly kind: "customer"; readonly account: string }
  | { readonly kind: "guest"; readonly email: string };

/** A cart with something to show, of somebody who can be known. */
export interface Found {
  readonly cart: Cart;
  readonly owner: Owner;
  readonly lines: readonly ShownLine[];
  readonly contents: Fingerprint;
  /** The person whose waiting entry brought this cart back; undefined for a cart found in the window. */
  readonly awaited: Stored<PersonDocument> | undefined;
}

export interface Identified extends Found {
  /** Undefined for a guest. */
  readonly customer: Customer | undefined;
  readonly address: Address;
  readonly person: PersonId;
}

export interface Recalled extends Identified {
  readonly candidate: Candidate;
  /** From when on a purchase counts. A later step's is that of the first, however often the cart was touched since. */
  readonly leftAt: Stamp;
  /** What the ledger holds about the person; undefined for a new one. */
  readonly memory: Stored<PersonDocument> | undefined;
}

/** What passed the guard. Its grounds cannot be made up: a claim and a reminder without them do not compile. */
export interface Guarded extends Recalled {
  readonly grounds: Grounds;
}

/** What a cart's products look like to its shopper. */
export interface Shown {
  readonly language: string;
  readonly products: ReadonlyMap<string, Product>;
  /** By product id, best first: the variant's own, else its master's. */
  readonly pictures: ReadonlyMap<string, readonly Picture[]>;
}

export interface Enriched extends Guarded, Shown {}

/** From here on the grounds are in the reminder. */
export interface Composed extends Recalled {
  readonly reminder: Reminder;
  /** Set when the link that was asked for could not be made. */
  readonly linkFallback?: LinkFallback;
}

export interface Claimed extends Composed {
  readonly claimId: string;
  /** The document as our claim left it. */
  readonly held: Stored<PersonDocument>;
}

/** A reminder and what the ledger holds about its person: enough to write down what became of it. */
export type About = Pick<Recalled, "candidate" | "memory">;

/** A cart that goes no further, and what has to be remembered because of it. */
export interface Ending {
  readonly cartId: string;
  readonly outcome: Outcome;
  readonly why?: string;
  /** Whose waiting entry, if there is one for this cart, ends with this word. */
  readonly about?: About | undefined;
  /** Set when this person alone has to wait; needs `about`. */
  readonly pause?: WaitReason;
  /** Until when, where that is known; otherwise each try waits longer than the one before. */
  readonly until?: Date | undefined;
  /** Of a series, when a reminder was handed over: 0 is the first. */
  readonly step?: number;
}

/** What a step makes of the carts it is given: those that go on, and those that end here. */
export interface Sifted<T> {
  readonly on: readonly T[];
  readonly ended: readonly Ending[];
}

/** Whom to find out about. */
export interface ConsentSubject {
  readonly person: PersonId;
  readonly address: Address;
  /** The account of the cart; undefined for a guest. */
  readonly account: string | undefined;
  /** Every account known for the address, that of the cart included. */
  readonly accounts: readonly string[];
}

/** How we know whether we may write to somebody. */
export interface ConsentGate {
  /** The basis and its source, as they are kept with every reminder. */
  readonly basis: ConsentBasis;
  readonly source: string;
  /**
   * Asks now, also for what was read before in this pass. People missing from the answer are unanswered. Throws when
   * the one to ask cannot be asked.
   */
  ask(people: readonly ConsentSubject[]): Promise<ReadonlyMap<PersonId, ConsentFinding>>;
}

/** What is known beyond one slice. A cart is "seen" with the stamp and contents it had when it was found. */
export interface Outlook {
  /** The newest usable cart of a person among all carts seen; undefined when none was. */
  newestOf(person: PersonId): string | undefined;
  /** The stamp a cart had when found, if its contents are still these: being read may have re-saved it. */
  stampWhenFound(cartId: string, contents: Fingerprint): Stamp | undefined;
  /** Account numbers of this address among all carts seen. */
  accountsOf(person: PersonId): readonly string[];
}

export interface ViewPort {
  readonly media: string;
  readonly width: number;
  readonly height: number;
  readonly useForDefaultImageTag: boolean;
}

/** The shop a pass is about: what the retailer set, and what Retail Server says of it. */
export interface Shop {
  /** The operating unit number. */
  readonly name: string;
  readonly currency: string;
  readonly defaultLanguage: string;
  /** IANA names: what the settings say for everybody, and the channel's own zone. Neither: UTC. */
  readonly timeZoneForAll?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly returnToCartUrl: string;
  readonly productUrlTemplate: string | undefined;
  readonly imageServerUrl: string | undefined;
  readonly placeholderImageUrl: string | undefined;
  readonly viewPorts: readonly ViewPort[];
  /** Makes the link back to a cart; left out: `returnToCartUrl` with its places filled. Pure. */
  readonly returnLink?: (about: LinkAbout) => ReturnLink;
  /** Where a person unsubscribes; left out: reminders have no such link. */
  readonly unsubscribeUrl?: (person: PersonId) => string;
}

/** A further reminder of the same cart with the same contents. */
export interface LaterStep {
  /** Counted from the first reminder; larger than that of the step before. */
  readonly afterHours: number;
  /** The provider's event or template for it; undefined: that of the first reminder. */
  readonly template: string | undefined;
}

export interface WayRules extends PersonRules {
  readonly purchaseLookbackDays: number;
  /** After so long consent, carts and orders are asked for again before the claim; 0 = always. */
  readonly recheckAfterSeconds: number;
  /** Whether carts of people who are not signed in count, where they hold an address. */
  readonly includeGuests: boolean;
  readonly notShoppers: NotShoppers;
  /** When nobody is mailed, by the shopper's clock; undefined: mails go out at any time. */
  readonly quietHours: QuietHours | undefined;
  /** What follows the first reminder, in order; empty when one is all there is. */
  readonly laterSteps: readonly LaterStep[];
}

/** Everything the steps work with. */
export interface WayTools {
  readonly runId: string;
  readonly shop: Shop;
  readonly rules: WayRules;
  readonly personKey: PersonKey;
  readonly retailServer: RetailServer;
  readonly ledger: Ledger;
  readonly provider: IEmailProvider;
  readonly consent: ConsentGate;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}
