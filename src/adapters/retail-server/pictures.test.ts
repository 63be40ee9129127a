import { afterEach, describe, expect, test } from "vitest";
import { startServer, type Call, type Reply } from "../../../simulators/server.ts";
import { recording, testRetailServer } from "./test-retail-server.ts";

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

const CHANNEL: Reply = { status: 200, body: { RecordId: 5637144592, Currency: "SEK" } };

async function shop(media: () => Reply, channel: () => Reply = () => CHANNEL) {
  const script = recording(({ url }: Call) => (url.pathname.startsWith("/OrgUnits") ? channel() : media()));
  const server = await startServer(script);
  const bench = testRetailServer(server.url, { maxResponseBytes: 10_000 });
  open.push(server, bench);
  return { ...bench, paths: () => script.calls.map(({ url }) => url.pathname) };
}

function list(...value: readonly unknown[]): Reply {
  return { status: 200, body: { value } };
}

const CHANNEL_PATH = "/OrgUnits/GetOrgUnitConfiguration";

function mediaPath(id: string): string {
  return `/Products(${id})/GetMediaLocations(channelId=5637144592,catalogId=0)`;
}

describe("the pictures of a product", () => {
  test("come with the default one first, then as the shop ranks them, then as they came", async () => {
    const { retailServer } = await shop(() =>
      list(
        { Uri: "unranked.png" },
        { Uri: "third.png", Priority: 3 },
        { Uri: "broken.png", AltText: null, IsDefault: null, Priority: 1 },
        { Uri: null, Priority: 0 },
        { Uri: "default.png", AltText: " Lamp ", IsDefault: true, Priority: 9 },
        { Uri: "also-unranked.png" },
      ),
    );
    const pictures = await retailServer.pictures("7");
    expect(pictures.map(({ url }) => url)).toEqual([
      "default.png",
      "broken.png",
      "third.png",
      "unranked.png",
      "also-unranked.png",
    ]);
    expect(pictures[0]).toEqual({ url: "default.png", altText: "Lamp", isDefault: true });
  });

  test("are asked for with the channel's record id, which is asked for once", async () => {
    const { retailServer, paths } = await shop(() => list());
    await Promise.all([retailServer.pictures("7"), retailServer.pictures("8")]);
    await retailServer.products(["7"], "sv");
    expect(paths().filter((path) => path === CHANNEL_PATH).length).toBe(1);
    expect(paths()).toEqual(expect.arrayContaining([mediaPath("7"), mediaPath("8")]));
  });

  test("need a channel, and one failure to read it is not remembered", async () => {
    let fails = true;
    const { retailServer } = await shop(
      () => list({ Uri: "a.png" }),
      () => (fails ? { status: 403 } : CHANNEL),
    );
    await expect(retailServer.pictures("7")).rejects.toMatchObject({ code: "retail-server-forbidden" });
    fails = false;
    expect((await retailServer.pictures("7")).length).toBe(1);
  });

  test.each([
    ["404", { status: 404 }],
    ["400", { status: 400 }],
    ["429", { status: 429 }],
    ["500", { status: 500 }],
    ["503", { status: 503 }],
    ["a page", { status: 200, body: "<html>" }],
    ["no list", { status: 200, body: {} }],
    ["too much", { status: 200, body: "x".repeat(20_000) }],
  ])("are none when the server answers with %s", async (_name, reply) => {
    const { retailServer } = await shop(() => reply);
    expect(await retailServer.pictures("7")).toEqual([]);
  });

  test("are asked for no more once the server forbids them", async () => {
    const { retailServer, paths, logged } = await shop(() => ({ status: 403 }));
    expect(await retailServer.pictures("7")).toEqual([]);
    expect(await retailServer.pictures("8")).toEqual([]);
    expect(paths()).toEqual([CHANNEL_PATH, mediaPath("7")]);
    expect(logged.length).toBe(1);
  });

  test("are a fault when nothing else can work either", async () => {
    const { retailServer } = await shop(() => ({ status: 401 }));
    await expect(retailServer.pictures("7")).rejects.toMatchObject({ code: "retail-server-unauthorized" });
  });

  test("of something that is no record id are none", async () => {
    const { retailServer, paths } = await shop(() => list());
    expect(await retailServer.pictures("7)/Delete")).toEqual([]);
    expect(paths()).toEqual([]);
  });
});
