import { Agent, request } from "undici";
import { expect, it } from "vitest";
import { startServer } from "../../simulators/server.ts";
import { stage } from "../../test/stage.ts";
import { createCounter, difference } from "./counting.ts";

it("counts requests by neighbour, however they end", async () => {
  const server = await startServer({
    operationOf: () => "anything",
    answer: () => ({ status: 503 }),
  });
  const agent = new Agent();
  const counter = createCounter();
  const shop = counter.requests("shop", agent);
  const mail = counter.requests("mail", agent);
  for (const dispatcher of [shop, shop, mail]) {
    const { body } = await request(server.url, { dispatcher });
    await body.dump();
  }
  expect(counter.snapshot()).toEqual({ shop: 2, mail: 1 });
  await agent.close();
  await server.close();
});

it("counts every call of the ledger that costs something, and leaves the answers alone", async () => {
  const { store } = stage();
  const counter = createCounter();
  const ledger = counter.ledger(store.connect());
  const doc = { id: "key-check", pk: "key-check", kind: "key-check", check: "x", ttl: -1 } as const;
  const created = await ledger.create(doc);
  expect((await ledger.read(["key-check"])).get("key-check")).toEqual(created);
  expect(await ledger.replace(doc, "no version")).toBe("conflict");
  expect(await ledger.due("128", new Date(0), 1)).toEqual([]);
  expect(await ledger.unsure(1)).toEqual([]);
  await ledger.purge();
  await ledger.close();
  expect(counter.snapshot()).toEqual({ ledger: 5 });
});

it("tells what came in between two looks", () => {
  expect(difference({ shop: 2 }, { shop: 5, mail: 1 })).toEqual({ shop: 3, mail: 1 });
  expect(difference({ shop: 2 }, { shop: 2 })).toEqual({ shop: 0 });
});
