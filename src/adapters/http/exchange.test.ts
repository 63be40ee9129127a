import { channel } from "node:diagnostics_channel";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";
import { afterEach, describe, expect, test } from "vitest";
import { startServer, type Reply, type SimulatorServer } from "../../../simulators/server.ts";
import { createTestAuthority } from "../../../simulators/tls.ts";
import { exchange, errorCodes, type HttpRequest } from "./exchange.ts";
import { testClock } from "./test-clock.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function agent(): Agent {
  const dispatcher = new Agent();
  cleanUps.push(() => dispatcher.destroy());
  return dispatcher;
}

async function server(
  answer: () => Reply | Promise<Reply>,
  tls?: { readonly key: string; readonly cert: string },
): Promise<SimulatorServer> {
  const started = await startServer({ operationOf: () => "any", answer }, tls === undefined ? {} : { tls });
  cleanUps.push(() => started.close());
  return started;
}

function get(url: string, members: Partial<HttpRequest> = {}): HttpRequest {
  return { method: "GET", url: new URL(url), headers: {}, timeoutMs: 60_000, maxBytes: 1_000, ...members };
}

describe("a reply", () => {
  test("comes with status, headers and text, whatever the status is", async () => {
    const reply = { status: 418, headers: { "x-kind": "teapot" }, body: { väl: "bryggt" } };
    const { url } = await server(() => reply);
    const result = await exchange({ dispatcher: agent(), clock: testClock() }, get(url));
    expect(result).toMatchObject({ kind: "reply", status: 418, text: '{"väl":"bryggt"}' });
    expect(result.kind === "reply" && result.headers.get("X-Kind")).toBe("teapot");
  });

  test("that points elsewhere is not followed", async () => {
    const other = await server(() => ({ status: 200 }));
    const { url } = await server(() => ({ status: 302, headers: { location: other.url } }));
    const result = await exchange({ dispatcher: agent(), clock: testClock() }, get(url));
    expect(result).toMatchObject({ kind: "reply", status: 302 });
    expect(other.calls.size).toBe(0);
  });

  test("may be as large as allowed and no larger", async () => {
    const { url } = await server(() => ({ status: 200, body: "x".repeat(1_000) }));
    const tools = { dispatcher: agent(), clock: testClock() };
    expect(await exchange(tools, get(url, { maxBytes: 1_000 }))).toMatchObject({ kind: "reply" });
    expect(await exchange(tools, get(url, { maxBytes: 999 }))).toEqual({ kind: "too-large" });
  });

  test("without an end is given up at the limit, and its connection with it", async () => {
    const closed = Promise.withResolvers<undefined>();
    const endless = createServer((_, outgoing) => {
      const chunk = "x".repeat(65_536);
      const pour = (): void => {
        while (!outgoing.destroyed && outgoing.write(chunk));
      };
      outgoing.on("drain", pour).on("close", () => closed.resolve(undefined));
      pour();
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    cleanUps.push(() => new Promise((resolve) => void endless.close(() => resolve())));
    // a TCP server always has an address with a port
    const { port } = endless.address() as AddressInfo;
    const asked = get(`http://127.0.0.1:${port}`, { maxBytes: 200_000 });
    expect(await exchange({ dispatcher: agent(), clock: testClock() }, asked)).toEqual({ kind: "too-large" });
    await closed.promise;
  });

  test("gives back its deadline", async () => {
    const { url } = await server(() => ({ status: 200 }));
    const clock = testClock();
    await exchange({ dispatcher: agent(), clock }, get(url));
    expect(clock.expireDeadlines()).toBe(0);
  });
});

describe("a request that takes too long", () => {
  test("is slow when no reply began", async () => {
    const clock = testClock();
    const { url } = await server(() => {
      clock.expireDeadlines();
      return new Promise<Reply>(() => undefined);
    });
    expect(await exchange({ dispatcher: agent(), clock }, get(url))).toEqual({ kind: "slow" });
  });

  test("is slow when the reply stops in the middle", async () => {
    const clock = testClock();
    const { url, faults } = await server(() => ({ status: 200, body: "x".repeat(100) }));
    faults.on("any", { kind: "stall" });
    const headersCame = channel("undici:request:headers");
    const expire = (): void => void clock.expireDeadlines();
    headersCame.subscribe(expire);
    try {
      expect(await exchange({ dispatcher: agent(), clock }, get(url))).toEqual({ kind: "slow" });
    } finally {
      headersCame.unsubscribe(expire);
    }
  });
});

describe("a broken connection", () => {
  test.each(["drop-before", "drop-after"] as const)(
    "is lost, because the server may have acted: %s",
    async (kind) => {
      const { url, faults } = await server(() => ({ status: 200 }));
      faults.on("any", { kind });
      const result = await exchange({ dispatcher: agent(), clock: testClock() }, get(url));
      expect(result.kind).toBe("lost");
    },
  );

  test("is no connection when nobody listens", async () => {
    const gone = await startServer({ operationOf: () => "any", answer: () => ({ status: 200 }) });
    await gone.close();
    const result = await exchange({ dispatcher: agent(), clock: testClock() }, get(gone.url));
    expect(result).toMatchObject({ kind: "not-connected", cause: { code: "ECONNREFUSED" } });
  });

  test("is no connection when the certificate is not trusted", async () => {
    const { leaf } = await createTestAuthority();
    const { url, calls } = await server(() => ({ status: 200 }), leaf);
    const result = await exchange({ dispatcher: agent(), clock: testClock() }, get(url));
    expect(result.kind).toBe("not-connected");
    expect(calls.size).toBe(0);
  });

  test("is no connection when the request cannot even be written", async () => {
    const { url, calls } = await server(() => ({ status: 200 }));
    const asked = get(url, { headers: { "accept-language": "sv\r\nx-smuggled: 1" } });
    const result = await exchange({ dispatcher: agent(), clock: testClock() }, asked);
    expect(result.kind).toBe("not-connected");
    expect(calls.size).toBe(0);
  });
});

test("error codes are found in causes and in the members of an aggregate", () => {
  const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  const both = new AggregateError([refused, new Error("without a code")]);
  const outer = Object.assign(new Error("outer", { cause: both }), { code: "UND_ERR" });
  expect(errorCodes(outer)).toEqual(["UND_ERR", "ECONNREFUSED"]);
  expect(errorCodes("not an error")).toEqual([]);
});
