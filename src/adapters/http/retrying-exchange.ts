import type { Random } from "../../ports/random.ts";
import { exchange, type Exchange, type HttpRequest, type HttpTools } from "./exchange.ts";
import type { Gate } from "./gate.ts";
import { retryAfterMs } from "./retry-after.ts";

export interface RetryTools extends HttpTools {
  readonly gate: Gate;
  readonly random: Random;
  /** Longest time one call may spend waiting between its tries, in ms. */
  readonly maxWaitMs: number;
}

const MOST_TRIES = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/**
 * Sends a request that may be repeated (a read) until it is answered for good or patience runs out; then the last
 * exchange is the answer. `Retry-After` and throttling hold for everybody behind the same gate.
 * Not for anything that acts: nobody may repeat a request that sends mail.
 */
export async function retryingExchange(
  tools: RetryTools,
  what: () => Promise<HttpRequest>,
): Promise<Exchange> {
  let waitedMs = 0;
  let last: Exchange = { kind: "slow" };
  for (let tries = 0; tries < MOST_TRIES;) {
    const pauseMs = tools.gate.pausedMs();
    if (waitedMs + pauseMs > tools.maxWaitMs) return tries === 0 ? throttledReply(pauseMs) : last;
    if (pauseMs > 0) {
      waitedMs += pauseMs;
      await tools.clock.sleep(pauseMs);
    }
    const result = await tools.gate.run(async () =>
      // somebody may have been told to wait while we stood in line
      tools.gate.pausedMs() > 0 ? undefined : exchange(tools, await what()),
    );
    if (result === undefined) continue;
    last = result;
    tries += 1;
    if (!isWorthRetrying(result)) {
      tools.gate.welcomed();
      return result;
    }
    if (tries < MOST_TRIES)
      waitedMs += await holdBack(tools, result, { tries, leftMs: tools.maxWaitMs - waitedMs });
  }
  return last;
}

function isWorthRetrying(result: Exchange): boolean {
  if (result.kind !== "reply") return result.kind !== "too-large";
  return result.status === 408 || result.status === 429 || (result.status >= 500 && result.status !== 501);
}

/** Waits before the next try, at most what is left; returns how long. A server's own wish becomes a pause for all. */
async function holdBack(
  tools: RetryTools,
  result: Exchange,
  state: { readonly tries: number; readonly leftMs: number },
): Promise<number> {
  if (result.kind === "reply" && (result.status === 429 || result.status === 503)) tools.gate.throttled();
  const asked = result.kind === "reply" ? retryAfterMs(result.headers, tools.clock.now()) : undefined;
  if (asked !== undefined) {
    tools.gate.pauseFor(asked);
    return 0;
  }
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (state.tries - 1));
  const ms = Math.min(state.leftMs, ceiling * (0.5 + tools.random.fraction() / 2));
  await tools.clock.sleep(ms);
  return ms;
}

function throttledReply(pauseMs: number): Exchange {
  const headers = new Headers({ "retry-after": String(Math.ceil(pauseMs / 1000)) });
  return { kind: "reply", status: 429, headers, text: "" };
}
