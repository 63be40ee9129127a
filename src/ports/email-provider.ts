import type { ConnectorError } from "../cart/connector-error.ts";
import type { Answer } from "../cart/documents.ts";
import type { Reminder, ReminderFacts } from "../cart/reminder.ts";
import type { Address, ReminderKey } from "../cart/shopper.ts";

/** What a provider can do; asked for before it is used, shown in the docs. */
export interface Capabilities {
  /** Most reminders in one request. */
  readonly maxBatch: number;
  /** Most bytes in one request, as counted by `bytesOf`. Both limits bind. */
  readonly maxBytes: number;
  /** True when a second request with the same key is known to be ignored. */
  readonly deduplicates: boolean;
  readonly knowsConsent: boolean;
}

/** What a provider knows about permission to write. "unanswered": it said nothing usable about this person. */
export type ConsentAnswer = "opted-in" | "opted-out" | "unknown" | "unanswered";

export interface Handover {
  /** One answer per reminder of the batch. */
  readonly answers: ReadonlyMap<ReminderKey, Answer>;
  /**
   * Set when the provider as a whole is the problem: sending ends for this pass. `throttled` providers are asked
   * again no sooner than the `notBefore` of the answers.
   */
  readonly fault?: ConnectorError;
}

/** A request as it would be sent, for people to look at. Every secret in it is `***`. */
export interface Draft {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * An e-mail marketing provider. Everything that can happen to a request is an answer: a reminder that was certainly
 * not taken is `later`, one that may have been taken is `unsure`. Nothing in here repeats a request that may have
 * been accepted.
 */
export interface IEmailProvider {
  /** The word for it in settings, logs and reports, for instance `emarsys`. */
  readonly name: string;
  readonly can: Capabilities;
  /** The size of one reminder within a request, to split batches by bytes. */
  bytesOf(reminder: Reminder): number;
  /**
   * The requests that `remind` would make for this one, in turn, without those that only ask or sign in. Asks nobody
   * and reads no secret. Empty when it would make none. The conformance kit sees to it that they are the same.
   */
  drafts(reminder: ReminderFacts): readonly Draft[];
  /**
   * Asks for a batch in exactly one accepted request. The reminders of a batch have the same `template`; one that has
   * another is not taken. Not safe to call twice for one key; never throws.
   */
  remind(batch: readonly Reminder[]): Promise<Handover>;
  /**
   * What the provider knows about permission, for any number of addresses. Addresses absent from the map are
   * unanswered. Throws a `provider-…` fault, or that of the secret store, when the provider as a whole cannot be
   * asked. Safe to repeat.
   */
  consent(addresses: readonly Address[]): Promise<ReadonlyMap<Address, ConsentAnswer>>;
  /**
   * Passes a person's refusal on. "unknown": the provider has nobody of this address, and makes nobody. Throws a
   * `provider-…` fault. Safe to repeat. Left out where a provider has nothing of the kind.
   */
  optOut?(address: Address): Promise<"done" | "unknown">;
  /** Asks the provider to erase what it holds about a person; otherwise as `optOut`. */
  erase?(address: Address): Promise<"done" | "unknown">;
  /**
   * Proves sign-in and set-up without mailing anybody, also of the further events or templates given; throws the fault,
   * returns what was seen in words.
   */
  check(templates?: readonly string[]): Promise<readonly string[]>;
}
