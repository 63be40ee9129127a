import { afterEach, describe, expect, test } from "vitest";
import { BING_MAPS_SECRET } from "../../../simulators/retail-server/entities.ts";
import { startRetailServer } from "../../../simulators/retail-server/start-retail-server.ts";
import type { RetailServerOptions as SimulatorOptions } from "../../../simulators/retail-server/start-retail-server.ts";
import { aCart, aCustomer, aLine, anOrder, aProduct, aShop } from "../../../simulators/shop/builders.ts";
import { parseStamp, stampOf, type Stamp } from "../../cart/stamp.ts";
import type { RetailServerOptions } from "./retail-server.ts";
import { CHANNEL, OUN, testRetailServer } from "./test-retail-server.ts";

/* The adapter against the simulated Retail Server, which is written from the documentation and not from the adapter. */

const NOW = new Date("2026-01-15T12:00:00.000Z");
const LAMP = 68719489871;
const ACCOUNT = "C-1001";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function shop(simulated: Partial<SimulatorOptions> = {}, options: Partial<RetailServerOptions> = {}) {
  const simulator = await startRetailServer({
    shop: aShop(),
    oun: OUN,
    channelRecordId: CHANNEL,
    verifyToken: (header) =>
      /^\S+ token-\d$/.test(header) ? { ok: true } : { ok: false, resourceId: "InvalidAudience" },
    clock: { now: () => NOW },
    ...simulated,
  });
  const bench = testRetailServer(simulator.baseUrl, options);
  open.push(simulator, bench);
  return { ...bench, simulator };
}

function stamp(raw: string): Stamp {
  return parseStamp(raw) ?? expect.fail(`${raw} is no stamp`);
}

const DAY = { from: stamp("2026-01-15T00:00:00Z"), to: stampOf(NOW) };
const PAGE = { top: 100, skip: 0 };

describe("sign-in and channel", () => {
  test("the channel is read with the server's time, and its secret goes nowhere", async () => {
    const { retailServer, logged } = await shop();
    const channel = await retailServer.channel();
    expect(channel).toEqual({
      recordId: String(CHANNEL),
      currency: "SEK",
      defaultLanguage: "sv",
      serverTime: NOW,
    });
    expect(JSON.stringify([channel, logged])).not.toContain(BING_MAPS_SECRET);
  });

  test("an expired token is renewed on the way", async () => {
    const verifyToken = (header: string) =>
      header.endsWith("token-2")
        ? ({ ok: true } as const)
        : ({ ok: false, resourceId: "AuthenticationFailed" } as const);
    const { retailServer, turnedDown } = await shop({ verifyToken });
    expect(await retailServer.customers([ACCOUNT])).toHaveProperty("size", 1);
    expect(turnedDown).toEqual(["token-1"]);
  });

  test.each([
    [
      "a token for somebody else",
      { verifyToken: () => ({ ok: false, resourceId: "InvalidAudience" }) },
      {},
      "retail-server-unauthorized",
    ],
    ["the wrong scheme", { authorizationScheme: "id_token" }, {}, "retail-server-unauthorized"],
    ["the wrong operating unit", {}, { operatingUnitNumber: "129" }, "operating-unit-unknown"],
    [
      "the wrong operating unit, as 403",
      { invalidChannelStatus: 403 },
      { operatingUnitNumber: "129" },
      "operating-unit-unknown",
    ],
    ["an api version of long ago", {}, { apiVersion: "6.9" }, "retail-server-refused"],
  ] as const)("%s is a fault of its own", async (_name, simulated, options, code) => {
    const { retailServer } = await shop(simulated, options);
    await expect(retailServer.channel()).rejects.toMatchObject({ code });
  });

  test("the wrong address is a fault of its own", async () => {
    const { simulator } = await shop();
    const bench = testRetailServer(`${simulator.url}/RetailServer`);
    open.push(bench);
    await expect(bench.retailServer.channel()).rejects.toMatchObject({ code: "retail-server-not-found" });
  });
});

describe("carts", () => {
  test("of a window come oldest first, with both ends, exact stamps and what their lines are", async () => {
    const lines = [
      aLine(),
      aLine({ kind: "voided" }),
      aLine({ kind: "gift-card", productId: null }),
      aLine({ productId: 0, quantity: null, price: null, unit: null, description: null }),
    ];
    const carts = [
      aCart({ id: "late", modified: "2026-01-15T11:00:00.7654321Z" }),
      aCart({ id: "early", modified: "2026-01-15T09:00:00.0000001Z", lines }),
      aCart({ id: "too-late", modified: "2026-01-15T11:00:00.7654322Z" }),
      aCart({ id: "guest", customerId: "", modified: "2026-01-15T10:00:00Z" }),
    ];
    const { retailServer } = await shop({ shop: aShop({ carts }) });
    const window = { from: stamp("2026-01-15T09:00:00.0000001Z"), to: stamp("2026-01-15T11:00:00.7654321Z") };
    const page = await retailServer.cartsModified(window, PAGE);
    expect(page).toMatchObject({ rows: 2, unreadable: 0, more: false });
    expect(page.carts.map(({ id }) => id)).toEqual(["early", "late"]);
    expect(page.carts[0]?.modified.raw).toBe("2026-01-15T09:00:00.0000001Z");
    expect(page.carts[0]?.lines.map(({ kind }) => kind)).toEqual(["product", "voided", "gift-card", "other"]);
    expect(page.carts[0]?.lines[0]).toEqual({
      kind: "product",
      productId: String(LAMP),
      description: "Bordslampa Ljung",
      quantity: "1",
      unit: "st",
      unitPrice: "1295",
      discount: "0",
    });
  });

  test("are paged by top and skip, and a page that the server cut says so", async () => {
    const carts = Array.from({ length: 5 }, (_, index) =>
      aCart({ id: `cart-${index}`, modified: `2026-01-15T10:00:0${index}Z` }),
    );
    const { retailServer } = await shop({ shop: aShop({ carts }), maxPageSize: 2 });
    const page = await retailServer.cartsModified(DAY, { top: 3, skip: 1 });
    expect(page).toMatchObject({ carts: [{ id: "cart-1" }, { id: "cart-2" }], rows: 2, more: true });
  });

  test("that nobody can read hold up no other", async () => {
    const carts = [
      aCart({ id: "broken", wire: { ModifiedDateTime: "recently" }, modified: "2026-01-15T09:00:00Z" }),
      aCart({ id: "fine" }),
    ];
    const { retailServer } = await shop({ shop: aShop({ carts }) });
    const page = await retailServer.cartsModified(DAY, PAGE);
    expect(page).toMatchObject({ carts: [{ id: "fine" }], rows: 2, unreadable: 1 });
  });

  test.each([500, 400] as const)("that the server breaks on with %i hold up no other", async (status) => {
    const carts = ["a", "b", "c", "d"].map((id, at) =>
      aCart({ id, modified: `2026-01-15T10:0${at}:00.1234567Z` }),
    );
    const poisonedCarts = new Map([["c", status]]);
    const { retailServer, logged } = await shop({ shop: aShop({ carts }), poisonedCarts });
    const page = await retailServer.cartsModified(DAY, PAGE);
    expect(page.carts.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(page).toMatchObject({ unreadable: 1, through: { raw: "2026-01-15T10:02:00.1234567Z" } });
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toMatch(/"c"|C-1001/);
    expect(await retailServer.cart("c")).toBe("unreadable");
    const behind = await retailServer.cartsModified(
      { ...DAY, from: stamp("2026-01-15T10:02:00.1234568Z") },
      PAGE,
    );
    expect(behind.carts.map(({ id }) => id)).toEqual(["d"]);
  });

  test("of an account come newest first, checkout copies left out", async () => {
    const carts = [
      aCart({ id: "older", modified: "2026-01-15T08:00:00Z" }),
      aCart({ id: "newer", modified: "2026-01-15T11:59:00Z" }),
      aCart({ id: "checkout", type: "checkout" }),
      aCart({ id: "other", customerId: "C-1002" }),
    ];
    const { retailServer } = await shop({ shop: aShop({ carts }) });
    expect(await retailServer.cartsOf(ACCOUNT)).toMatchObject({
      carts: [{ id: "newer" }, { id: "older" }],
      complete: true,
    });
  });

  test.each([400, 403] as const)("of an account may not be offered: %i", async (customerSearchRefusal) => {
    const { retailServer, simulator } = await shop({ offersSearchByCustomer: false, customerSearchRefusal });
    expect(await retailServer.cartsOf(ACCOUNT)).toBe("not-offered");
    expect(await retailServer.cartsOf(ACCOUNT)).toBe("not-offered");
    expect(simulator.calls.get("Carts/Search")).toBe(1);
    expect(await retailServer.cart("cart-1")).toMatchObject({ id: "cart-1", account: ACCOUNT });
  });

  test("are gone when they were removed, whatever characters their id has", async () => {
    const carts = [aCart({ id: "it's a/cart?" })];
    const { retailServer, simulator } = await shop({ shop: aShop({ carts }) });
    expect(await retailServer.cart("it's a/cart?")).toMatchObject({ id: "it's a/cart?" });
    simulator.shop.removeCart("it's a/cart?");
    expect(await retailServer.cart("it's a/cart?")).toBeUndefined();
  });
});

describe("carts of people who are not signed in", () => {
  const guest = aCart({ id: "guest", customerId: "", receiptEmail: "kim@example.com" });
  const carts = [
    guest,
    { ...guest, id: "bare", receiptEmail: null },
    { ...guest, id: "untold", customerId: null },
    aCart({ id: "customers", receiptEmail: "office@example.com" }),
  ];
  const found = async (options: Partial<RetailServerOptions>) => {
    const { retailServer } = await shop({ shop: aShop({ carts }) }, options);
    const page = await retailServer.cartsModified(DAY, { top: 100, skip: 0 });
    return Object.fromEntries(page.carts.map(({ id, account, guestEmail }) => [id, [account, guestEmail]]));
  };

  test("are read with the address in them where guests are wanted; that of a customer's cart is nobody's", async () => {
    expect(await found({ includeGuests: true })).toEqual({
      guest: [undefined, "kim@example.com"],
      bare: [undefined, undefined],
      untold: [undefined, "kim@example.com"],
      customers: [ACCOUNT, undefined],
    });
  });

  test("are not asked for otherwise", async () => {
    expect(Object.keys(await found({})).sort()).toEqual(["customers", "untold"]);
  });

  test("can be read by themselves", async () => {
    const { retailServer } = await shop({ shop: aShop({ carts }) });
    expect(await retailServer.cart("guest")).toMatchObject({
      account: undefined,
      guestEmail: "kim@example.com",
    });
  });
});

describe("customers", () => {
  test("are read with their address and their wishes", async () => {
    const customers = [
      aCustomer(),
      aCustomer({ account: "C-1002", email: null, optOutPersonalization: true, language: null }),
    ];
    const { retailServer } = await shop({ shop: aShop({ customers }) });
    const found = await retailServer.customers([ACCOUNT, "C-1002", "C-gone"]);
    expect(Object.fromEntries(found)).toMatchObject({
      [ACCOUNT]: { email: "astrid.ljung@example.com", firstName: "Astrid", language: "sv", optedOut: false },
      "C-1002": { email: undefined, language: undefined, optedOut: true },
    });
    expect(found.size).toBe(2);
  });

  test("are read with what stands under the name of the consent, and without it where no name is given", async () => {
    const customers = [
      aCustomer({ account: "C-1", attributes: [{ name: "MayWeWrite", value: "Yes" }] }),
      aCustomer({ account: "C-2", extensionProperties: [{ name: "MAYWEWRITE", value: true }] }),
      aCustomer({ account: "C-3", attributes: [{ name: "MayWeWrite", value: null }] }),
      aCustomer({ account: "C-4", wire: { Attributes: [{ Name: "MayWeWrite", AttributeValue: 7 }] } }),
      aCustomer({ account: "C-5", attributes: [{ name: "Other", value: "Yes" }] }),
    ];
    const accounts = customers.map(({ account }) => account);
    const consentsOf = async (options: Partial<RetailServerOptions>) => {
      const { retailServer } = await shop({ shop: aShop({ customers }) }, options);
      const found = await retailServer.customers(accounts);
      return accounts.map((account) => found.get(account)?.consentValues);
    };
    expect(await consentsOf({ consentAttribute: "MayWeWrite" })).toEqual([
      ["Yes"],
      ["true"],
      [],
      "unreadable",
      [],
    ]);
    expect(await consentsOf({})).toEqual([[], [], [], [], []]);
  });

  test.each([400, 500] as const)("are read around one that breaks the server: %i", async (status) => {
    const accounts = Array.from({ length: 120 }, (_, index) => `C-${index}`);
    const customers = accounts.map((account) => aCustomer({ account }));
    const { retailServer } = await shop({
      shop: aShop({ customers }),
      poisonedAccounts: new Map([["C-77", status]]),
    });
    const found = await retailServer.customers(accounts);
    expect(accounts.filter((account) => !found.has(account))).toEqual(["C-77"]);
  });
});

describe("orders", () => {
  const orders = [
    anOrder({ id: "old", created: "2026-01-10T10:00:00.0000000Z", productIds: [1] }),
    anOrder({ id: "new", created: "2026-01-15T11:00:00.0000001Z", productIds: [LAMP, LAMP, 2] }),
  ];

  test.each([true, false])(
    "are read from a moment on, whether the server sorts them or not: %s",
    async (ordersObeyOrderBy) => {
      const { retailServer } = await shop({ shop: aShop({ orders }), ordersObeyOrderBy });
      expect(await retailServer.ordersSince(ACCOUNT, DAY.from)).toMatchObject({
        kind: "orders",
        orders: [{ created: { raw: "2026-01-15T11:00:00.0000001Z" }, productIds: [String(LAMP), "2"] }],
      });
      expect(await retailServer.ordersSince("C-1002", DAY.from)).toEqual({ kind: "orders", orders: [] });
    },
  );

  test("of one account may be unreadable while others are not", async () => {
    const { retailServer } = await shop({
      shop: aShop({ orders: [...orders, anOrder({ customerId: "C-3", wire: { CreatedDateTime: null } })] }),
      poisonedAccounts: new Map([
        ["C-1002", 400],
        ["C-4", 500],
      ]),
    });
    expect(await retailServer.ordersSince("C-1002", DAY.from)).toEqual({
      kind: "unreadable",
      why: "refused",
    });
    expect(await retailServer.ordersSince("C-3", DAY.from)).toEqual({
      kind: "unreadable",
      why: "row-unreadable",
    });
    expect(await retailServer.ordersSince("C-4", DAY.from)).toEqual({ kind: "unreadable", why: "failed" });
    expect(await retailServer.ordersSince(ACCOUNT, DAY.from)).toMatchObject({ kind: "orders" });
  });

  test("that the app may not read are a fault", async () => {
    const { retailServer } = await shop({ ordersReadable: false });
    await expect(retailServer.ordersSince(ACCOUNT, DAY.from)).rejects.toMatchObject({
      code: "retail-server-forbidden",
    });
  });
});

describe("products", () => {
  test("have names in the language that was asked for, and know their master", async () => {
    const products = [
      aProduct(),
      aProduct({ id: 5, kind: "variant", masterId: LAMP, names: { sv: "Grön" } }),
    ];
    const { retailServer } = await shop({ shop: aShop({ products }) });
    const ids = [String(LAMP), "5", "404"];
    const english = await retailServer.products(ids, "en-us");
    expect(english.get(String(LAMP))).toMatchObject({
      name: "Table lamp Ljung",
      itemId: "L-100",
      masterId: undefined,
    });
    expect(english.get("5")?.masterId).toBe(String(LAMP));
    expect(english.size).toBe(2);
    expect((await retailServer.products(ids, "sv")).get(String(LAMP))?.name).toBe("Bordslampa Ljung");
  });

  test("have pictures, the default one first", async () => {
    const pictures = ["a.png", "b.png"].map((url, index) => ({ url, altText: null, isDefault: index === 1 }));
    const { retailServer } = await shop({ shop: aShop({ products: [aProduct({ pictures })] }) });
    expect((await retailServer.pictures(String(LAMP))).map(({ url }) => url)).toEqual(["b.png", "a.png"]);
    expect(await retailServer.pictures("404")).toEqual([]);
  });

  test("without pictures because the server breaks on one are products all the same", async () => {
    const { retailServer } = await shop({ poisonedProducts: new Map([[LAMP, 500]]) });
    expect(await retailServer.pictures(String(LAMP))).toEqual([]);
  });
});

test("a server that throttles for a while is waited for, and asked for less at once", async () => {
  const { retailServer, simulator, clock } = await shop();
  const reply = { status: 429, headers: { "retry-after": "5" } };
  simulator.faults.on("*", { kind: "reply", reply }, 3);
  expect(await retailServer.customers([ACCOUNT])).toHaveProperty("size", 1);
  expect(clock.slept).toEqual([5_000, 5_000, 5_000]);
});

test("nothing that we ask changes anything", async () => {
  const { retailServer, simulator } = await shop({ shop: aShop({ orders: [anOrder()] }) });
  await retailServer.channel();
  await retailServer.cartsModified(DAY, PAGE);
  await retailServer.cartsOf(ACCOUNT);
  await retailServer.cart("cart-1");
  await retailServer.customers([ACCOUNT]);
  await retailServer.ordersSince(ACCOUNT, DAY.from);
  await retailServer.products([String(LAMP)], "sv");
  await retailServer.pictures(String(LAMP));
  expect([...simulator.calls.keys()].sort()).toEqual([
    "Carts(id)",
    "Carts/Search",
    "Customers(id)/GetOrderHistory",
    "Customers/GetByAccountNumbers",
    "OrgUnits/GetOrgUnitConfiguration",
    "Products(id)/GetMediaLocations",
    "Products/GetByIds",
  ]);
  expect(simulator.readOnly).toBe(true);
});
