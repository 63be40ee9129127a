import { afterEach, describe, expect, test } from "vitest";
import { errorReply } from "../../../simulators/retail-server/errors.ts";
import { startServer, type Call, type Reply } from "../../../simulators/server.ts";
import { parseStamp, stampOf, type Stamp } from "../../cart/stamp.ts";
import { recording, testRetailServer } from "./test-retail-server.ts";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function shop(answer: (call: Call) => Reply) {
  const script = recording(answer);
  const server = await startServer(script);
  const bench = testRetailServer(server.url);
  open.push(server, bench);
  return { ...bench, calls: script.calls };
}

/** An order of so many minutes ago. */
function order(minutesAgo: number, ...products: readonly number[]) {
  return { CreatedDateTime: ago(minutesAgo).raw, SalesLines: products.map((ProductId) => ({ ProductId })) };
}

function ago(minutes: number): Stamp {
  return stampOf(new Date(Date.parse("2026-01-15T12:00:00.000Z") - minutes * 60_000));
}

/** A server that keeps to `$top` and `$skip`. */
function paged(rows: readonly unknown[], mostRows = 1_000) {
  return ({ url }: Call): Reply => {
    const skip = Number(url.searchParams.get("$skip"));
    const wanted = rows.slice(skip, skip + Number(url.searchParams.get("$top")));
    const given = wanted.slice(0, mostRows);
    const next = given.length < wanted.length ? { "@odata.nextLink": "https://elsewhere.example/" } : {};
    return { status: 200, body: { value: given, ...next } };
  };
}

function minutesOf(answer: { readonly orders: readonly { readonly created: Stamp }[] }): readonly number[] {
  return answer.orders.map(({ created }) => Number((ago(0).ticks - created.ticks) / 600_000_000n));
}

async function ordersOf(answer: (call: Call) => Reply, since: Stamp) {
  const { retailServer, calls } = await shop(answer);
  const orders = await retailServer.ordersSince("C-1", since);
  if (orders.kind !== "orders") return expect.fail(`unreadable: ${orders.why}`);
  return { minutes: minutesOf(orders), orders: orders.orders, calls: calls.length };
}

describe("the orders of an account", () => {
  test("are asked for newest first, by the account in the address only", async () => {
    const { retailServer, calls } = await shop(paged([]));
    await retailServer.ordersSince("O'Neil", ago(60));
    expect(calls).toMatchObject([{ method: "POST", body: "{}" }]);
    expect(calls[0]?.url.pathname).toBe("/Customers('O''Neil')/GetOrderHistory");
    expect(calls[0]?.url.search).toBe("?$top=50&$skip=0&$orderby=CreatedDateTime%20desc&api-version=7.3");
  });

  test("are those created at or after the moment, with their products", async () => {
    const rows = [order(5, 7, 8), order(60, 9), order(61, 10)];
    const { orders } = await ordersOf(paged(rows), ago(60));
    expect(orders.map(({ productIds }) => productIds)).toEqual([["7", "8"], ["9"]]);
  });

  test("are read no further than the moment when they come newest first", async () => {
    const rows = Array.from({ length: 400 }, (_, minutes) => order(minutes));
    const { minutes, calls } = await ordersOf(paged(rows), ago(70));
    expect(minutes).toEqual(Array.from({ length: 71 }, (_, index) => index));
    expect(calls).toBe(2);
  });

  test("are read to the end when they come in another order", async () => {
    const rows = Array.from({ length: 130 }, (_, index) => order(129 - index));
    const { minutes, calls } = await ordersOf(paged(rows), ago(3));
    expect(minutes).toEqual([0, 1, 2, 3]);
    expect(calls).toBe(3);
  });

  test("are read to the end when only a later page is out of order", async () => {
    const rows = [...Array.from({ length: 60 }, (_, minutes) => order(minutes + 100)), order(1)];
    const { minutes } = await ordersOf(paged(rows), ago(160));
    expect(minutes[0]).toBe(1);
  });

  test("are all read when the server gives fewer at a time than it is asked for", async () => {
    const rows = Array.from({ length: 35 }, (_, minutes) => order(minutes));
    const { minutes, calls } = await ordersOf(paged(rows, 10), ago(1_000));
    expect(minutes.length).toBe(35);
    expect(calls).toBe(4);
  });

  test("may end exactly with a page", async () => {
    const rows = Array.from({ length: 50 }, (_, minutes) => order(minutes));
    expect((await ordersOf(paged(rows), ago(1_000))).minutes.length).toBe(50);
  });
});

describe("the orders are unreadable", () => {
  test.each([
    ["row-unreadable", paged([order(1), { CreatedDateTime: null }])],
    ["too-many-orders", paged(Array.from({ length: 2_000 }, (_, minutes) => order(minutes)))],
    ["page-empty", (): Reply => ({ status: 200, body: { value: [], "@odata.nextLink": "x" } })],
    ["refused", (): Reply => errorReply({ status: 400, resourceId: "InvalidRequest", message: "C-1" })],
    ["not-found", (): Reply => ({ status: 404 })],
  ])("with our own word: %s", async (why, answer) => {
    const { retailServer, calls } = await shop(answer);
    expect(await retailServer.ordersSince("C-1", ago(10_000))).toEqual({ kind: "unreadable", why });
    expect(calls.length).toBeLessThanOrEqual(20);
  });

  test("when the account breaks a server that answers otherwise", async () => {
    const { retailServer } = await shop(({ url }) =>
      url.pathname.startsWith("/OrgUnits")
        ? { status: 200, body: { RecordId: 1, Currency: "SEK" } }
        : { status: 500 },
    );
    expect(await retailServer.ordersSince("C-1", ago(60))).toEqual({ kind: "unreadable", why: "failed" });
  });
});

test.each([
  [401, "retail-server-unauthorized"],
  [403, "retail-server-forbidden"],
  [429, "retail-server-throttled"],
  [500, "retail-server-failed"],
  [503, "retail-server-failed"],
])(
  "a server that answers everything with %i is a fault, not an account without orders",
  async (status, code) => {
    const { retailServer } = await shop(() => ({ status }));
    await expect(retailServer.ordersSince("C-1", ago(60))).rejects.toMatchObject({ code });
  },
);

test("an order of the same moment, written in another zone, counts", async () => {
  const rows = [{ CreatedDateTime: "2026-01-15T12:00:00.0000001+01:00", SalesLines: null }];
  const since = parseStamp("2026-01-15T11:00:00.0000001Z") ?? expect.fail();
  expect((await ordersOf(paged(rows), since)).orders.length).toBe(1);
});
