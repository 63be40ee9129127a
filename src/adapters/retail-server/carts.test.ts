import { afterEach, describe, expect, test } from "vitest";
import { errorReply } from "../../../simulators/retail-server/errors.ts";
import { startServer, type Call, type Reply } from "../../../simulators/server.ts";
import { parseStamp, stampOf } from "../../cart/stamp.ts";
import type { RetailServerOptions } from "./retail-server.ts";
import { recording, testRetailServer } from "./test-retail-server.ts";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function shop(answer: (call: Call) => Reply, options: Partial<RetailServerOptions> = {}) {
  const script = recording(answer);
  const server = await startServer(script);
  const bench = testRetailServer(server.url, options);
  open.push(server, bench);
  return { ...bench, calls: script.calls };
}

function cartRow(id: string, members: object = {}) {
  return {
    Id: id,
    CustomerId: "C-1",
    ModifiedDateTime: "2026-01-15T10:00:00.1234567Z",
    CartLines: [],
    ...members,
  };
}

function list(value: readonly unknown[], members: object = {}): Reply {
  return { status: 200, body: { value, ...members } };
}

function refused(status: number, resourceId = "InvalidRequest"): Reply {
  return errorReply({ status, resourceId, message: "no" });
}

function isChannel(call: Call): boolean {
  return call.url.pathname.endsWith("GetOrgUnitConfiguration");
}

const CHANNEL: Reply = { status: 200, body: { RecordId: 1, Currency: "SEK" } };

describe("carts of a window", () => {
  const FROM = parseStamp("2026-01-15T10:00:00.1234567+01:00") ?? expect.fail();
  const TO = stampOf(new Date("2026-01-15T11:30:00.000Z"));
  const PAGE = { top: 100, skip: 200 };

  test("are asked for by the raw stamps, oldest first, shopping carts of customers only", async () => {
    const { retailServer, calls } = await shop(() => list([]));
    await retailServer.cartsModified({ from: FROM, to: TO }, PAGE);
    expect(calls[0]?.url.search).toBe("?$top=100&$skip=200&$orderby=ModifiedDateTime&api-version=7.3");
    expect(JSON.parse(calls[0]?.body ?? "")).toEqual({
      cartSearchCriteria: {
        CartTypeValue: 1,
        IncludeAnonymous: false,
        LastModifiedDateTimeFrom: "2026-01-15T10:00:00.1234567+01:00",
        LastModifiedDateTimeTo: "2026-01-15T11:30:00.0000000Z",
      },
    });
  });

  test("come in the order of the reply, rows that make no sense counted", async () => {
    const rows = [cartRow("b"), null, cartRow("a"), cartRow("c", { ModifiedDateTime: null })];
    const { retailServer } = await shop(() => list(rows));
    const page = await retailServer.cartsModified({ from: FROM, to: TO }, PAGE);
    expect(page.carts.map(({ id }) => id)).toEqual(["b", "a"]);
    expect(page).toMatchObject({ rows: 4, unreadable: 2, more: false });
  });

  test("say when the server has more, and its next link is not followed", async () => {
    const next = { "@odata.nextLink": "https://elsewhere.example/Carts/Search?$skip=1" };
    const { retailServer, calls } = await shop(() => list([cartRow("a")], next));
    const page = await retailServer.cartsModified({ from: FROM, to: TO }, PAGE);
    expect(page.more).toBe(true);
    expect(calls.length).toBe(1);
  });

  test("are a fault when the reply is no list", async () => {
    const { retailServer } = await shop(() => ({ status: 200, body: { value: null } }));
    await expect(retailServer.cartsModified({ from: FROM, to: TO }, PAGE)).rejects.toMatchObject({
      code: "retail-server-unreadable",
    });
  });
});

describe("carts of an account", () => {
  test("are asked for newest first", async () => {
    const { retailServer, calls } = await shop(() => list([cartRow("a")]));
    const answer = await retailServer.cartsOf("C-1");
    expect(answer).toMatchObject({ carts: [{ id: "a" }], complete: true });
    expect(calls[0]?.url.search).toBe("?$top=50&$skip=0&$orderby=ModifiedDateTime%20desc&api-version=7.3");
    expect(JSON.parse(calls[0]?.body ?? "")).toEqual({
      cartSearchCriteria: { CartTypeValue: 1, IncludeAnonymous: false, CustomerAccountNumber: "C-1" },
    });
  });

  test.each([
    ["the page is full", list(Array.from({ length: 50 }, (_, index) => cartRow(`c-${index}`)))],
    ["the server has more", list([cartRow("a")], { "@odata.nextLink": "x" })],
    ["a row makes no sense", list([cartRow("a"), cartRow("")])],
  ])("may not be all when %s", async (_name, reply) => {
    const { retailServer } = await shop(() => reply);
    expect(await retailServer.cartsOf("C-1")).toMatchObject({ complete: false });
  });

  test("are never somebody else's, and one of those shows that the server did not heed the account", async () => {
    const rows = [cartRow("a"), cartRow("b", { CustomerId: "C-2" }), cartRow("c", { CustomerId: "" })];
    const { retailServer } = await shop(() => list(rows));
    expect(await retailServer.cartsOf("C-1")).toMatchObject({ carts: [{ id: "a" }], complete: false });
  });

  test.each([400, 403])(
    "are not offered by a server that refuses the search with %i, and it is not asked again",
    async (status) => {
      const { retailServer, calls, logged } = await shop(() => refused(status));
      expect(await retailServer.cartsOf("C-1")).toBe("not-offered");
      expect(await retailServer.cartsOf("C-2")).toBe("not-offered");
      expect(calls.length).toBe(1);
      expect(logged.length).toBe(1);
    },
  );

  test("are asked for again when the server refuses one account but has searched by others", async () => {
    const { retailServer } = await shop(({ body }) =>
      body.includes("C-2") ? refused(400) : list([cartRow("a")]),
    );
    await retailServer.cartsOf("C-1");
    expect(await retailServer.cartsOf("C-2")).toBe("not-offered");
    expect(await retailServer.cartsOf("C-1")).toMatchObject({ complete: true });
  });

  test("are a fault when the server is in trouble", async () => {
    const { retailServer } = await shop(() => refused(503));
    await expect(retailServer.cartsOf("C-1")).rejects.toMatchObject({ code: "retail-server-failed" });
  });
});

describe("one cart", () => {
  test("is read by its id", async () => {
    const { retailServer, calls } = await shop(() => ({ status: 200, body: cartRow("it's") }));
    expect(await retailServer.cart("it's")).toMatchObject({ id: "it's" });
    expect(calls[0]?.url.pathname).toBe("/Carts('it''s')");
  });

  test.each([
    ["404", { status: 404 }],
    ["404 with its reason", refused(404, "CartNotFound")],
    ["its reason under another status", refused(400, "CartNotFound")],
  ])("is gone when the server says so with %s", async (_name, reply) => {
    const { retailServer } = await shop(() => reply);
    expect(await retailServer.cart("a")).toBeUndefined();
  });

  test.each([
    ["another cart comes", { status: 200, body: cartRow("b") }],
    ["it has no stamp", { status: 200, body: cartRow("a", { ModifiedDateTime: null }) }],
    ["it comes in a list", list([cartRow("a")])],
    ["the server refuses it", refused(400)],
  ])("is unreadable when %s", async (_name, reply) => {
    const { retailServer } = await shop(() => reply);
    expect(await retailServer.cart("a")).toBe("unreadable");
  });

  test("that breaks a server which answers otherwise is unreadable", async () => {
    const { retailServer } = await shop((call) => (isChannel(call) ? CHANNEL : refused(500)));
    expect(await retailServer.cart("a")).toBe("unreadable");
  });

  test("is a fault when the server breaks on everything", async () => {
    const { retailServer } = await shop(() => refused(500));
    await expect(retailServer.cart("a")).rejects.toMatchObject({ code: "retail-server-failed" });
  });

  test("that is too large is unreadable", async () => {
    const large = cartRow("a", { Comment: "x".repeat(2_000) });
    const { retailServer } = await shop(() => ({ status: 200, body: large }), { maxResponseBytes: 1_000 });
    expect(await retailServer.cart("a")).toBe("unreadable");
  });
});
