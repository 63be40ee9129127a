import type { Clock } from "../src/ports/clock.ts";

export interface ManualClock extends Clock {
  /** Moves time forward. */
  pass(ms: number): void;
  /** What was slept through, in ms. */
  readonly slept: readonly number[];
}

/**
 * A clock that stands still until somebody sleeps or moves it. Its deadlines are real, because real sockets wait in
 * real time.
 */
export function manualClock(start: Date): ManualClock {
  let now = start.getTime();
  const slept: number[] = [];
  return {
    now: () => new Date(now),
    async sleep(ms) {
      slept.push(ms);
      const until = now + ms;
      await Promise.resolve();
      // those who sleep at the same time wake at the same time
      now = Math.max(now, until);
    },
    deadline(ms) {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(new Error("deadline")), ms);
      return { signal: controller.signal, release: () => clearTimeout(timer) };
    },
    pass(ms) {
      now += ms;
    },
    slept,
  };
}
