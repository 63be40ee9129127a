import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../ports/clock.ts";

/** The real clock: the only file of the product that uses timers. */
export function systemClock(): Clock {
  return {
    now: () => new Date(),
    async sleep(ms, signal) {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    },
    deadline(ms) {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(new Error(`not done within ${ms} ms`)), ms);
      return { signal: controller.signal, release: () => clearTimeout(timer) };
    },
  };
}
