import type { ConnectorError, FaultCode } from "../cart/connector-error.ts";
import { OUTCOMES, type Judged, type Outcome } from "../cart/outcome.ts";
import { LINK_FALLBACKS, type LinkFallback } from "../cart/return-link.ts";

/** What one pass did. The counts of `outcomes` add up to `found`. Times are ISO 8601 UTC. */
export interface PassReport {
  readonly runId: string;
  readonly channel: string;
  readonly dryRun: boolean;
  /** Both are the start of the pass when a fault came before its window was known. */
  readonly window: { readonly from: string; readonly to: string };
  /** Carts judged in this pass, those brought back by their waiting entries included. */
  readonly found: number;
  /** Every word that occurred, with its count. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Of those sent, how many were first, second, third … reminders; only when series are under way. */
  readonly sentBySteps?: readonly number[];
  /** Null when the window was read to its end; otherwise `ramp`, `time`, or the code of the fault. */
  readonly stopped: string | null;
  readonly fault?: { readonly code: FaultCode; readonly message: string; readonly fix?: string };
  /** The stamp from which a further run goes on, when the window is known and was not read to its end. */
  readonly continueFrom?: string;
  /** How far the last cart judged lies behind the end of the window, when it was not read to its end. */
  readonly behindMinutes: number;
  /** Rows of Retail Server's replies that were not readable as carts. */
  readonly unreadableRows: number;
  /** Reminders that were sent with `ReturnToCartUrl` in place of the link that was asked for, by reason; only when there are any. */
  readonly linkFallbacks?: Readonly<Partial<Record<LinkFallback, number>>>;
  /** Reminders in the ledger, now, that only a person can settle (100 means 100 or more). */
  readonly unsettled: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Counts one word per cart; a cart that comes up twice in a pass keeps its first word. */
export interface Tally {
  add(judged: readonly Judged[]): void;
  /** Words that count only for carts of which nothing that says more is said in this pass, before or after. */
  addSpare(judged: readonly Judged[]): void;
  /** True for carts that need no judging any more in this pass; a spare word is no reason. */
  has(cartId: string): boolean;
  /** True for carts whose word is one that lasts: `taken` is about somebody else's work, not about the cart. */
  hasEnded(cartId: string): boolean;
  readonly found: number;
  outcomes(): Partial<Record<Outcome, number>>;
  /** Of those sent, how many were first, second … reminders; empty when all were first ones. */
  sentBySteps(): readonly number[];
}

export function createTally(): Tally {
  const words = new Map<string, Outcome>();
  const spare = new Map<string, Outcome>();
  const steps = new Map<string, number>();
  return {
    add(judged) {
      for (const { cartId, outcome, step } of judged) {
        if (!words.has(cartId) && outcome === "sent" && step !== undefined) steps.set(cartId, step);
        if (!words.has(cartId)) words.set(cartId, settledOr(outcome, spare.get(cartId)));
        spare.delete(cartId);
      }
    },
    addSpare(judged) {
      for (const { cartId, outcome } of judged) if (!words.has(cartId)) spare.set(cartId, outcome);
    },
    has: (cartId) => words.has(cartId),
    hasEnded: (cartId) => words.has(cartId) && words.get(cartId) !== "taken",
    sentBySteps() {
      const last = Math.max(0, ...steps.values());
      const count = (step: number) => [...steps.values()].filter((one) => one === step).length;
      return last === 0 ? [] : Array.from({ length: last + 1 }, (_, step) => count(step));
    },
    get found() {
      return words.size + spare.size;
    },
    outcomes() {
      const counts = new Map<Outcome, number>();
      for (const word of [...words.values(), ...spare.values()])
        counts.set(word, (counts.get(word) ?? 0) + 1);
      const present = OUTCOMES.filter((word) => counts.has(word));
      return Object.fromEntries(present.map((word) => [word, counts.get(word) ?? 0]));
    },
  };
}

/** How often each reason occurred, for the report. */
export function countFallbacks(words: readonly LinkFallback[]): Pick<PassReport, "linkFallbacks"> {
  if (words.length === 0) return {};
  const present = LINK_FALLBACKS.filter((word) => words.includes(word));
  const counts = present.map((word) => [word, words.filter((one) => one === word).length]);
  return { linkFallbacks: Object.fromEntries(counts) as Partial<Record<LinkFallback, number>> };
}

/** A claim that was settled in this pass is the reason why the window has nothing left to do for its cart. */
function settledOr(outcome: Outcome, settled: Outcome | undefined): Outcome {
  const isSettled = settled === "sent" || settled === "refused";
  return isSettled && (outcome === "already-reminded" || outcome === "later") ? settled : outcome;
}

export function faultOf(error: ConnectorError): NonNullable<PassReport["fault"]> {
  const { code, message, fix } = error;
  return { code, message, ...(fix === undefined ? {} : { fix }) };
}
