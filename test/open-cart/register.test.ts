import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linesOf, openLinkShop, saidOn, signedAdd, signedMulti, type LinkShop } from "./link-shop.ts";

/* A shop that trusts a signed link only when it is in the register: then it means what was signed, as often as was said. */

let shop: LinkShop;

beforeAll(async () => {
  shop = await openLinkShop({ SignedAdd: "registered", SignedAddMulti: "registered" });
  Object.assign(shop.line.env, { SECRET__links: shop.secret });
});

afterAll(() => shop.close());

async function register(link: string, ...more: readonly string[]) {
  return shop.line.connector("open-cart", "register", `https://minshop.dk${link}`, ...more);
}

/** The lines of a new browser's cart after this link; what it is told when there are none. */
async function opened(link: string): Promise<readonly string[] | undefined> {
  const browser = shop.browser();
  await browser.get(link);
  return linesOf(browser.cart()) ?? saidOn((await browser.get("/kurv/")).body);
}

const REFUSED = ["Ugyldig åben indkøbskurv kode"];

const add = (amount: string, price: string) =>
  signedAdd(shop.secret, [
    ["product", "17"],
    ["amount", amount],
    ["price", price],
  ]);

describe("a signed link", () => {
  it("holds once it is registered, and not before", async () => {
    const link = signedMulti(shop.secret, '[{"product":17,"price":80}]');
    expect(await opened(link)).toEqual(REFUSED);
    expect(await register(link)).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^registered \w{40}$/)],
    });
    expect(await opened(link)).toEqual(["17x1@80"]);
    expect(await register(link)).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^\w{40} is known already$/)],
    });
  });

  it("as add means exactly what was signed: E1's forgeries are refused though their code is right", async () => {
    const honest = add("1", "349");
    await register(honest);
    expect(await opened(honest)).toEqual(["17x1@349"]);
    expect(await opened(honest.replace("amount=1&price=349", "amount=13&price=49"))).toEqual(REFUSED);
    expect(await opened(honest.replace("amount=1&price=349", "price=1&amount=349"))).toEqual(REFUSED);
  });

  it("is refused after its last moment", async () => {
    const link = signedMulti(shop.secret, '[{"product":17,"price":81}]');
    await register(link, "--not-after", "2020-01-01T00:00:00Z");
    expect(await opened(link)).toEqual(REFUSED);
  });

  it("is used as often as was said, over all carts, also by many at once", async () => {
    const link = signedMulti(shop.secret, '[{"product":17,"price":82}]');
    await register(link, "--uses", "2");
    const carts = await Promise.all(Array.from({ length: 5 }, () => opened(link)));
    expect(carts.filter((lines) => lines?.[0] === "17x1@82")).toHaveLength(2);
    expect(carts.filter((lines) => lines?.[0] === REFUSED[0])).toHaveLength(3);
  });
});

describe("connector open-cart register", () => {
  it("says it as JSON too", async () => {
    const link = signedMulti(shop.secret, '[{"product":17,"price":83}]');
    const { out } = await register(link, "--json");
    expect(JSON.parse(out[0] ?? "")).toEqual({ link: "registered", code: link.slice(-40) });
  });

  it.each([
    ["a plain link", "/actions/cart/add/?product=17", []],
    ["a link of another secret", signedMulti("AnotherSecretOfTheSameLength0123", "[]"), []],
    ["no number of uses", "/actions/cart/add/?product=17", ["--uses", "0"]],
    ["no moment", "/actions/cart/add/?product=17", ["--not-after", "tomorrow"]],
  ])("does not take %s", async (_what, link, more) => {
    const { code, out, err } = await register(link, ...more);
    expect([code, out]).toEqual([2, []]);
    expect(err.join("\n")).toMatch(/expected/);
    expect(err.join("\n")).not.toContain(shop.secret);
  });
});
