import { ConnectorError } from "./connector-error.ts";
import type { PersonId } from "./shopper.ts";

/** On what the retailer writes to people. */
export type ConsentBasis = "provider-opt-in" | "customer-attribute" | "suppression-list-only";

/** Everything that can be found out about one person, in the words of the people who read reports. */
export const FINDING_MEANINGS = {
  "opted-in": "yes",
  "attribute-accepted": "yes, the customer's record says so",
  "not-objected": "nobody objected",
  "commerce-flags": "no, blocked or opted out in Commerce",
  "opted-out": "no",
  unknown: "nobody knows the person",
  "attribute-missing": "no, the customer's record says nothing of it",
  "attribute-not-accepted": "no, the customer's record does not say yes",
  unanswered: "no answer",
} as const;

/** What was found out about one person. "unanswered": nothing usable was said, which is never a yes. */
export type ConsentFinding = keyof typeof FINDING_MEANINGS;

/** The ways of saying yes. `not-objected`: nobody was asked, because the retailer has another legal basis. */
export type Consenting = "opted-in" | "attribute-accepted" | "not-objected";

/** The ways of not saying yes. */
export type NotConsenting = Exclude<ConsentFinding, Consenting | "unanswered">;

/** The decision as it is kept with the reminder. */
export interface ConsentRecord {
  readonly decision: Consenting;
  readonly basis: ConsentBasis;
  /** Who said so, or the legal basis in the retailer's words. */
  readonly source: string;
  /** When the question was asked. */
  readonly at: string;
}

export interface ConsentQuestion {
  readonly person: PersonId;
  readonly basis: ConsentBasis;
  readonly source: string;
  readonly askedAt: Date;
  readonly finding: ConsentFinding;
}

export type ConsentDecision =
  | { readonly kind: "given"; readonly consent: Consent }
  | { readonly kind: "withheld"; readonly why: NotConsenting }
  | { readonly kind: "unanswered" };

/**
 * That we may write to one person. Nothing but `decide` makes one, so whoever holds one has asked; what merely looks
 * like one has no record, neither for the compiler nor at run time.
 */
export class Consent {
  readonly #person: PersonId;
  readonly #record: ConsentRecord;

  private constructor(person: PersonId, record: ConsentRecord) {
    this.#person = person;
    this.#record = record;
  }

  /** The rule: a yes is a yes, everything else is none. */
  static decide({ person, basis, source, askedAt, finding }: ConsentQuestion): ConsentDecision {
    switch (finding) {
      case "opted-in":
      case "attribute-accepted":
      case "not-objected": {
        const record = { decision: finding, basis, source, at: askedAt.toISOString() };
        return { kind: "given", consent: new Consent(person, record) };
      }
      case "commerce-flags":
      case "opted-out":
      case "unknown":
      case "attribute-missing":
      case "attribute-not-accepted":
        return { kind: "withheld", why: finding };
      case "unanswered":
        return { kind: "unanswered" };
    }
  }

  get askedAt(): Date {
    return new Date(this.#record.at);
  }

  /** For the ledger. Throws `broken-promise` for anybody but the person who was asked about. */
  recordFor(person: PersonId): ConsentRecord {
    if (person === this.#person) return this.#record;
    throw new ConnectorError(
      "broken-promise",
      "a reminder was about to go out on the consent of another person",
      {
        fix: "please report this: it is a fault of the connector, not of your set-up",
      },
    );
  }
}
