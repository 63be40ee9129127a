import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkShop, rawGet, saidOn, signedAdd, signedMulti, type LinkShop } from "./link-shop.ts";

/* What people who know no secret try, over HTTP, against a shop with the strict settings. */

let shop: LinkShop;

beforeAll(async () => {
  shop = await openLinkShop({ AllowedClients: "192.0.2.7; 127.0.0.1" });
});

afterAll(() => shop.close());

const NO_CODE = "Ugyldig åben indkøbskurv kode";
const NO_URL = "Ugyldig url-parameter";

/** Opens a link that must change nothing; what the shopper reads then. */
async function refused(target: string): Promise<readonly string[]> {
  const before = shop.line.documents();
  const browser = shop.browser();
  const { status, location } = await browser.get(target);
  expect([status, location]).toEqual([303, "/kurv/"]);
  expect([...browser.cookies.keys()]).toEqual(["cart-said"]);
  expect(shop.line.documents()).toEqual(before);
  return saidOn((await browser.get("/kurv/")).body);
}

const items = (json: string): string => `/actions/cart/addmulti/?input=${encodeURIComponent(json)}`;

const HONEST: readonly [string, string][] = [
  ["product", "17"],
  ["amount", "1"],
  ["price", "349"],
  ["title", "Kaffe A"],
];

describe("E1: digits and names moved within a signed add link", () => {
  it.each([
    ["the honest link itself", "product=17&amount=1&price=349&title=Kaffe+A"],
    ["more pieces for less", "product=17&amount=13&price=49&title=Kaffe+A"],
    ["names exchanged", "product=17&price=1&amount=349&title=Kaffe+A"],
  ])("are refused with it: %s", async (_what, query) => {
    const [, code = ""] = /code=(\w+)/.exec(signedAdd(shop.secret, HONEST)) ?? [];
    expect(await refused(`/actions/cart/add/?${query}&code=${code}`)).toEqual([NO_CODE]);
  });

  it("break the code of an addmulti link, which has names and borders", async () => {
    const honest = signedMulti(shop.secret, '[{"product":17,"amount":1,"price":349}]');
    const forged = honest.replace("1%2C%22price%22%3A349", "13%2C%22price%22%3A49");
    expect(forged).not.toBe(honest);
    expect((await shop.browser().get(honest)).headers.getSetCookie()).toHaveLength(2);
    expect(await refused(forged)).toEqual([NO_CODE]);
  });
});

describe("E2: values appended by length extension", () => {
  it("are refused: the padding is no UTF-8", async () => {
    const bytes = Buffer.byteLength(`${shop.secret}171349Kaffe A`);
    const padding = Buffer.alloc(64 - ((bytes + 8) % 64) + 8);
    padding[0] = 0x80;
    padding.writeBigUInt64BE(BigInt(bytes * 8), padding.length - 8);
    const forgedText = Buffer.concat([Buffer.from(`${shop.secret}171349Kaffe A`), padding, Buffer.from("1")]);
    const code = createHash("sha1").update(forgedText).digest("hex");
    const percent = [...padding].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
    const link = `/actions/cart/add/?product=17&amount=1&title=349Kaffe+A${percent}&price=1&code=${code}`;
    expect(await refused(link)).toEqual([NO_URL]);
  });
});

describe("a link is refused, and nothing is looked up for it,", () => {
  it.each([
    ["with a price and no code", items('[{"product":17,"price":1}]'), NO_CODE],
    ["with a title and no code", "/actions/cart/add/?product=17&title=Gratis", NO_CODE],
    [
      "with a code of another secret",
      signedMulti("AnotherSecretOfTheSameLength0123", '[{"product":17,"price":1}]'),
      NO_CODE,
    ],
    [
      "with a code printed in the manual",
      "/actions/cart/add/?product=99&variant=5&amount=1&price=349&title=Produkt%20A&code=3ccdb019bfed4d98cf5f8f230aaf1d6e5ba61841",
      NO_CODE,
    ],
    ["with a parameter twice", "/actions/cart/add/?product=17&amount=1&amount=99", NO_URL],
    ["with bytes that are not UTF-8", "/actions/cart/add/?product=17&title=%C3%28", NO_URL],
    ["with overlong UTF-8", "/actions/cart/add/?product=%C0%B117", NO_URL],
    ["with half a surrogate", "/actions/cart/add/?product=17&title=%ED%A0%80", NO_URL],
    ["with control characters", "/actions/cart/add/?product=17&referralCode=a%00b", NO_URL],
    ["with line breaks", "/actions/cart/add/?product=17&referralCode=a%0D%0ASet-Cookie:%20a=b", NO_URL],
    ["with a lone per cent sign", "/actions/cart/add/?product=17&title=100%", NO_URL],
    [
      "with text that is no JSON",
      "/actions/cart/addmulti/?input=[{%22product%22:17}",
      "Error - Invalid JSON input",
    ],
    ["with deep JSON", items(`${"[".repeat(2_000)}${"]".repeat(2_000)}`), NO_URL],
    ["with __proto__", items('[{"product":17,"__proto__":{"price":1}}]'), NO_URL],
    ["with __proto__ further inside", items('[{"product":17,"additionalData":[{"__proto__":1}]}]'), NO_URL],
    [
      "with more items than fit",
      items(JSON.stringify(Array.from({ length: 101 }, () => ({ product: 17 })))),
      NO_URL,
    ],
  ])("%s", async (_what, target, text) => {
    expect(await refused(target)).toEqual([text]);
  });

  it("with 10,000 items, before or after they are counted", async () => {
    const many = items(JSON.stringify(Array.from({ length: 10_000 }, () => ({ product: 17 }))));
    expect(many.length).toBeGreaterThan(200_000);
    // too long for any server's request line
    expect(await statusOf(many)).toBe(431);
    const short = `/actions/cart/addmulti/?input=[${"1,".repeat(5_000)}1]`;
    expect(await refused(short)).toEqual([NO_URL]);
  });

  it("of 16 KiB and more", async () => {
    // at most what the worker's own server reads, then what only a larger one would
    const long = `/actions/cart/add/?product=17&utm_source=${"x".repeat(15_000)}`;
    expect((await shop.browser().get(long)).headers.getSetCookie()).toHaveLength(2);
    expect(await statusOf(`${long}${"x".repeat(1_400)}`)).toBe(431);
    expect(await statusOf(`${long}${"x".repeat(20_000)}`)).toBe(431);
  });

  async function statusOf(target: string): Promise<number> {
    const before = shop.line.documents();
    const { status } = await rawGet(shop, target);
    expect(shop.line.documents()).toEqual(before);
    return status;
  }
});

describe("the list of allowed addresses", () => {
  const offer = () => signedMulti(shop.secret, '[{"product":17,"price":80}]');

  it("lets in whoever connects from one of them", async () => {
    expect((await shop.browser().get(offer())).headers.getSetCookie()).toHaveLength(2);
  });

  it("does not mind what the client itself wrote in front of that", async () => {
    const headers = { "x-forwarded-for": "203.0.113.9" };
    expect((await shop.browser().get(offer(), { headers })).headers.getSetCookie()).toHaveLength(2);
  });
});

it("says nothing of a link, a secret or a cart in the log", async () => {
  const said = shop.logged.join("\n");
  for (const word of [shop.secret, "Kaffe", "actions/cart", "referralCode"]) expect(said).not.toContain(word);
});
