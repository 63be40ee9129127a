import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { errorReply } from "../../simulators/retail-server/errors.ts";
import type { RetailServerSimulator } from "../../simulators/retail-server/start-retail-server.ts";
import { aProduct } from "../../simulators/shop/builders.ts";
import { openLinkShop, saidOn, signedMulti, type LinkShop, type TestBrowser } from "./link-shop.ts";

/* Links in front of a shop on Dynamics 365 Commerce: their lines go into a cart there. */

let shop: LinkShop;
let server: RetailServerSimulator;

beforeAll(async () => {
  shop = await openLinkShop({
    ...{ Receiver: "commerce", Catalogue: "retail-server" },
    ...{ ShopUrl: "https://shop.example", ShopCartUrl: "https://shop.example/cart?id={cartId}" },
  });
  server = shop.line.neighbours.retailServer;
  server.shop.putProduct(aProduct({ id: 100, itemId: "T-1", kind: "master" }));
  server.shop.putProduct(aProduct({ id: 101, itemId: "T-1", kind: "variant", masterId: 100 }));
});

beforeEach(() => server.faults.clear());

afterAll(() => shop.close());

const LAMP = 68719489871;

/** What lies in the cart that the shopper is led to. */
function linesAt(location: string | null): readonly unknown[] {
  const [, id = ""] = /^https:\/\/shop\.example\/cart\?id=(.+)$/.exec(location ?? "") ?? [];
  const { lines } = server.shop.cart(decodeURIComponent(id));
  return lines.map(({ productId, quantity }) => [productId, Number(quantity)]);
}

async function reads(browser: TestBrowser): Promise<readonly string[]> {
  return saidOn((await browser.get("/kurv/")).body);
}

const multi = (input: readonly object[]) =>
  `/actions/cart/addmulti/?input=${encodeURIComponent(JSON.stringify(input))}`;

describe("a link", () => {
  it("makes a cart in Dynamics 365, fills it, and leads the shopper to it in the shop", async () => {
    const { status, location, headers } = await shop.browser().get(
      multi([
        { product: LAMP, amount: 2 },
        { product: 100, variant: 101 },
      ]),
    );
    expect(status).toBe(303);
    expect(linesAt(location)).toEqual([
      [LAMP, 2],
      [101, 1],
    ]);
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  it("opened later adds to the same cart, and one with a referral code only once", async () => {
    const browser = shop.browser();
    const first = await browser.get(`/actions/cart/add/?product=${LAMP}`);
    const link = `/actions/cart/add/?product=101&referralCode=once`;
    const second = await browser.get(link);
    const third = await browser.get(link);
    expect([second.location, third.location]).toEqual([first.location, first.location]);
    expect(linesAt(first.location)).toEqual([
      [LAMP, 1],
      [101, 1],
    ]);
  });

  it("opened six times at once with a referral code adds once, into one cart", async () => {
    const browser = shop.browser();
    await browser.get(`/actions/cart/add/?product=${LAMP}`);
    const link = `/actions/cart/add/?product=101&referralCode=once`;
    const answers = await Promise.all(Array.from({ length: 6 }, () => browser.get(link)));
    const [location = null, ...others] = new Set(answers.map((answer) => answer.location));
    expect(others).toEqual([]);
    expect(linesAt(location)).toEqual([
      [LAMP, 1],
      [101, 1],
    ]);
  });

  it("whose cart has been ordered or emptied away begins a new one", async () => {
    const browser = shop.browser();
    const first = await browser.get(`/actions/cart/add/?product=${LAMP}`);
    server.shop.removeCart(/id=(.+)$/.exec(first.location ?? "")?.[1] ?? "");
    const second = await browser.get("/actions/cart/add/?product=101");
    expect(second.location).not.toBe(first.location);
    expect(linesAt(second.location)).toEqual([[101, 1]]);
  });

  it.each([
    ["a price", { price: 1 }],
    ["a title", { title: "Gratis" }],
    ["a weight", { weight: 1 }],
    ["a currency", { currency: "DKK" }],
  ])("with %s of its own is refused with the reason, signed or not", async (_what, own) => {
    const before = server.writeAttempts();
    const calls = server.calls.get("POST Carts");
    const input = [{ product: LAMP, ...own }];
    for (const link of [multi(input), signedMulti(shop.secret, JSON.stringify(input))]) {
      const browser = shop.browser();
      expect((await browser.get(link)).location).toBe("/kurv/");
      expect(await reads(browser)).toEqual([
        "Denne webshop bestemmer selv sine priser og titler: linket indeholder andre og kan derfor ikke bruges.",
      ]);
    }
    expect([server.writeAttempts(), server.calls.get("POST Carts")]).toEqual([before, calls]);
  });

  it("of which a part cannot be added says so, and leads on from there", async () => {
    const browser = shop.browser();
    const { location } = await browser.get(multi([{ product: 31 }, { product: LAMP }]));
    expect(location).toBe("/kurv/");
    const page = await browser.get("/kurv/");
    expect(saidOn(page.body)).toEqual(["Produktet findes ikke", "Varen er lagt i din indkøbskurv."]);
    const [, href = null] = /<a href="([^"]+)">Se din indkøbskurv/.exec(page.body) ?? [];
    expect(linesAt(href)).toEqual([[LAMP, 1]]);
  });

  it("that names a master without a variant, or what is not there, changes nothing", async () => {
    for (const [link, text] of [
      ["/actions/cart/add/?product=100", "Husk at vælge antal"],
      ["/actions/cart/add/?product=31", "Produktet findes ikke"],
      ["/actions/cart/add/?sku=T-1", "Produktet findes ikke"],
    ] as const) {
      const browser = shop.browser();
      await browser.get(link);
      const { body } = await browser.get("/kurv/");
      expect(saidOn(body)).toEqual([text]);
      // what is in the shop's own cart is not known here
      expect([...body.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
        "https://shop.example",
      ]);
      expect(body).not.toContain("er tom");
      expect(browser.cookies.has("cart")).toBe(false);
    }
  });
});

describe("when Retail Server is in trouble", () => {
  it("the shopper is asked for patience, and the same link works afterwards", async () => {
    const browser = shop.browser();
    await browser.get(`/actions/cart/add/?product=${LAMP}`);
    const link = "/actions/cart/add/?product=101&referralCode=later";
    const reply = errorReply({ status: 503, resourceId: "StorageRequestTimeout", message: "not now" });
    server.faults.on("POST Carts(id)/AddCartLines", { kind: "reply", reply }, 1);
    const failed = await browser.get(link, { headers: { "accept-language": "en" } });
    expect(failed.status).toBe(503);
    expect(failed.body).toContain("Please try again in a moment.");
    expect(shop.logged.at(-1)).toContain("an open cart link failed");
    expect(linesAt((await browser.get(link)).location)).toEqual([
      [LAMP, 1],
      [101, 1],
    ]);
  });
});
