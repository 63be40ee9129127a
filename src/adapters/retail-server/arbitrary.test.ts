import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type Reply, type SimulatorServer } from "../../../simulators/server.ts";
import { ConnectorError } from "../../cart/connector-error.ts";
import { stampOf } from "../../cart/stamp.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { testRetailServer } from "./test-retail-server.ts";

/* A server that answers anything at all, and now and then something that makes sense. */

let server: SimulatorServer;
let reply: Reply;
let channelReply: Reply | undefined;

beforeAll(async () => {
  server = await startServer({
    operationOf: (call) => call.url.pathname,
    answer: ({ url }) => (url.pathname.startsWith("/OrgUnits") ? (channelReply ?? reply) : reply),
  });
});

afterAll(() => server.close());

/** Mostly this, otherwise anything. */
function mostly(...sensible: readonly unknown[]) {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...sensible) },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

const STAMP = mostly("2026-01-15T10:00:00Z", "2026-01-15T11:00:00.1234567+01:00", "1900-01-01T00:00:00Z");

const LINE = fc.record(
  {
    ProductId: mostly(7, 8, 0, null),
    Quantity: mostly(1, "2.0"),
    Price: mostly(19.9),
    IsVoided: mostly(true, false),
  },
  { requiredKeys: [] },
);

const ROW = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      {
        Id: mostly("cart-1"),
        CustomerId: mostly("C-1", ""),
        AccountNumber: mostly("C-1", "C-2"),
        RecordId: mostly(7, 8),
        Currency: mostly("SEK"),
        ModifiedDateTime: STAMP,
        CreatedDateTime: STAMP,
        CartLines: fc.oneof(fc.array(LINE), mostly(null)),
        SalesLines: fc.oneof(fc.array(LINE), mostly(null)),
        Blocked: mostly(true, false, null),
        Email: mostly("anna@example.com"),
        Uri: mostly("a.png"),
        Priority: mostly(1, 2, null),
      },
      { requiredKeys: ["RecordId", "AccountNumber", "ModifiedDateTime", "CreatedDateTime"] },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
);

const ROWS = fc.array(ROW, { maxLength: 4 });

const BODY = fc.oneof(
  { weight: 4, arbitrary: fc.record({ value: ROWS }) },
  { weight: 4, arbitrary: ROW },
  { weight: 1, arbitrary: fc.record({ value: ROWS, "@odata.nextLink": fc.jsonValue() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      error: fc.record({ code: fc.string(), message: fc.oneof(fc.json(), fc.string()) }),
    }),
  },
  { weight: 1, arbitrary: fc.string() },
);

const REPLY = fc.record({
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.constantFrom(201, 302, 400, 401, 403, 404, 429, 500, 503) },
  ),
  body: BODY,
});

const NOW = stampOf(new Date("2026-01-15T12:00:00.000Z"));
const LONG_AGO = stampOf(new Date("2020-01-01T00:00:00.000Z"));

const QUESTIONS: Readonly<Record<string, (of: RetailServer) => Promise<readonly string[]>>> = {
  channel: async (of) => [(await of.channel()).recordId],
  cartsModified: async (of) => {
    const page = await of.cartsModified({ from: LONG_AGO, to: NOW }, { top: 10, skip: 0 });
    expect(page.carts.length + page.unreadable).toBe(page.rows);
    return page.carts.map(({ id }) => id);
  },
  cartsOf: async (of) => {
    const answer = await of.cartsOf("C-1");
    return answer === "not-offered" ? [] : answer.carts.map(({ id }) => id);
  },
  cart: async (of) => {
    const cart = await of.cart("cart-1");
    return cart === undefined || cart === "unreadable" ? [] : [cart.id];
  },
  customers: async (of) => [...(await of.customers(["C-1", "C-2"])).keys()],
  ordersSince: async (of) => {
    const answer = await of.ordersSince("C-1", LONG_AGO);
    return answer.kind === "orders" ? answer.orders.map(({ created }) => created.raw) : [];
  },
  products: async (of) => [...(await of.products(["7", "8"], "sv")).keys()],
  pictures: async (of) => (await of.pictures("7")).map(({ url }) => url),
};

describe("whatever a server answers", () => {
  test.each(Object.entries(QUESTIONS))(
    "%s ends in an answer made of that or in a named fault",
    async (name, ask) => {
      channelReply =
        name === "channel" ? undefined : { status: 200, body: { RecordId: 5637144592, Currency: "SEK" } };
      let answers = 0;
      await fc.assert(
        fc.asyncProperty(REPLY, async (arbitrary) => {
          reply = arbitrary;
          const bench = testRetailServer(server.url);
          try {
            const words = await ask(bench.retailServer);
            const told = JSON.stringify(arbitrary.body);
            for (const word of words) expect(told).toContain(JSON.stringify(word).slice(1, -1));
            answers += words.length;
          } catch (error) {
            if (!(error instanceof ConnectorError)) throw error;
            expect(error.message).not.toMatch(/[\r\n]/);
          } finally {
            await bench.close();
          }
        }),
        { numRuns: 150 },
      );
      expect(answers).toBeGreaterThan(0);
    },
  );
});
