import type { Clock } from "../../../src/ports/clock.ts";

export interface StoppedClock extends Clock {
  /** Moves on by so many seconds. */
  pass(seconds: number): void;
  /** Lets every deadline that is running be over. */
  endDeadlines(): void;
}

/** A clock that stands still until a test moves it. */
export function stoppedClock(start: Date): StoppedClock {
  let ms = start.getTime();
  const running = new Set<AbortController>();
  return {
    now: () => new Date(ms),
    async sleep(duration) {
      ms += duration;
    },
    deadline() {
      const controller = new AbortController();
      running.add(controller);
      return { signal: controller.signal, release: () => void running.delete(controller) };
    },
    pass(seconds) {
      ms += seconds * 1000;
    },
    endDeadlines() {
      for (const controller of running) controller.abort(new Error("the deadline is over"));
    },
  };
}
