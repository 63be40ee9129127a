import type { ConnectorError } from "../../cart/connector-error.ts";
import type { Answer } from "../../cart/documents.ts";
import type { Reminder } from "../../cart/reminder.ts";
import type { Handover } from "../../ports/email-provider.ts";
import { rateLimitResetMs, retryAfterMs } from "../http/retry-after.ts";

/* The answers that every provider gives in the same words. */

/** The same answer for the whole batch. */
export function sameForAll(batch: readonly Reminder[], answer: Answer, fault?: ConnectorError): Handover {
  const answers = new Map(batch.map((reminder) => [reminder.key, answer]));
  return { answers, ...(fault === undefined ? {} : { fault }) };
}

/** Certainly not taken, to be tried again. */
export function released(now: Date): Answer {
  return { kind: "later", notBefore: now.toISOString(), why: "released" };
}

/** Certainly not taken, because of somebody in the batch: each travels alone next time. */
export function batchRefused(now: Date): Answer {
  return { kind: "later", notBefore: now.toISOString(), why: "batch-refused" };
}

/** It may have been taken. `why` is a word of ours and at most a number, never text from outside. */
export function unsure(why: string): Answer {
  return { kind: "unsure", why };
}

/** Where nothing is said, a limit is taken to be one of requests per minute. */
const UNTOLD_PAUSE_MS = 60_000;
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * A throttled request: not before the headers say. Providers tell the end of the window in `X-RateLimit-Reset`, in
 * seconds since 1970; whatever stands in front of them may tell a pause in `Retry-After`.
 */
export function whenAsked(headers: Headers, now: Date): Answer {
  const asked = [retryAfterMs(headers, now) ?? [], rateLimitResetMs(headers, now) ?? []].flat();
  const pauseMs = asked.length === 0 ? UNTOLD_PAUSE_MS : Math.max(...asked);
  const boundedMs = Math.min(Math.max(pauseMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  const notBefore = new Date(now.getTime() + boundedMs).toISOString();
  return { kind: "later", notBefore, why: "provider-later" };
}
