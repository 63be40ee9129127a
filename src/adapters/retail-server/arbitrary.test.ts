import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type Reply, type SimulatorServer } from "../../../simulators/server.ts";
import { ConnectorError } from "../../cart/connector-error.ts";
import { stampOf } from "../../cart/stamp.ts";
import type { RetailServer } from "../../ports/retail-server.ts";
import { testRetailServer } from "./test-retail-server.ts";

/* A server that answers anything at all. */

let server: SimulatorServer;
let reply: Reply;

beforeAll(async () => {
  server = await startServer({ operationOf: () => "any", answer: () => reply });
});

afterAll(() => server.close());

const SOME_ROW = fc.oneof(
  fc.record(
    {
      Id: fc.oneof(fc.constant("cart-1"), fc.string(), fc.jsonValue()),
      AccountNumber: fc.oneof(fc.constant("C-1"), fc.string(), fc.jsonValue()),
      RecordId: fc.oneof(fc.constant(7), fc.integer(), fc.string(), fc.jsonValue()),
      Currency: fc.oneof(fc.constant("SEK"), fc.jsonValue()),
      ModifiedDateTime: fc.oneof(fc.constant("2026-01-15T10:00:00Z"), fc.string(), fc.jsonValue()),
      CreatedDateTime: fc.oneof(fc.constant("2026-01-15T10:00:00Z"), fc.string(), fc.jsonValue()),
      CartLines: fc.oneof(
        fc.array(
          fc.record(
            { ProductId: fc.jsonValue(), Quantity: fc.jsonValue(), Price: fc.jsonValue() },
            { requiredKeys: [] },
          ),
        ),
        fc.jsonValue(),
      ),
      SalesLines: fc.jsonValue(),
      Blocked: fc.jsonValue(),
      Email: fc.jsonValue(),
      Uri: fc.jsonValue(),
      Priority: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);

const SOME_BODY = fc.oneof(
  { weight: 4, arbitrary: fc.record({ value: fc.array(SOME_ROW) }) },
  { weight: 2, arbitrary: SOME_ROW },
  fc.record({ value: fc.array(SOME_ROW), "@odata.nextLink": fc.jsonValue() }),
  fc.record({ error: fc.record({ code: fc.string(), message: fc.oneof(fc.json(), fc.string()) }) }),
  fc.string(),
);

const SOME_REPLY = fc.record({
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 302, 400, 401, 403, 404, 429, 500, 503),
  ),
  body: SOME_BODY,
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
    async (_name, ask) => {
      await fc.assert(
        fc.asyncProperty(SOME_REPLY, async (arbitrary) => {
          reply = arbitrary;
          const bench = testRetailServer(server.url);
          try {
            const told = JSON.stringify(arbitrary.body);
            for (const word of await ask(bench.retailServer)) {
              expect(told).toContain(JSON.stringify(word).slice(1, -1));
            }
          } catch (error) {
            if (!(error instanceof ConnectorError)) throw error;
            expect(error.message).not.toMatch(/[\r\n]/);
          } finally {
            await bench.close();
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});
