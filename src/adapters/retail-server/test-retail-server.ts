import { Agent } from "undici";
import type { Random } from "../../ports/random.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { testClock, type TestClock } from "../http/test-clock.ts";
import {
  createRetailServer,
  type CommerceShop,
  type RetailServerOptions,
  type RetailServerTools,
} from "./retail-server.ts";

/* What a Retail Server adapter under test is made with. */

export const OUN = "128";
export const CHANNEL = 5637144592;

export interface Bench {
  readonly retailServer: RetailServer & CommerceShop;
  readonly clock: TestClock;
  /** Everything that was logged, one line each. */
  readonly logged: readonly string[];
  /** The tokens that were said to be turned down. */
  readonly turnedDown: readonly string[];
  close(): Promise<void>;
}

/** Time is the test's own, chance always falls on the shortest wait, and each token that is turned down gives way to the next. */
export function testRetailServer(
  baseUrl: string,
  options: Partial<RetailServerOptions> = {},
  tools: Partial<RetailServerTools> = {},
): Bench {
  const clock = testClock();
  const random: Random = { id: () => "id", fraction: () => 0, bytes: (count) => Buffer.alloc(count) };
  const dispatcher = new Agent();
  const logged: string[] = [];
  const turnedDown: string[] = [];
  function write(text: string, fields?: object): void {
    logged.push(JSON.stringify({ text, ...fields }));
  }
  const retailServer = createRetailServer(
    {
      baseUrl,
      operatingUnitNumber: OUN,
      apiVersion: "7.3",
      authorizationScheme: "Bearer",
      maxConcurrency: 16,
      requestTimeoutMs: 600_000,
      maxWaitMs: 60_000,
      maxResponseBytes: 1_000_000,
      ...options,
    },
    {
      dispatcher,
      clock,
      random,
      token: {
        get: async () => `token-${turnedDown.length + 1}`,
        turnedDown: (value) => void turnedDown.push(value),
      },
      log: { info: write, warn: write, error: write },
      ...tools,
    },
  );
  return { retailServer, clock, logged, turnedDown, close: () => dispatcher.destroy() };
}

/** What a server of a test is made of: it answers as it is told and keeps what it was asked. */
export function recording<Call, Reply>(answer: (call: Call) => Reply) {
  const calls: Call[] = [];
  return {
    calls,
    operationOf: () => "any",
    answer(call: Call): Reply {
      calls.push(call);
      return answer(call);
    },
  };
}
