import { afterEach, describe, expect, test } from "vitest";
import { aCart, aCustomer, aLine, anOrder, aProduct, aShop } from "../shop/builders.ts";
import { BING_MAPS_SECRET } from "./entities.ts";
import { errorReply } from "./errors.ts";
import {
  startRetailServer,
  type RetailServerOptions,
  type RetailServerSimulator,
} from "./start-retail-server.ts";

const NOW = new Date("2026-01-15T12:00:00.000Z");
const CHANNEL = 5637144592;
const running: RetailServerSimulator[] = [];

async function start(options: Partial<RetailServerOptions> = {}): Promise<RetailServerSimulator> {
  const server = await startRetailServer({
    shop: aShop(),
    oun: "128",
    channelRecordId: CHANNEL,
    verifyToken: (header) => ({ ok: header.endsWith(" good"), resourceId: "InvalidAudience" }),
    clock: { now: () => NOW },
    ...options,
  });
  running.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Whatever it is; the tests say what they expect. */
  readonly body: Record<string, unknown>;
  /** The resource id out of the inner document of an error. */
  readonly errorId: string | undefined;
}

interface Request {
  readonly body?: unknown;
  readonly headers?: Record<string, string | undefined>;
  readonly query?: string;
}

async function ask(
  server: RetailServerSimulator,
  methodAndPath: string,
  { body, headers = {}, query = "" }: Request = {},
): Promise<Answer> {
  const [method = "", path = ""] = methodAndPath.split(" ");
  const all: Record<string, string | undefined> = {
    authorization: "Bearer good",
    oun: "128",
    "content-type": "application/json",
    ...headers,
  };
  const response = await fetch(`${server.baseUrl}/${path}?api-version=7.3${query}`, {
    method,
    headers: Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return readAnswer(response);
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = JSON.parse(text) as Record<string, unknown>;
  const error = body["error"] as { message: string } | undefined;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    errorId: error && idWithin(error),
  };
}

function idWithin({ message }: { message: string }): string {
  const inner = JSON.parse(message) as { ErrorResourceId: string };
  return inner.ErrorResourceId.replace("Microsoft_Dynamics_Commerce_Runtime_", "");
}

function search(
  server: RetailServerSimulator,
  criteria: object,
  query = "&$orderby=ModifiedDateTime",
): Promise<Answer> {
  return ask(server, "POST Carts/Search", { body: { cartSearchCriteria: criteria }, query });
}

function column(answer: Answer, name: string): unknown[] {
  return (answer.body["value"] as Record<string, unknown>[]).map((row) => row[name]);
}

describe("who may come in", () => {
  test.each([
    ["no token at all", { authorization: undefined }, 401, "AuthenticationFailed"],
    ["a token for somebody else", { authorization: "Bearer bad" }, 401, "InvalidAudience"],
    ["another scheme", { authorization: "id_token good" }, 401, "AuthenticationFailed"],
    ["no operating unit", { oun: undefined }, 401, "InvalidChannel"],
    ["another operating unit", { oun: "129" }, 401, "InvalidChannel"],
  ])("%s is refused", async (_name, headers, status, errorId) => {
    const answer = await ask(await start(), "POST OrgUnits/GetOrgUnitConfiguration", { headers, body: {} });
    expect(answer).toMatchObject({ status, errorId });
  });

  test("the scheme is compared without regard to case, and can be another one", async () => {
    const server = await start({ authorizationScheme: "id_token" });
    const headers = { authorization: "ID_TOKEN good" };
    const answer = await ask(server, "POST OrgUnits/GetOrgUnitConfiguration", { headers, body: {} });
    expect(answer.status).toBe(200);
  });

  test("the status of a wrong operating unit can be chosen", async () => {
    const server = await start({ invalidChannelStatus: 403 });
    const answer = await ask(server, "GET Carts('cart-1')", { headers: { oun: "7" } });
    expect(answer).toMatchObject({ status: 403, errorId: "InvalidChannel" });
  });

  test.each(["", "?api-version=6.9", "?api-version=7.3&api-version=7.3"])(
    "the api version is checked: %s",
    async (query) => {
      const server = await start();
      const headers = { authorization: "Bearer good", oun: "128" };
      const response = await fetch(`${server.baseUrl}/Carts('cart-1')${query}`, { headers });
      expect(await readAnswer(response)).toMatchObject({
        status: 400,
        errorId: "RetailServerApiVersionNotSupported",
      });
    },
  );
});

describe("what is and what is not there", () => {
  test("everything is dated by the clock, errors too", async () => {
    const server = await start();
    for (const path of ["GET Carts('cart-1')", "GET Carts('gone')"]) {
      expect((await ask(server, path)).headers.get("date")).toBe("Thu, 15 Jan 2026 12:00:00 GMT");
    }
  });

  test.each([
    ["GET Baskets('1')", 404],
    ["GET Carts/Search", 404],
    ["GET Carts('a')/Search/More", 404],
    ["POST Microsoft.Dynamics.Carts/Search", 404],
    ["POST OrgUnits/GetOrgUnitConfiguration()", 404],
    ["POST Products/Search", 501],
    ["POST Carts(1)/Copy", 501],
    ["POST SalesOrders/Search", 403],
    ["GET Carts(1)", 400],
    ["GET Carts('it's')", 400],
    ["GET Products('1')/GetMediaLocations(channelId=5637144592,catalogId=0)", 400],
    ["GET Products(1)/GetMediaLocations(channelId=5637144592)", 400],
    ["GET Products(1)/GetMediaLocations(channelId=1,catalogId=0)", 400],
  ])("%s is answered %i", async (path, status) => {
    expect((await ask(await start(), path)).status).toBe(status);
  });

  test("only attempts to write count against read-only", async () => {
    const server = await start();
    await search(server, {});
    await ask(server, "GET Carts('cart-1')");
    await ask(server, "POST Products/Search", { body: {} });
    await ask(server, "GET Nonsense");
    expect(server.readOnly).toBe(true);
    server.faults.on("*", {
      kind: "reply",
      reply: errorReply({ status: 500, resourceId: "X", message: "" }),
    });
    await ask(server, "PATCH Carts('cart-1')", { body: {} });
    await ask(server, "POST Carts('cart-1')/AddCartLines", { body: {} });
    await ask(server, "POST Carts('cart-1')/AddCoupons", { body: {} });
    expect(server.writeAttempts()).toEqual([
      "PATCH Carts(id)",
      "POST Carts(id)/AddCartLines",
      "POST Carts(id)/AddCoupons",
    ]);
    expect(server.readOnly).toBe(false);
  });

  test("a guest's cart can be made and filled, at the prices of the shop, and that is no reading", async () => {
    const server = await start();
    const made = await ask(server, "POST Carts", { body: { Id: "" } });
    expect(made).toMatchObject({ status: 200, body: { CustomerId: "", CartLines: [] } });
    const id = String(made.body["Id"]);
    const lines = { cartLines: [{ ProductId: 68719489871, Quantity: 2 }] };
    expect(await ask(server, `POST Carts('${id}')/AddCartLines`, { body: lines })).toMatchObject({
      status: 200,
      body: { CartLines: [{ ProductId: 68719489871, Quantity: 2, Price: 1295 }] },
    });
    expect((await ask(server, `GET Carts('${id}')`)).body["Version"]).toBe(2);
    expect(server.writeAttempts()).toEqual(["POST Carts", "POST Carts(id)/AddCartLines"]);
  });

  test.each([
    ["a product that is not there", "cart-1", { cartLines: [{ ProductId: 1, Quantity: 1 }] }, 400],
    ["a quantity of 0", "cart-1", { cartLines: [{ ProductId: 68719489871, Quantity: 0 }] }, 400],
    ["an id that comes as text", "cart-1", { cartLines: [{ ProductId: "68719489871", Quantity: 1 }] }, 400],
    [
      "a price of one's own",
      "cart-1",
      { cartLines: [{ ProductId: 68719489871, Quantity: 1, Price: 1 }] },
      400,
    ],
    [
      "another version of the cart",
      "cart-1",
      { cartLines: [{ ProductId: 68719489871, Quantity: 1 }], cartVersion: 9 },
      400,
    ],
    ["a cart that is gone", "gone", { cartLines: [{ ProductId: 68719489871, Quantity: 1 }] }, 404],
  ])("no line is added with %s", async (_what, id, body, status) => {
    const server = await start();
    expect((await ask(server, `POST Carts('${id}')/AddCartLines`, { body })).status).toBe(status);
    expect(server.shop.cart("cart-1").lines).toEqual([aLine()]);
  });

  test("a failure is asked for by the operation's name, and the call is counted", async () => {
    const server = await start();
    const reply = errorReply({ status: 503, resourceId: "StorageRequestTimeout", message: "not now" });
    server.faults.on("Carts(id)", { kind: "reply", reply }, 1);
    expect(await ask(server, "GET Carts('cart-1')")).toMatchObject({
      status: 503,
      errorId: "StorageRequestTimeout",
    });
    expect((await ask(server, "GET Carts('cart-1')")).status).toBe(200);
    expect(server.calls.get("Carts(id)")).toBe(2);
  });
});

describe("the body of an action", () => {
  test.each([
    ["no body", ""],
    ["text that is not JSON", "{"],
    ["the criteria without their envelope", { CartTypeValue: 1 }],
    ["a parameter in other letters", { CartSearchCriteria: {} }],
    ["paging in the body", { cartSearchCriteria: {}, queryResultSettings: {} }],
    ["unknown criteria", { cartSearchCriteria: { ModifiedFrom: "2026-01-15T10:00:00Z" } }],
    [
      "a moment without its zone",
      { cartSearchCriteria: { LastModifiedDateTimeFrom: "2026-01-15T10:00:00" } },
    ],
    [
      "more than seven digits",
      { cartSearchCriteria: { LastModifiedDateTimeTo: "2026-01-15T10:00:00.12345678Z" } },
    ],
    ["an enum by name", { cartSearchCriteria: { CartTypeValue: "Shopping" } }],
  ])("%s is refused", async (_name, body) => {
    expect((await ask(await start(), "POST Carts/Search", { body })).status).toBe(400);
  });

  test("a body that does not say it is JSON is refused", async () => {
    const headers = { "content-type": "text/plain" };
    const answer = await ask(await start(), "POST Carts/Search", {
      headers,
      body: { cartSearchCriteria: {} },
    });
    expect(answer.status).toBe(400);
  });

  test("null criteria are as good as none", async () => {
    const answer = await search(await start(), { CartId: null, LastModifiedDateTimeFrom: null });
    expect(column(answer, "Id")).toEqual(["cart-1"]);
  });

  test.each([
    ["&$top=-1", 400],
    ["&$top=ten", 400],
    ["&$top=1&$top=2", 400],
    ["&$count=yes", 400],
    ["&$orderby=ModifiedDateTime%20down", 400],
    ["&$orderby=Name", 501],
    ["&$orderby=ModifiedDateTime,Id", 501],
    ["&$filter=Id%20eq%20'1'", 501],
    ["&top=10", 501],
  ])("the query option %s is answered %i", async (query, status) => {
    expect((await search(await start(), {}, query)).status).toBe(status);
  });
});

describe("searching carts", () => {
  const t = (fraction: string): string => `2026-01-15T10:00:00.${fraction}Z`;

  test("both ends of the window are included, to the last digit", async () => {
    const carts = ["1234566", "1234567", "1234568", "1234569"].map((fraction) =>
      aCart({ id: fraction, modified: t(fraction) }),
    );
    const answer = await search(await start({ shop: aShop({ carts }) }), {
      LastModifiedDateTimeFrom: t("1234567"),
      LastModifiedDateTimeTo: "2026-01-15T11:00:00.1234568+01:00",
    });
    expect(column(answer, "ModifiedDateTime")).toEqual([t("1234567"), t("1234568")]);
  });

  test("equal stamps keep one order that is not the order of ids, whatever the page size", async () => {
    const carts = Array.from({ length: 30 }, (_, index) => aCart({ id: `cart-${String(index + 10)}` }));
    const server = await start({ shop: aShop({ carts }) });
    const whole = column(await search(server, {}), "Id");
    const paged: unknown[] = [];
    for (const skip of [0, 7, 14, 21, 28]) {
      const page = await search(server, {}, `&$orderby=ModifiedDateTime%20asc&$top=7&$skip=${String(skip)}`);
      paged.push(...column(page, "Id"));
    }
    expect(paged).toEqual(whole);
    expect(whole.toSorted()).toEqual(carts.map((cart) => cart.id));
    expect(whole).not.toEqual(whole.toSorted());
  });

  test("the newest come first when asked, and the last made when nothing is asked", async () => {
    const carts = [
      aCart({ id: "made-first", modified: t("3") }),
      aCart({ id: "made-second", modified: t("1") }),
      aCart({ id: "made-third", modified: t("2") }),
    ];
    const server = await start({ shop: aShop({ carts }) });
    const descending = await search(server, {}, "&$orderby=ModifiedDateTime%20desc");
    expect(column(descending, "Id")).toEqual(["made-first", "made-third", "made-second"]);
    expect(column(await search(server, {}, ""), "Id")).toEqual(["made-third", "made-second", "made-first"]);
  });

  test("it can be narrowed to a type, a customer, a cart, and widened to guests", async () => {
    const carts = [
      aCart({ id: "of-1", customerId: "C-1" }),
      aCart({ id: "checkout-of-1", customerId: "C-1", type: "checkout" }),
      aCart({ id: "of-2", customerId: "C-2" }),
      aCart({ id: "guest", customerId: "" }),
      aCart({ id: "untold", customerId: null }),
    ];
    const server = await start({ shop: aShop({ carts }) });
    const found = async (criteria: object): Promise<unknown[]> =>
      column(await search(server, criteria), "Id").toSorted();
    expect(await found({ CartTypeValue: 1 })).toEqual(["of-1", "of-2", "untold"]);
    expect(await found({ CartTypeValue: 2 })).toEqual(["checkout-of-1"]);
    expect(await found({ CustomerAccountNumber: "C-1" })).toEqual(["checkout-of-1", "of-1"]);
    expect(await found({ CartId: "of-2" })).toEqual(["of-2"]);
    expect(await found({ CartId: "of-2", CustomerAccountNumber: "C-1" })).toEqual([]);
    expect(await found({ IncludeAnonymous: true })).toHaveLength(5);
    expect(await found({ SuspendedOnly: true })).toEqual([]);
    expect(await found({ CustomerAccountNumber: "C-1", LastModifiedDateTimeFrom: t("2") })).toEqual([]);
  });

  test("the search by customer can be missing", async () => {
    const server = await start({ offersSearchByCustomer: false });
    expect(await search(server, { CustomerAccountNumber: "C-1001" })).toMatchObject({
      status: 403,
      errorId: "AuthorizationFailed",
    });
    server.knobs.customerSearchRefusal = 400;
    expect((await search(server, { CustomerAccountNumber: "C-1001" })).status).toBe(400);
    expect((await search(server, { CartTypeValue: 1 })).status).toBe(200);
  });

  test("a page is cut with a next link only where the server gives less than was asked", async () => {
    const carts = Array.from({ length: 5 }, (_, index) => aCart({ id: String(index) }));
    const server = await start({ shop: aShop({ carts }), maxPageSize: 2 });
    const cut = await search(server, {}, "&$top=4&$skip=1&$count=true");
    expect(column(cut, "Id")).toHaveLength(2);
    expect(cut.body["@odata.count"]).toBe(5);
    const next = new URL(String(cut.body["@odata.nextLink"]));
    expect(next.origin + next.pathname).toBe(`${server.baseUrl}/Carts/Search`);
    expect([next.searchParams.get("$top"), next.searchParams.get("$skip")]).toEqual(["2", "3"]);
    const asAsked = await search(server, {}, "&$top=2");
    expect(asAsked.body).not.toHaveProperty("@odata.nextLink");
    expect(asAsked.body).not.toHaveProperty("@odata.count");
  });
});

describe("what is written", () => {
  test("decimals keep their digits, ids are bare numbers, missing values are null", async () => {
    const lines = [
      aLine({ quantity: "2.0000000", price: "19.99" }),
      aLine({ kind: "gift-card", productId: null }),
    ];
    const { text, body } = await ask(
      await start({ shop: aShop({ carts: [aCart({ lines })] }) }),
      "GET Carts('cart-1')",
    );
    expect(text).toContain(`"Quantity":2.0000000,`);
    expect(text).toContain(`"Price":19.99,`);
    expect(text).toContain(`"ProductId":68719489871,`);
    expect(body).toMatchObject({ Comment: null, TotalAmount: null, TenderLines: [], ChannelId: CHANNEL });
    expect(body["CartLines"]).toMatchObject([
      { IsVoided: false, IsGiftCardLine: false },
      { ProductId: null, IsGiftCardLine: true },
    ]);
  });

  test("a row can be spoilt on purpose", async () => {
    const carts = [aCart({ wire: { Id: null, CartLines: "none" } })];
    const answer = await search(await start({ shop: aShop({ carts }) }), {});
    expect(column(answer, "Id")).toEqual([null]);
    expect(column(answer, "CartLines")).toEqual(["none"]);
  });

  test("one object is not wrapped, a collection is, and the context can be left out", async () => {
    const server = await start();
    const one = await ask(server, "POST OrgUnits/GetOrgUnitConfiguration", { body: {} });
    expect(one.body["@odata.context"]).toBe(
      `${server.baseUrl}/$metadata#Microsoft.Dynamics.Commerce.Runtime.DataModel.ChannelConfiguration`,
    );
    expect(one.body).toMatchObject({ RecordId: CHANNEL, Currency: "SEK", BingMapsApiKey: BING_MAPS_SECRET });
    expect((await search(server, {})).body["@odata.context"]).toBe(
      `${server.baseUrl}/$metadata#Collection(Microsoft.Dynamics.Commerce.Runtime.DataModel.Cart)`,
    );
    const bare = await ask(server, "GET Carts('cart-1')", {
      headers: { accept: "application/json;odata=nometadata" },
    });
    expect(bare.body).not.toHaveProperty("@odata.context");
  });

  test("an error is a document within a document", async () => {
    const { body, status, errorId } = await ask(await start(), "GET Carts('gone')");
    expect({ status, errorId }).toEqual({ status: 404, errorId: "CartNotFound" });
    expect(body).toMatchObject({
      error: {
        code: "Microsoft.Dynamics.Commerce.Runtime.CartValidationException",
        message: expect.stringContaining(`"ValidationResults":[]`) as string,
      },
    });
  });
});

describe("the other reads", () => {
  test("a cart with a quote in its id is read by doubling the quote", async () => {
    const server = await start({ shop: aShop({ carts: [aCart({ id: "it's/å" })] }) });
    const answer = await ask(server, `GET Carts('${encodeURIComponent("it''s/å")}')`);
    expect(answer.body["Id"]).toBe("it's/å");
  });

  test("customers come by number, the unknown ones are left out", async () => {
    const server = await start();
    const body = { accountNumbers: ["nobody", "C-1001", "C-1001"], searchLocationValue: 1 };
    const answer = await ask(server, "POST Customers/GetByAccountNumbers", { body });
    expect(column(answer, "Email")).toEqual(["astrid.ljung@example.com"]);
    expect(
      (await ask(server, "POST Customers/GetByAccountNumbers", { body: { accountNumbers: ["C-1001"] } }))
        .status,
    ).toBe(400);
  });

  test("one poisoned cart fails every page that would show it, and the carts of its customer", async () => {
    const carts = [1, 2, 3].map((n) => aCart({ id: `c${n}`, modified: `2026-01-15T10:0${n}:00.0000000Z` }));
    const server = await start({ shop: aShop({ carts }) });
    server.knobs.poisonedCarts.set("c2", 500);
    const search = async (criteria: object, page: string): Promise<number> => {
      const query = `&$orderby=ModifiedDateTime${page}`;
      const body = { cartSearchCriteria: { CartTypeValue: 1, ...criteria } };
      return (await ask(server, "POST Carts/Search", { body, query })).status;
    };
    expect(await search({}, "&$top=3")).toBe(500);
    expect(await search({}, "&$top=1")).toBe(200);
    expect(await search({}, "&$top=1&$skip=2")).toBe(200);
    expect(await search({ LastModifiedDateTimeTo: "2026-01-15T10:01:59Z" }, "")).toBe(200);
    expect(await search({ CustomerAccountNumber: "C-1001" }, "")).toBe(500);
    expect((await ask(server, "GET Carts('c2')")).status).toBe(500);
    expect((await ask(server, "GET Carts('c1')")).status).toBe(200);
  });

  test("one poisoned account fails the whole batch", async () => {
    const server = await start();
    server.knobs.poisonedAccounts.set("bad", 500).set("worse", 400);
    const lookUp = async (accountNumbers: string[]): Promise<number> => {
      const body = { accountNumbers, searchLocationValue: 1 };
      return (await ask(server, "POST Customers/GetByAccountNumbers", { body })).status;
    };
    expect(await lookUp(["C-1001", "bad"])).toBe(500);
    expect(await lookUp(["worse"])).toBe(400);
    expect(await lookUp(["C-1001"])).toBe(200);
  });

  test("products come in the language of the caller, else in the channel's", async () => {
    const names = { sv: "Lampa", "en-us": "Lamp", da: "Lampe" };
    const server = await start({ shop: aShop({ products: [aProduct({ names })] }) });
    const nameIn = async (language: string | undefined): Promise<unknown> => {
      const body = { channelId: CHANNEL, productIds: [68719489871, 1] };
      const headers = { "accept-language": language };
      const answer = await ask(server, "POST Products/GetByIds", { body, headers, query: "&$top=1000" });
      return column(answer, "Name");
    };
    expect(await nameIn("da")).toEqual(["Lampe"]);
    expect(await nameIn("en-GB, da;q=0.5")).toEqual(["Lamp"]);
    expect(await nameIn("fi")).toEqual(["Lampa"]);
  });

  test.each([
    ["ids as text", { channelId: CHANNEL, productIds: ["68719489871"] }],
    ["another channel", { channelId: 1, productIds: [68719489871] }],
    ["no ids", { channelId: CHANNEL, productIds: [] }],
  ])("products are refused for %s", async (_name, body) => {
    expect((await ask(await start(), "POST Products/GetByIds", { body })).status).toBe(400);
  });

  test("the pictures of a product come in the server's order", async () => {
    const pictures = [
      { url: "a", altText: null, isDefault: false },
      { url: "b", altText: "B", isDefault: true },
    ];
    const server = await start({ shop: aShop({ products: [aProduct({ pictures })] }) });
    const answer = await ask(
      server,
      "GET Products(68719489871)/GetMediaLocations(catalogId=0,channelId=5637144592)",
    );
    expect(answer.body["value"]).toEqual([
      { Uri: "a", AltText: null, IsDefault: false, IsSelfHosted: false, Priority: 0 },
      { Uri: "b", AltText: "B", IsDefault: true, IsSelfHosted: false, Priority: 1 },
    ]);
  });

  test("orders come newest first, unless the server does not sort or does not tell", async () => {
    const orders = [
      anOrder({ id: "old", created: "2026-01-10T08:00:00.0000000Z" }),
      anOrder({ id: "new", created: "2026-01-15T08:00:00.0000000Z" }),
      anOrder({ id: "other", customerId: "C-2" }),
    ];
    const server = await start({ shop: aShop({ orders }) });
    const history = (query: string): Promise<Answer> =>
      ask(server, "POST Customers('C-1001')/GetOrderHistory", { body: {}, query });
    expect(column(await history("&$orderby=CreatedDateTime%20desc"), "Id")).toEqual(["new", "old"]);
    expect(column(await history("&$orderby=CreatedDateTime"), "Id")).toEqual(["old", "new"]);
    server.knobs.ordersObeyOrderBy = false;
    expect(column(await history("&$orderby=CreatedDateTime%20desc"), "Id")).toEqual(["old", "new"]);
    server.knobs.ordersReadable = false;
    expect(await history("")).toMatchObject({ status: 403, errorId: "AuthorizationFailed" });
  });
});

describe("a shop that changes", () => {
  test("changed lines bring a new stamp and a new version, never an older stamp", async () => {
    const server = await start();
    server.shop.changeLines("cart-1", [aLine({ quantity: "3" })]);
    const first = server.shop.cart("cart-1").modified;
    server.shop.emptyCart("cart-1");
    const { body } = await ask(server, "GET Carts('cart-1')");
    expect(body).toMatchObject({ Version: 3, CartLines: [] });
    expect(first).toMatch(/^2026-01-15T12:00:00\.000\d{4}Z$/);
    expect(String(body["ModifiedDateTime"]) > first).toBe(true);
  });

  test("a purchase may take the submitted cart with it", async () => {
    const carts = [aCart(), aCart({ id: "submitted", type: "checkout" })];
    const server = await start({ shop: aShop({ carts }) });
    server.shop.addOrder(anOrder(), { cartId: "submitted" });
    expect((await ask(server, "GET Carts('submitted')")).status).toBe(404);
    expect((await ask(server, "GET Carts('cart-1')")).status).toBe(200);
    const history = await ask(server, "POST Customers('C-1001')/GetOrderHistory", { body: {} });
    expect(column(history, "Id")).toEqual(["order-1"]);
  });

  test("reading saves again when asked to, a search of the window never does", async () => {
    const server = await start({ resavesOnRead: true });
    const before = server.shop.cart("cart-1").modified;
    expect(column(await search(server, {}), "ModifiedDateTime")).toEqual([before]);
    const { body } = await ask(server, "GET Carts('cart-1')");
    expect(body["ModifiedDateTime"]).not.toBe(before);
    expect(body["Version"]).toBe(2);
    const own = await search(server, { CustomerAccountNumber: "C-1001" });
    expect(column(own, "Version")).toEqual([3]);
  });

  test("the given data stay as they were", async () => {
    const shop = aShop();
    const server = await start({ shop });
    server.shop.removeCart("cart-1");
    server.shop.removeCustomer("C-1001");
    server.shop.removeProduct(68719489871);
    expect(shop).toEqual(aShop());
  });

  test("a customer can be blocked, and two carts cannot share an id", async () => {
    const server = await start();
    server.shop.blockCustomer("C-1001");
    const body = { accountNumbers: ["C-1001"], searchLocationValue: 3 };
    expect(column(await ask(server, "POST Customers/GetByAccountNumbers", { body }), "Blocked")).toEqual([
      true,
    ]);
    await expect(
      start({ shop: aShop({ carts: [aCart(), aCart()], customers: [aCustomer()] }) }),
    ).rejects.toThrow("two carts");
  });
});
