import { ConnectorError } from "../src/cart/connector-error.ts";
import type { Answer } from "../src/cart/documents.ts";
import type { Reminder } from "../src/cart/reminder.ts";
import type { ReminderKey } from "../src/cart/shopper.ts";
import type { Capabilities, ConsentAnswer, Handover, IEmailProvider } from "../src/ports/email-provider.ts";

/** What becomes of a request: who of it gets mail, and what is said about it. */
export interface Reaction {
  readonly mails: (reminder: Reminder) => boolean;
  readonly says: (reminder: Reminder) => Answer | "nothing";
  readonly fault?: ConnectorError;
}

/**
 * An e-mail provider in memory that keeps what it mailed apart from what it said, so that a test can compare what was
 * delivered with what was recorded.
 */
export interface FakeProvider extends IEmailProvider {
  /** Every mail that went out, twice when it went out twice. */
  readonly delivered: readonly Reminder[];
  /** The reminders of every request, taken or not. */
  readonly requests: readonly (readonly Reminder[])[];
  /** What it says about permission; whoever is not in here has opted in. */
  readonly permissions: Map<string, ConsentAnswer>;
  /** Who was opted out or erased, in turn. */
  readonly told: readonly string[];
  /** While true, refusals cannot be passed on. */
  isDown: boolean;
  /** How it reacts to the next request; to all others it accepts and mails. */
  next(reaction: Reaction): void;
  /** Does something while the next request is on its way. */
  during(act: () => Promise<void> | void): void;
  /** Who was mailed more than once for one reminder. Nobody, ever. */
  mailedTwice(): readonly ReminderKey[];
}

export function fakeProvider(can: Partial<Capabilities> = {}): FakeProvider {
  const delivered: Reminder[] = [];
  const requests: (readonly Reminder[])[] = [];
  const permissions = new Map<string, ConsentAnswer>();
  const reactions: Reaction[] = [];
  const acts: (() => Promise<void> | void)[] = [];
  const told: string[] = [];
  const limits: Capabilities = {
    maxBatch: 1000,
    maxBytes: 1_000_000,
    deduplicates: false,
    knowsConsent: true,
    ...can,
  };

  const provider: FakeProvider = {
    name: "fake",
    told,
    isDown: false,
    async optOut(address) {
      if (provider.isDown) throw new ConnectorError("provider-unreachable", "the provider is down");
      told.push(`opt-out ${address}`);
      return "done";
    },
    async erase(address) {
      if (provider.isDown) throw new ConnectorError("provider-unreachable", "the provider is down");
      told.push(`erasure ${address}`);
      return "done";
    },
    can: limits,
    delivered,
    requests,
    permissions,
    next: (reaction) => void reactions.push(reaction),
    during: (act) => void acts.push(act),
    mailedTwice() {
      const keys = delivered.map((reminder) => reminder.key);
      return keys.filter((key, index) => keys.indexOf(key) !== index);
    },
    bytesOf: (reminder) => JSON.stringify(reminder).length,
    drafts: (reminder) => [
      { method: "POST", url: "https://fake.example/", headers: {}, body: JSON.stringify(reminder) },
    ],
    async remind(batch): Promise<Handover> {
      if (batch.length === 0 || batch.length > limits.maxBatch) throw new Error(`a batch of ${batch.length}`);
      if (new Set(batch.map(({ template }) => template)).size > 1)
        throw new Error("a batch of several templates");
      requests.push(batch);
      const reaction = reactions.shift() ?? accepts;
      delivered.push(...batch.filter(reaction.mails));
      await acts.shift()?.();
      const answers = new Map<ReminderKey, Answer>();
      for (const reminder of batch) {
        const said = reaction.says(reminder);
        if (said !== "nothing") answers.set(reminder.key, said);
      }
      return { answers, ...(reaction.fault === undefined ? {} : { fault: reaction.fault }) };
    },
    async consent(addresses) {
      const known = addresses.map((address) => [address, permissions.get(address) ?? "opted-in"] as const);
      return new Map(known.filter(([, answer]) => answer !== "unanswered"));
    },
    check: () => Promise.resolve(["a fake"]),
  };
  return provider;
}

const LATER: Answer = { kind: "later", notBefore: "2026-01-01T00:00:00.000Z", why: "released" };

/** Takes everything and mails it. */
export const accepts: Reaction = {
  mails: () => true,
  says: ({ key }) => ({ kind: "accepted", messageId: `message ${key}` }),
};

/** Takes everything and turns everybody down. */
export const refuses: Reaction = {
  mails: () => false,
  says: () => ({ kind: "refused", why: "blocked 2010" }),
};

/** Does not take the request, and takes no other either. */
export const isDown: Reaction = {
  mails: () => false,
  says: () => LATER,
  fault: new ConnectorError("provider-unreachable", "no connection could be made to the provider"),
};

/** Takes the request, mails everybody, and the reply is lost on its way. */
export const mailsAndBreaksOff: Reaction = {
  mails: () => true,
  says: () => ({ kind: "unsure", why: "connection-lost" }),
  fault: new ConnectorError("provider-failed", "the connection to the provider broke"),
};

/** Turns the whole request down because of somebody in it. */
export const refusesTheBatch: Reaction = {
  mails: () => false,
  says: () => ({ ...LATER, why: "batch-refused" }),
};

/** Mails everybody and forgets to answer about them. */
export const saysNothing: Reaction = { mails: () => true, says: () => "nothing" };
