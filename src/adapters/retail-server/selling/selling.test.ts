import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { errorReply } from "../../../../simulators/retail-server/errors.ts";
import type { ProductRow } from "../../../../simulators/retail-server/shop-data.ts";
import {
  startRetailServer,
  type RetailServerSimulator,
} from "../../../../simulators/retail-server/start-retail-server.ts";
import { aProduct, aShop } from "../../../../simulators/shop/builders.ts";
import { CHANNEL, OUN, testRetailServer, type Bench } from "../test-retail-server.ts";

const LAMP = aProduct();
const JUMPER = aProduct({ id: 100, itemId: "T-1", kind: "master", names: { sv: "Tröja" } });
const BLUE: ProductRow = aProduct({
  ...{ id: 101, itemId: "T-1", kind: "variant", masterId: 100, names: { sv: "Tröja, blå" } },
  price: "549.0000000",
});

let server: RetailServerSimulator;
let bench: Bench;

beforeEach(async () => {
  server = await startRetailServer({
    ...{ shop: aShop({ products: [LAMP, JUMPER, BLUE] }), oun: OUN, channelRecordId: CHANNEL },
    verifyToken: () => ({ ok: true }),
    clock: { now: () => new Date("2026-01-15T12:00:00.000Z") },
  });
  bench = testRetailServer(server.baseUrl);
});

afterEach(async () => {
  await bench.close();
  await server.close();
});

describe("the catalogue of Retail Server", () => {
  const find = (products: readonly string[], variants: readonly string[] = []) =>
    bench.retailServer.catalogue.find({ products, variants, skus: ["T-1"] });

  it("knows names, item numbers and prices in the channel's currency; stock it does not know", async () => {
    expect(await bench.retailServer.catalogue.currency()).toBe("SEK");
    expect(await find(["68719489871"])).toEqual([
      expect.objectContaining({
        ...{ id: "68719489871", title: "Bordslampa Ljung", sku: "L-100", kind: "ordinary" },
        ...{ prices: { SEK: "1295" }, stock: undefined, sellsWithoutStock: true, needsVariant: false },
      }),
    ]);
  });

  it("knows of a master the variants that were asked for, and that it needs one", async () => {
    const [jumper] = await find(["100"], ["101"]);
    expect(jumper).toMatchObject({ id: "100", needsVariant: true });
    expect(jumper?.variants).toEqual([
      expect.objectContaining({ id: "101", title: "Tröja, blå", prices: { SEK: "549" } }),
    ]);
    expect(await find(["100"])).toMatchObject([{ needsVariant: true, variants: [] }]);
  });

  it("takes a variant by its own id, as carts of Dynamics 365 have it", async () => {
    expect(await find(["101"])).toMatchObject([{ id: "101", needsVariant: false, prices: { SEK: "549" } }]);
  });

  it("leaves out what it does not have, also when that is all of many", async () => {
    expect(await find(["1", "68719489871"])).toHaveLength(1);
    expect(await find(Array.from({ length: 40 }, (_, at) => String(at + 1)))).toEqual([]);
    expect(await find([])).toEqual([]);
    expect(await find(["1;DROP", "-1"])).toEqual([]);
  });

  it("has no price for what costs nothing, and a package for a kit", async () => {
    const rows = [
      { RecordId: 7, Name: "Gåva", ProductTypeValue: 4, Price: 0, AdjustedPrice: 0, BasePrice: 0 },
      { RecordId: 8, Name: "Paket", ProductTypeValue: 1, Price: 10, AdjustedPrice: 9, BasePrice: 11 },
      { RecordId: 9, Name: null, ItemId: "X-9", ProductTypeValue: 4, Price: 5, AdjustedPrice: null },
      { RecordId: 10, ProductTypeValue: "?" },
    ];
    server.faults.on("Products/GetByIds", { kind: "reply", reply: { status: 200, body: { value: rows } } });
    expect(await find(["7", "8", "9", "10"])).toMatchObject([
      { id: "7", prices: {} },
      { id: "8", kind: "package", prices: { SEK: "9" } },
      { id: "9", title: "X-9", prices: { SEK: "5" } },
    ]);
  });

  it("throws when the server as a whole cannot be used", async () => {
    server.faults.on("Products/GetByIds", { kind: "drop-before" });
    await expect(find(["68719489871"])).rejects.toMatchObject({ code: "retail-server-unreachable" });
  });
});

describe("carts in Dynamics 365 Commerce", () => {
  const LINES = [
    { productId: "68719489871", quantity: 2 },
    { productId: "101", quantity: 1 },
  ];

  it("are made for a guest and filled, at the server's prices", async () => {
    const { commerceCarts } = bench.retailServer;
    const id = await commerceCarts.make();
    expect(await commerceCarts.addLines(id, LINES)).toBe("added");
    expect(server.shop.cart(id)).toMatchObject({
      customerId: "",
      lines: [
        { productId: 68719489871, quantity: "2.0000000", price: "1295.0000000" },
        { productId: 101, quantity: "1.0000000", price: "549.0000000" },
      ],
    });
  });

  it("that are gone are told apart from a server in trouble", async () => {
    const { commerceCarts } = bench.retailServer;
    expect(await commerceCarts.addLines("it's gone", LINES)).toBe("gone");
    const reply = errorReply({ status: 500, resourceId: "TransientStorageError", message: "" });
    server.faults.on("POST Carts(id)/AddCartLines", { kind: "reply", reply });
    await expect(commerceCarts.addLines("x", LINES)).rejects.toMatchObject({ code: "retail-server-failed" });
  });

  it.each(["POST Carts", "POST Carts(id)/AddCartLines"])(
    "are asked for once: %s is not repeated after a lost reply, which may have been a yes",
    async (operation) => {
      const { commerceCarts } = bench.retailServer;
      const id = await commerceCarts.make();
      const before = server.calls.get(operation) ?? 0;
      server.faults.on(operation, { kind: "drop-after" });
      const asked = operation === "POST Carts" ? commerceCarts.make() : commerceCarts.addLines(id, LINES);
      await expect(asked).rejects.toMatchObject({ code: "retail-server-unreachable" });
      expect(server.calls.get(operation)).toBe(before + 1);
    },
  );

  it("without an id are refused as no answer", async () => {
    server.faults.on("POST Carts", { kind: "reply", reply: { status: 200, body: { Id: "" } } });
    await expect(bench.retailServer.commerceCarts.make()).rejects.toMatchObject({
      code: "retail-server-unreadable",
    });
  });
});
