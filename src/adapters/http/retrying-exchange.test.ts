import { Agent } from "undici";
import { afterEach, describe, expect, test } from "vitest";
import { startServer, type Reply, type SimulatorServer } from "../../../simulators/server.ts";
import type { HttpRequest } from "./exchange.ts";
import { testClock, type TestClock } from "./test-clock.ts";
import { createGate } from "./gate.ts";
import { retryingExchange, type RetryTools } from "./retrying-exchange.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Bench {
  readonly tools: RetryTools;
  readonly clock: TestClock;
  readonly server: SimulatorServer;
  readonly ask: () => Promise<HttpRequest>;
  readonly calls: () => number;
}

async function bench(
  members: { maxWaitMs?: number; max?: number; answer?: () => Reply } = {},
): Promise<Bench> {
  const { maxWaitMs = 60_000, max = 16, answer = () => ({ status: 200, body: "fine" }) } = members;
  const server = await startServer({ operationOf: () => "any", answer });
  const dispatcher = new Agent();
  cleanUps.push(
    () => server.close(),
    () => dispatcher.destroy(),
  );
  const clock = testClock();
  const random = { id: () => "id", fraction: () => 0, bytes: (count: number) => Buffer.alloc(count) };
  const tools = { dispatcher, clock, random, gate: createGate({ max, clock }), maxWaitMs };
  const url = new URL(server.url);
  const ask = async (): Promise<HttpRequest> => ({
    method: "GET",
    url,
    headers: {},
    timeoutMs: 60_000,
    maxBytes: 1_000,
  });
  return { tools, clock, server, ask, calls: () => server.calls.get("any") ?? 0 };
}

function replying(status: number, headers: Record<string, string> = {}) {
  return { kind: "reply", reply: { status, headers } } as const;
}

describe("what is tried again", () => {
  test.each([408, 429, 500, 502, 503, 504])("status %i, until it is answered", async (status) => {
    const { tools, ask, server, calls } = await bench();
    server.faults.on("any", replying(status), 2);
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 200, text: "fine" });
    expect(calls()).toBe(3);
  });

  test("a lost connection", async () => {
    const { tools, ask, server, calls } = await bench();
    server.faults.on("any", { kind: "drop-before" }, 1);
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 200 });
    expect(calls()).toBe(2);
  });

  test.each([200, 301, 400, 401, 403, 404, 501])("status %i is an answer for good", async (status) => {
    const { tools, ask, server, calls, clock } = await bench();
    server.faults.on("any", replying(status));
    expect(await retryingExchange(tools, ask)).toMatchObject({ status });
    expect(calls()).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  test("a reply that is too large is not asked for again", async () => {
    const { tools, ask, calls } = await bench({ answer: () => ({ status: 200, body: "x".repeat(2_000) }) });
    expect(await retryingExchange(tools, ask)).toEqual({ kind: "too-large" });
    expect(calls()).toBe(1);
  });

  test("the request is made anew for each try, so that it may carry a fresh token", async () => {
    const { tools, ask, server } = await bench();
    server.faults.on("any", replying(500), 2);
    let made = 0;
    await retryingExchange(tools, () => {
      made += 1;
      return ask();
    });
    expect(made).toBe(3);
  });
});

describe("waiting", () => {
  test("grows from try to try, at most half of it by chance, and ends after five tries", async () => {
    const { tools, ask, server, clock, calls } = await bench();
    server.faults.on("any", replying(500));
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 500 });
    expect(calls()).toBe(5);
    expect(clock.slept).toEqual([250, 500, 1_000, 2_000]);
    const lucky = { ...tools.random, fraction: () => 0.999_999 };
    await retryingExchange({ ...tools, random: lucky }, ask);
    expect(clock.slept.slice(4).map(Math.round)).toEqual([500, 1_000, 2_000, 4_000]);
  });

  test("fewer tries may be asked for", async () => {
    const { tools, ask, server, calls } = await bench();
    server.faults.on("any", replying(500));
    await retryingExchange(tools, ask, 2);
    expect(calls()).toBe(2);
  });

  test("is bounded: what would take longer than is left is not waited for", async () => {
    const { tools, ask, server, clock, calls } = await bench({ maxWaitMs: 1_000 });
    server.faults.on("any", replying(500));
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 500 });
    expect(clock.slept).toEqual([250, 500]);
    expect(calls()).toBe(3);
  });

  test("includes the time that failing tries take", async () => {
    const clocks: TestClock[] = [];
    const answer = (): Reply => {
      clocks[0]?.advance(30_000);
      return { status: 504 };
    };
    const { tools, ask, clock, calls } = await bench({ maxWaitMs: 60_000, answer });
    clocks.push(clock);
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 504 });
    expect(calls()).toBe(2);
  });
});

describe("Retry-After", () => {
  test("is kept to instead of our own waiting", async () => {
    const { tools, ask, server, clock } = await bench();
    server.faults.on("any", replying(429, { "retry-after": "7" }), 1);
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 200 });
    expect(clock.slept).toEqual([7_000]);
  });

  test("of zero still leaves the server a moment", async () => {
    const { tools, ask, server, clock } = await bench();
    server.faults.on("any", replying(503, { "retry-after": "0" }), 1);
    await retryingExchange(tools, ask);
    expect(clock.slept).toEqual([250]);
  });

  test("holds for everybody who uses the same server", async () => {
    const { tools, ask, server, clock, calls } = await bench();
    server.faults.on("any", replying(429, { "retry-after": "7" }), 1);
    await retryingExchange(tools, ask, 1);
    expect(calls()).toBe(1);
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 200 });
    expect(clock.slept).toEqual([7_000]);
  });

  test("holds for those who stood in line while it came", async () => {
    const { tools, ask, server, clock } = await bench({ max: 1 });
    server.faults.on("any", replying(429, { "retry-after": "7" }), 1);
    const begunAt = clock.now().getTime();
    const sentAfterMs: number[] = [];
    const noting = (): Promise<HttpRequest> => {
      sentAfterMs.push(clock.now().getTime() - begunAt);
      return ask();
    };
    await Promise.all([1, 2, 3].map(() => retryingExchange(tools, noting)));
    expect(sentAfterMs).toEqual([0, 7_000, 7_000, 7_000]);
  });

  test("that asks for more than we may wait ends the call at once, and the next ones without a request", async () => {
    const { tools, ask, server, clock, calls } = await bench({ maxWaitMs: 10_000 });
    server.faults.on("any", replying(503, { "retry-after": "600" }), 1);
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 503 });
    const next = await retryingExchange(tools, ask);
    expect(next).toMatchObject({ kind: "reply", status: 429 });
    expect(next.kind === "reply" && next.headers.get("retry-after")).toBe("600");
    expect(calls()).toBe(1);
    expect(clock.slept).toEqual([]);
    clock.advance(600_000);
    expect(await retryingExchange(tools, ask)).toMatchObject({ status: 200 });
  });

  test("is heeded as well where the server tells only when it counts anew, for five minutes at most", async () => {
    const { tools, ask, server, clock } = await bench({ maxWaitMs: 400_000 });
    const inSeconds = (seconds: number) => String(clock.now().getTime() / 1000 + seconds);
    server.faults.on("any", replying(429, { "x-ratelimit-reset": inSeconds(20) }), 1);
    server.faults.on("any", replying(429, { "x-ratelimit-reset": inSeconds(3600) }), 1);
    await retryingExchange(tools, ask);
    expect(clock.slept).toEqual([20_000, 300_000]);
  });

  test("or a 503 makes us ask less at once", async () => {
    const { tools, ask, server } = await bench();
    server.faults.on("any", replying(503), 1);
    await retryingExchange(tools, ask);
    expect(tools.gate.limit).toBe(8);
  });

  test("makes us ask less only until the server has answered often enough", async () => {
    const { tools, ask, server } = await bench();
    server.faults.on("any", replying(503), 1);
    await retryingExchange(tools, ask);
    await Promise.all(Array.from({ length: 18 }, () => retryingExchange(tools, ask)));
    expect(tools.gate.limit).toBe(8);
    await retryingExchange(tools, ask);
    expect(tools.gate.limit).toBe(9);
  });
});

test("a request that cannot be made is thrown on, and its place is free again", async () => {
  const { tools, ask } = await bench({ max: 1 });
  await expect(retryingExchange(tools, () => Promise.reject(new Error("no token")))).rejects.toThrow(
    "no token",
  );
  expect(await retryingExchange(tools, ask)).toMatchObject({ status: 200 });
});
