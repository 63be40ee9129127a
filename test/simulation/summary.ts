import type { Attempt } from "./oracle/facts.ts";
import type { Simulated } from "./simulate.ts";
import { CLICKER } from "./world/clicks.ts";

/** What happened in some worlds, in numbers. */
export interface Summary {
  readonly worlds: number;
  /** Of the time of the worlds. */
  readonly hours: number;
  readonly events: number;
  readonly passes: number;
  readonly carts: number;
  readonly deaths: number;
  readonly stalls: number;
  readonly requests: number;
  /** People in requests of which no answer was heard. */
  readonly inDoubt: number;
  readonly mailed: number;
  readonly optOuts: number;
  readonly decisions: number;
  /** Openings of links that were written down. */
  readonly clicks: number;
}

export const NOTHING: Summary = {
  worlds: 0,
  hours: 0,
  events: 0,
  passes: 0,
  carts: 0,
  deaths: 0,
  stalls: 0,
  requests: 0,
  inDoubt: 0,
  mailed: 0,
  optOuts: 0,
  decisions: 0,
  clicks: 0,
};

export function summaryWith(before: Summary, { history, events, plan }: Simulated): Summary {
  const { attempts, dead, stalled, passes, carts, suppressed, writes } = history;
  const isDecision = ({ by, before: was }: (typeof writes)[number]) =>
    by === "operator" && was?.kind === "person" && was.open?.state === "unsure";
  return {
    worlds: before.worlds + 1,
    hours: before.hours + (history.endedAt - plan.startsAt) / 3_600_000,
    events: before.events + events,
    passes: before.passes + passes.length,
    carts: before.carts + new Set(carts.map(({ cartId }) => cartId)).size,
    deaths: before.deaths + dead.size,
    stalls: before.stalls + stalled.length,
    requests: before.requests + attempts.length,
    inDoubt:
      before.inDoubt +
      count(attempts, ({ isAnswered, isStillborn, people }) =>
        isAnswered || isStillborn ? 0 : people.length,
      ),
    mailed: before.mailed + count(attempts, ({ delivered }) => delivered.size),
    optOuts: before.optOuts + suppressed.length,
    decisions: before.decisions + writes.filter(isDecision).length,
    clicks: before.clicks + writes.filter(({ by }) => by.startsWith(CLICKER)).length,
  };
}

function count(attempts: readonly Attempt[], of: (attempt: Attempt) => number): number {
  return attempts.reduce((sum, attempt) => sum + of(attempt), 0);
}
