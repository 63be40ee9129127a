import type { Clock } from "../../ports/clock.ts";

/** A clock for tests: time stands still, except that sleeping takes no time and moves it on. */
export interface TestClock extends Clock {
  /** Every sleep so far, in ms. */
  readonly slept: readonly number[];
  advance(ms: number): void;
  /** Lets every deadline that is still held run out; returns how many there were. */
  expireDeadlines(): number;
}

export function testClock(start = "2026-01-15T12:00:00.000Z"): TestClock {
  const slept: number[] = [];
  const deadlines = new Set<AbortController>();
  let nowMs = Date.parse(start);
  return {
    slept,
    now: () => new Date(nowMs),
    async sleep(ms) {
      slept.push(ms);
      const until = nowMs + ms;
      await Promise.resolve();
      // several may sleep at the same time
      nowMs = Math.max(nowMs, until);
    },
    deadline() {
      const controller = new AbortController();
      deadlines.add(controller);
      return { signal: controller.signal, release: () => void deadlines.delete(controller) };
    },
    advance(ms) {
      nowMs += ms;
    },
    expireDeadlines() {
      const held = [...deadlines];
      for (const controller of held) controller.abort(new Error("time is up"));
      return held.length;
    },
  };
}
