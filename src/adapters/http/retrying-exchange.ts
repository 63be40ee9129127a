import type { Random } from "../../ports/random.ts";
import { exchange, type Exchange, type HttpRequest, type HttpTools } from "./exchange.ts";
import type { Gate } from "./gate.ts";
import { rateLimitResetMs, retryAfterMs } from "./retry-after.ts";

export interface RetryTools extends HttpTools {
  readonly gate: Gate;
  readonly random: Random;
  /** Longest time one call may lose on tries that fail and on waiting between them, in ms. */
  readonly maxWaitMs: number;
}

const MOST_TRIES = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** A limit is one of requests per minute, and the other side's clock may not be ours. */
const LONGEST_RESET_MS = 5 * 60_000;

/**
 * Sends a request that may be repeated (a read) until it is answered for good or patience runs out; then the last
 * exchange is the answer. `Retry-After` and throttling hold for everybody behind the same gate. Whoever must wait
 * longer than is left gives up at once, and whoever could not even begin is answered as throttled.
 * Not for anything that acts: nobody may repeat a request that sends mail.
 */
export async function retryingExchange(
  tools: RetryTools,
  what: () => Promise<HttpRequest>,
  mostTries: number = MOST_TRIES,
): Promise<Exchange> {
  let leftMs = tools.maxWaitMs;
  let last: Exchange | undefined;
  let tries = 0;
  let backOffMs = 0;
  while (tries < mostTries) {
    const waitMs = Math.max(backOffMs, tools.gate.pausedMs());
    if (waitMs > leftMs) break;
    if (waitMs > 0) await tools.clock.sleep(waitMs);
    leftMs -= waitMs;
    backOffMs = 0;
    const tried = await tools.gate.run(() => tryOnce(tools, what));
    // somebody was told to wait while we stood in line
    if (tried === undefined) continue;
    if (tried.isFinal) return tried.result;
    last = tried.result;
    tries += 1;
    leftMs -= tried.tookMs;
    backOffMs = jittered(tools.random, tries);
  }
  return last ?? throttledReply(tools.gate.pausedMs());
}

interface Try {
  readonly result: Exchange;
  /** Nothing better can come of another try. */
  readonly isFinal: boolean;
  readonly tookMs: number;
}

/** One try, and what the gate learns from it; undefined when nobody may start now. */
async function tryOnce(tools: RetryTools, what: () => Promise<HttpRequest>): Promise<Try | undefined> {
  const { gate, clock } = tools;
  if (gate.pausedMs() > 0) return undefined;
  const begunAt = clock.now();
  const result = await exchange(tools, await what());
  const isFinal = !isWorthRetrying(result);
  if (isFinal) gate.welcomed();
  else if (result.kind === "reply") heed(tools, result, begunAt);
  return { result, isFinal, tookMs: Math.max(0, clock.now().getTime() - begunAt.getTime()) };
}

/** The server's own wish becomes a pause for all, even when this call will not try again. */
function heed({ gate, clock }: RetryTools, reply: Extract<Exchange, { kind: "reply" }>, begunAt: Date): void {
  const { status, headers } = reply;
  const now = clock.now();
  if (status === 429 || status === 503) gate.throttled(begunAt);
  const resetMs = status === 429 ? (rateLimitResetMs(headers, now) ?? 0) : 0;
  gate.pauseFor(retryAfterMs(headers, now) ?? Math.min(resetMs, LONGEST_RESET_MS));
}

function isWorthRetrying(result: Exchange): boolean {
  if (result.kind !== "reply") return result.kind !== "too-large";
  return result.status === 408 || result.status === 429 || (result.status >= 500 && result.status !== 501);
}

/** Twice as long after each try, of which up to half is left to chance. */
function jittered(random: Random, tries: number): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return ceiling * (0.5 + random.fraction() / 2);
}

function throttledReply(pauseMs: number): Exchange {
  const headers = new Headers({ "retry-after": String(Math.ceil(pauseMs / 1000)) });
  return { kind: "reply", status: 429, headers, text: "" };
}
