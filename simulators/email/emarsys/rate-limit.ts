import type { Reply } from "../../server.ts";
import { refusal } from "./replies.ts";

/** Requests per minute, counted in windows that begin with the first request. */
export interface RateLimit {
  /** Counts a request; false when the window has no more. */
  admit(): boolean;
  /** Sets what is left and when the window ends. */
  throttle(window: { readonly remaining: number; readonly resetAt: Date }): void;
  /** What every reply tells about the window. */
  headers(): Readonly<Record<string, string>>;
}

export function createRateLimit(options: {
  readonly clock: { now(): Date };
  readonly perMinute: number;
}): RateLimit {
  const { clock, perMinute } = options;
  let remaining = perMinute;
  let resetMs = 0;

  return {
    admit() {
      const nowMs = clock.now().getTime();
      if (nowMs >= resetMs) {
        remaining = perMinute;
        resetMs = nowMs + 60_000;
      }
      if (remaining <= 0) return false;
      remaining -= 1;
      return true;
    },
    throttle(window) {
      remaining = window.remaining;
      resetMs = window.resetAt.getTime();
    },
    headers: () => ({
      "X-RateLimit-Limit": String(perMinute),
      "X-Ratelimit-Remaining": String(remaining),
      "X-RateLimit-Reset": String(Math.ceil(resetMs / 1000)),
    }),
  };
}

/** There is no Retry-After: the headers of the window are all that a client gets. */
export function throttledReply(): Reply {
  const headers = { "X-Ratelimit-Remaining": "0" };
  return { ...refusal(429, 7003, "too many requests in the last minute"), headers };
}
