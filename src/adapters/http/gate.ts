import type { Clock } from "../../ports/clock.ts";

/**
 * How many requests one server gets from us at once. Goes down by half when the server throttles, up by one after
 * every 20 replies without; a pause holds for the whole server, whoever was told.
 */
export interface Gate {
  /** Runs the work when there is a place. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Milliseconds until requests may start again, 0 when they may. */
  pausedMs(): number;
  /** Nobody starts for so long; a longer pause stays as it is. At most an hour: a longer wish is asked for again. */
  pauseFor(ms: number): void;
  /**
   * The server asked for less. `begunAt` is when the request began that it turned away: requests that were under
   * way together are one sign, not many.
   */
  throttled(begunAt?: Date): void;
  /** The server was content. */
  welcomed(): void;
  readonly limit: number;
}

const REPLIES_PER_STEP_UP = 20;
const LONGEST_PAUSE_MS = 3_600_000;

export function createGate(options: { readonly max: number; readonly clock: Clock }): Gate {
  const { max, clock } = options;
  const waiting: (() => void)[] = [];
  let limit = max;
  let running = 0;
  let content = 0;
  let pausedUntil = 0;
  let steppedDownAt = Number.NEGATIVE_INFINITY;

  function letIn(): void {
    while (running < limit) {
      const next = waiting.shift();
      if (next === undefined) return;
      running += 1;
      next();
    }
  }

  return {
    async run(work) {
      await new Promise<void>((enter) => {
        waiting.push(enter);
        letIn();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        letIn();
      }
    },
    pausedMs: () => Math.max(0, pausedUntil - clock.now().getTime()),
    pauseFor(ms) {
      pausedUntil = Math.max(pausedUntil, clock.now().getTime() + Math.min(ms, LONGEST_PAUSE_MS));
    },
    throttled(begunAt = clock.now()) {
      content = 0;
      if (begunAt.getTime() <= steppedDownAt) return;
      steppedDownAt = clock.now().getTime();
      limit = Math.max(1, Math.floor(limit / 2));
    },
    welcomed() {
      content += 1;
      if (content < REPLIES_PER_STEP_UP || limit >= max) return;
      limit += 1;
      content = 0;
      letIn();
    },
    get limit() {
      return limit;
    },
  };
}
