import { afterEach, describe, expect, test } from "vitest";
import { startServer, type Call, type Reply } from "../../../simulators/server.ts";
import { recording, testRetailServer } from "./test-retail-server.ts";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const CHANNEL: Reply = { status: 200, body: { RecordId: 5637144592, Currency: "SEK" } };

/** A server that answers for the ids in a request, the channel's configuration aside. */
async function shop(answer: (ids: readonly string[], call: Call) => Reply) {
  const script = recording((call: Call) =>
    call.url.pathname.startsWith("/OrgUnits") ? CHANNEL : answer(idsIn(call), call),
  );
  const server = await startServer(script);
  const bench = testRetailServer(server.url);
  open.push(server, bench);
  return {
    ...bench,
    /** The calls for customers or products. */
    calls: () => script.calls.filter(({ url }) => !url.pathname.startsWith("/OrgUnits")),
  };
}

function idsIn(call: Call): readonly string[] {
  // a test sends its own requests, so it knows their shape
  const body = JSON.parse(call.body) as { accountNumbers?: string[]; productIds?: number[] };
  return body.accountNumbers ?? body.productIds?.map(String) ?? [];
}

function customers(accounts: readonly string[], members: object = {}): Reply {
  return { status: 200, body: { value: accounts.map((AccountNumber) => ({ AccountNumber, ...members })) } };
}

function accounts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `C-${index}`);
}

/** A server that fails whenever one of these is asked for. */
function poisonedBy(poison: readonly string[], status = 500) {
  return (ids: readonly string[]): Reply =>
    ids.some((id) => poison.includes(id)) ? { status } : customers(ids);
}

describe("customers", () => {
  test("are read a hundred at a time, each once, from the channel's own database", async () => {
    const { retailServer, calls } = await shop(customers);
    const found = await retailServer.customers([...accounts(150), ...accounts(150)]);
    expect([...found.keys()]).toEqual(accounts(150));
    expect(calls().map((call) => idsIn(call).length)).toEqual([100, 50]);
    expect(calls()[0]?.url.search).toBe("?$top=100&$skip=0&api-version=7.3");
    expect(JSON.parse(calls()[1]?.body ?? "")).toMatchObject({ searchLocationValue: 1 });
  });

  test("are not asked for when there are none", async () => {
    const { retailServer, calls } = await shop(customers);
    expect((await retailServer.customers([])).size).toBe(0);
    expect(calls()).toEqual([]);
  });

  test("that the server does not have are missing, and so are those that nobody asked for", async () => {
    const { retailServer } = await shop(() => customers(["C-2", "C-9"]));
    expect([...(await retailServer.customers(["C-1", "C-2"])).keys()]).toEqual(["C-2"]);
  });

  test("that make no sense are missing and counted in the log, without a word about them", async () => {
    const rows = [{ AccountNumber: "C-1", Blocked: "secretly" }, { AccountNumber: "C-2" }];
    const { retailServer, logged } = await shop(() => ({ status: 200, body: { value: rows } }));
    expect([...(await retailServer.customers(["C-1", "C-2"])).keys()]).toEqual(["C-2"]);
    expect(logged).toEqual([
      '{"text":"retail server rows unreadable","operation":"Customers/GetByAccountNumbers","rows":1}',
    ]);
  });

  test("that come twice count as they came first", async () => {
    const rows = ["first@example.com", "second@example.com"].map((Email) => ({
      AccountNumber: "C-1",
      Email,
    }));
    const { retailServer } = await shop(() => ({ status: 200, body: { value: rows } }));
    expect((await retailServer.customers(["C-1"])).get("C-1")?.email).toBe("first@example.com");
  });

  test("are all read when the server gives fewer at a time than it is asked for", async () => {
    const { retailServer, calls } = await shop((ids, { url }) => {
      const skip = Number(url.searchParams.get("$skip"));
      const value = ids.slice(skip, skip + 10).map((AccountNumber) => ({ AccountNumber }));
      const next = skip + 10 < ids.length ? { "@odata.nextLink": "https://elsewhere.example/" } : {};
      return { status: 200, body: { value, ...next } };
    });
    expect((await retailServer.customers(accounts(35))).size).toBe(35);
    expect(calls().length).toBe(4);
  });

  test("are not asked for without end by a server that always has more", async () => {
    const { retailServer, calls } = await shop((ids) => ({
      status: 200,
      body: { value: ids.map((AccountNumber) => ({ AccountNumber })), "@odata.nextLink": "x" },
    }));
    await retailServer.customers(accounts(30));
    expect(calls().length).toBe(1);
  });
});

describe("one that the server trips over", () => {
  test.each([400, 404, 500])("stops no other: %i", async (status) => {
    const { retailServer, logged } = await shop(poisonedBy(["C-37"], status));
    const found = await retailServer.customers(accounts(100));
    expect(found.size).toBe(99);
    expect(found.has("C-37")).toBe(false);
    expect(logged.length).toBe(1);
    expect(logged[0]).not.toContain("C-37");
  });

  test("is found with few calls, and tried with patience before it counts as bad", async () => {
    const { retailServer, calls } = await shop(poisonedBy(["C-0"]));
    await retailServer.customers(accounts(100));
    const aboutIt = calls().filter((call) => idsIn(call).includes("C-0"));
    const byLength = Map.groupBy(aboutIt, (call) => idsIn(call).length);
    expect([...byLength].map(([length, tries]) => [length, tries.length])).toEqual([
      [100, 5],
      [50, 2],
      [25, 2],
      [13, 2],
      [7, 2],
      [4, 2],
      [2, 2],
      [1, 5],
    ]);
    expect(calls().length - aboutIt.length).toBe(7);
  });

  test.each([
    ["next to it", ["C-0", "C-1"]],
    ["far from it", ["C-0", "C-50", "C-99"]],
    ["of many", accounts(50).filter((_, index) => index % 4 === 0)],
  ])("may have company: %s", async (_name, poison) => {
    const { retailServer } = await shop(poisonedBy(poison, 400));
    const found = await retailServer.customers(accounts(100));
    expect(accounts(100).filter((account) => !found.has(account))).toEqual(poison);
  });

  test("is missing when nobody else was asked for but the server answers something else", async () => {
    const { retailServer } = await shop(poisonedBy(["C-1"]));
    expect((await retailServer.customers(["C-1"])).size).toBe(0);
  });

  test("is not found in a server that is too slow", async () => {
    const { retailServer, calls } = await shop(() => ({ status: 408 }));
    await expect(retailServer.customers(accounts(100))).rejects.toMatchObject({ code: "retail-server-slow" });
    expect(calls().length).toBe(5);
  });
});

describe("a server that is in trouble", () => {
  test.each([
    [500, "retail-server-failed"],
    [400, "retail-server-refused"],
    [404, "retail-server-not-found"],
  ])("is a fault after a few calls when everything fails with %i", async (status, code) => {
    const { retailServer, calls } = await shop(() => ({ status }));
    await expect(retailServer.customers(accounts(100))).rejects.toMatchObject({ code });
    expect(calls().length).toBeLessThanOrEqual(5 + 2 * (2 + 4 + 8));
  });

  test.each([401, 403, 429, 502, 503])("is a fault at once with %i", async (status) => {
    const { retailServer, calls } = await shop(() => ({ status }));
    await expect(retailServer.customers(accounts(100))).rejects.toMatchObject({
      code: expect.stringMatching(/^retail-server-/) as unknown,
    });
    expect(calls().length).toBeLessThanOrEqual(5);
  });

  test("is a fault when it fails with each of a few", async () => {
    const { retailServer } = await shop(() => ({ status: 500 }));
    await expect(retailServer.customers(accounts(3))).rejects.toMatchObject({ code: "retail-server-failed" });
  });

  test("is a fault when it knows nothing about twenty, and not about nineteen", async () => {
    const { retailServer } = await shop(() => customers([]));
    await expect(retailServer.customers(accounts(20))).rejects.toMatchObject({ code: "retail-server-blank" });
    expect((await retailServer.customers(accounts(19))).size).toBe(0);
  });
});

test("a server that fails with everything, the channel too, makes no single customer missing", async () => {
  const server = await startServer({ operationOf: () => "any", answer: () => ({ status: 500 }) });
  const bench = testRetailServer(server.url);
  open.push(server, bench);
  await expect(bench.retailServer.customers(["C-1"])).rejects.toMatchObject({ code: "retail-server-failed" });
});

describe("products", () => {
  function products(ids: readonly string[]): Reply {
    // an id may be longer than a number, as on the wire
    const value = ids.map((id) => ({ RecordId: id, Name: `Lamp ${id}` }));
    return { status: 200, body: { value } };
  }

  test("are asked for by the channel's record id, in the shopper's language", async () => {
    const { retailServer, calls } = await shop(products);
    const found = await retailServer.products(["68719489871", "68719489871", "2"], "sv-se");
    expect(found.get("68719489871")?.name).toBe("Lamp 68719489871");
    expect(calls()[0]).toMatchObject({
      body: '{"channelId":5637144592,"productIds":[68719489871,2]}',
      headers: { "accept-language": "sv-se" },
    });
    expect(calls()[0]?.url.search).toBe("?$top=2&$skip=0&api-version=7.3");
  });

  test("keep every digit of their ids", async () => {
    const { retailServer, calls } = await shop(() => ({
      status: 200,
      headers: { "content-type": "application/json" },
      body: '{"value":[{"RecordId":9223372036854775807,"Name":"Last lamp"}]}',
    }));
    const found = await retailServer.products(["9223372036854775807"], "en-us");
    expect(found.get("9223372036854775807")?.name).toBe("Last lamp");
    expect(calls()[0]?.body).toContain("[9223372036854775807]");
  });

  test.each(["sv\r\nx-smuggled: 1", "日本語", "", "en-us;q=0.5,*"])(
    "are asked for without a language when a customer's makes no sense: %j",
    async (language) => {
      const { retailServer, calls } = await shop(products);
      expect((await retailServer.products(["1"], language)).size).toBe(1);
      expect(calls()[0]?.headers).not.toHaveProperty("accept-language");
      expect(calls()[0]?.headers).not.toHaveProperty("x-smuggled");
    },
  );

  test("that cannot exist are not asked for", async () => {
    const { retailServer, calls } = await shop(products);
    expect((await retailServer.products(["0", "-1", "1]}", ""], "sv")).size).toBe(0);
    expect(calls()).toEqual([]);
  });

  test("do without one that the server trips over", async () => {
    const { retailServer } = await shop((ids) => (ids.includes("3") ? { status: 500 } : products(ids)));
    expect([...(await retailServer.products(["1", "2", "3"], "sv")).keys()].sort()).toEqual(["1", "2"]);
  });
});
