import { afterEach, describe, expect, test } from "vitest";
import { errorReply } from "../../../simulators/retail-server/errors.ts";
import { startServer, type Call, type Reply } from "../../../simulators/server.ts";
import type { ConnectorError } from "../../cart/connector-error.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { createGate } from "../http/gate.ts";
import type { RetailServerOptions } from "./retail-server.ts";
import { recording, testRetailServer } from "./test-retail-server.ts";

const CHANNEL_REPLY: Reply = {
  status: 200,
  body: { RecordId: 5637144592, Currency: "SEK", DefaultLanguageId: "sv", BingMapsApiKey: "hush" },
};

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function shop(
  answer: (call: Call) => Reply = () => CHANNEL_REPLY,
  options: Partial<RetailServerOptions> = {},
) {
  const script = recording(answer);
  const server = await startServer(script);
  const bench = testRetailServer(`${server.url}/Commerce/`, options);
  open.push(server, bench);
  return { ...bench, server, calls: script.calls };
}

async function faultOf(retailServer: RetailServer): Promise<ConnectorError> {
  return retailServer.channel().then(
    () => expect.fail("there was no fault"),
    (error: unknown) => error as ConnectorError,
  );
}

describe("a call", () => {
  test("is made in the name of the channel, with a token, to the one address", async () => {
    const { retailServer, calls } = await shop(undefined, {
      authorizationScheme: "id_token",
      apiVersion: "7.2",
    });
    await retailServer.channel();
    expect(calls).toMatchObject([
      {
        method: "POST",
        body: "{}",
        headers: {
          accept: "application/json",
          authorization: "id_token token-1",
          "content-type": "application/json",
          oun: "128",
        },
      },
    ]);
    expect(calls[0]?.url.pathname).toBe("/Commerce/OrgUnits/GetOrgUnitConfiguration");
    expect(calls[0]?.url.search).toBe("?api-version=7.2");
  });

  test("without a body is a plain read", async () => {
    const { retailServer, calls } = await shop(() => ({ status: 404 }));
    await retailServer.cart("cart-1");
    expect(calls[0]?.method).toBe("GET");
    expect(calls[0]?.headers).not.toHaveProperty("content-type");
  });

  test("waits for a place when as many as allowed are under way", async () => {
    const inside: PromiseWithResolvers<Reply>[] = [];
    let most = 0;
    const server = await startServer({
      operationOf: () => "any",
      answer() {
        const reply = Promise.withResolvers<Reply>();
        inside.push(reply);
        most = Math.max(most, inside.length);
        if (inside.length >= 3)
          setImmediate(() => inside.splice(0).forEach((one) => one.resolve({ status: 404 })));
        return reply.promise;
      },
    });
    const bench = testRetailServer(server.url, { maxConcurrency: 3 });
    open.push(server, bench);
    await Promise.all(Array.from({ length: 30 }, (_, index) => bench.retailServer.cart(`cart-${index}`)));
    expect(most).toBe(3);
  });
});

describe("the channel", () => {
  test("comes with the server's own time", async () => {
    const date = "Thu, 15 Jan 2026 12:00:07 GMT";
    const { retailServer } = await shop(() => ({ ...CHANNEL_REPLY, headers: { date } }));
    expect(await retailServer.channel()).toEqual({
      recordId: "5637144592",
      currency: "SEK",
      defaultLanguage: "sv",
      serverTime: new Date("2026-01-15T12:00:07.000Z"),
    });
  });

  test("comes without a time when the server's makes no sense", async () => {
    const { retailServer } = await shop(() => ({ ...CHANNEL_REPLY, headers: { date: "soon" } }));
    expect((await retailServer.channel()).serverTime).toBeUndefined();
  });

  test("without a currency is of no use", async () => {
    const { retailServer, logged } = await shop(() => ({
      status: 200,
      body: { RecordId: 5637144592, BingMapsApiKey: "hush" },
    }));
    const fault = await faultOf(retailServer);
    expect(fault.code).toBe("retail-server-unreadable");
    expect(JSON.stringify([fault.message, logged])).not.toContain("hush");
  });
});

describe("a token that is not accepted", () => {
  test("is renewed once, and the call made again", async () => {
    const { retailServer, calls, turnedDown } = await shop(({ headers }) =>
      headers.authorization === "Bearer token-2" ? CHANNEL_REPLY : { status: 401 },
    );
    await retailServer.channel();
    expect(turnedDown).toEqual(["token-1"]);
    expect(calls.length).toBe(2);
  });

  test("is a fault when the next one is not accepted either", async () => {
    const { retailServer, calls } = await shop(() =>
      errorReply({ status: 401, resourceId: "InvalidAudience", message: "no" }),
    );
    const fault = await faultOf(retailServer);
    expect(fault.code).toBe("retail-server-unauthorized");
    expect(fault.message).toContain("InvalidAudience");
    expect(fault.fix).toContain("RetailServerAudienceId");
    expect(calls.length).toBe(2);
  });
});

describe("a wrong operating unit", () => {
  test.each([400, 401, 403, 404, 500])(
    "is told from a bad token, whatever the status is: %i",
    async (status) => {
      const { retailServer, turnedDown } = await shop(() =>
        errorReply({ status, resourceId: "InvalidChannel", message: "no" }),
      );
      const fault = await faultOf(retailServer);
      expect(fault.code).toBe("operating-unit-unknown");
      expect(fault.message).toContain("RetailServerClientOptions.OperatingUnitNumber");
      expect(turnedDown).toEqual([]);
    },
  );

  test("is not taken for a missing cart", async () => {
    const { retailServer } = await shop(() =>
      errorReply({ status: 404, resourceId: "InvalidChannel", message: "no" }),
    );
    await expect(retailServer.cart("cart-1")).rejects.toMatchObject({ code: "operating-unit-unknown" });
  });
});

describe("a server that cannot be used", () => {
  test.each([
    [400, "retail-server-refused"],
    [403, "retail-server-forbidden"],
    [404, "retail-server-not-found"],
    [408, "retail-server-slow"],
    [412, "retail-server-refused"],
    [429, "retail-server-throttled"],
    [500, "retail-server-failed"],
    [501, "retail-server-failed"],
    [503, "retail-server-failed"],
  ])("with status %i is %s, and says where and what, but nothing of what it said", async (status, code) => {
    const message = "anna@example.com";
    const { retailServer, server } = await shop(() =>
      errorReply({ status, resourceId: "SomeReason", message }),
    );
    const fault = await faultOf(retailServer);
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(new URL(server.url).host);
    expect(fault.message).toContain(`OrgUnits/GetOrgUnitConfiguration (status ${status}, SomeReason)`);
    expect(fault.message + (fault.fix ?? "")).not.toContain("anna");
    expect(fault.fix).toBeDefined();
  });

  test.each([
    ["https://new-rs.example/Commerce?session=hush", " https://new-rs.example"],
    ["javascript:alert(1)", ""],
    ["/elsewhere", ""],
  ])("that points to %s is the wrong address", async (location, named) => {
    const { retailServer } = await shop(() => ({ status: 306, headers: { location } }));
    const fault = await faultOf(retailServer);
    expect(fault.code).toBe("retail-server-not-found");
    const points = named === "" ? "" : `; the server points to${named}`;
    expect(fault.fix).toBe(`correct RetailServerClientOptions.RetailServerUrl${points}`);
  });

  test.each([
    ["a page", "<!doctype html><title>Sign in</title>"],
    ["half a reply", '{"RecordId":5637'],
    ["nothing", ""],
  ])("answers with %s", async (_name, body) => {
    const { retailServer } = await shop(() => ({ status: 200, body }));
    expect(await faultOf(retailServer)).toMatchObject({ code: "retail-server-unreadable" });
  });

  test("sends more than may be read", async () => {
    const { retailServer } = await shop(undefined, { maxResponseBytes: 50 });
    const fault = await faultOf(retailServer);
    expect(fault.code).toBe("retail-server-too-large");
    expect(fault.message).toContain("50 bytes");
    expect(fault.fix).toContain("RetailServerClientOptions.MaxResponseMegabytes");
  });

  test.each(["drop-before", "drop-after"] as const)("breaks the connection: %s", async (kind) => {
    const { retailServer, server } = await shop();
    server.faults.on("any", { kind });
    expect(await faultOf(retailServer)).toMatchObject({ code: "retail-server-unreachable" });
    expect(server.calls.get("any")).toBe(5);
  });

  test("is not there", async () => {
    const { retailServer, server } = await shop();
    await server.close();
    const fault = await faultOf(retailServer);
    expect(fault).toMatchObject({ code: "retail-server-unreachable", cause: { code: "ECONNREFUSED" } });
  });

  test("takes too long", async () => {
    const expire: (() => void)[] = [];
    const server = await startServer({
      operationOf: () => "any",
      answer() {
        expire[0]?.();
        return new Promise<Reply>(() => undefined);
      },
    });
    const bench = testRetailServer(server.url);
    expire.push(() => void bench.clock.expireDeadlines());
    open.push(server, bench);
    expect(await faultOf(bench.retailServer)).toMatchObject({ code: "retail-server-slow" });
  });
});

test("channels of one server share what it asks when they share a gate", async () => {
  const { retailServer, server, clock } = await shop();
  const gate = createGate({ max: 16, clock });
  const one = testRetailServer(server.url, {}, { gate, clock });
  const other = testRetailServer(server.url, { maxWaitMs: 1_000 }, { gate, clock });
  open.push(one, other);
  const reply = { status: 503, headers: { "retry-after": "300" } };
  server.faults.on("any", { kind: "reply", reply }, 1);
  await expect(one.retailServer.channel()).rejects.toMatchObject({ code: "retail-server-failed" });
  await expect(other.retailServer.channel()).rejects.toMatchObject({ code: "retail-server-throttled" });
  expect(server.calls.get("any")).toBe(1);
  expect((await retailServer.channel()).currency).toBe("SEK");
});

test("what the server asks of one operation holds for the others", async () => {
  const { retailServer, server, clock } = await shop();
  server.faults.on("any", { kind: "reply", reply: { status: 429, headers: { "retry-after": "20" } } }, 1);
  await Promise.all([retailServer.channel(), retailServer.channel()]);
  expect(clock.slept).toContain(20_000);
  await retailServer.cart("cart-1");
  expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(40_000);
});
