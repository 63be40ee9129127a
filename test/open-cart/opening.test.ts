import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linesOf, openLinkShop, rawGet, saidOn, signedMulti, visit, type LinkShop } from "./link-shop.ts";

/* A link over HTTP, from the click to the cart page. */

let shop: LinkShop;

beforeAll(async () => {
  shop = await openLinkShop();
});

afterAll(() => shop.close());

const TWO_COFFEES = "/actions/cart/add/?product=17&amount=2";

describe("a link", () => {
  it("fills the cart and leads to it, and neither caches nor other sites learn it", async () => {
    const browser = shop.browser();
    const { status, location, headers } = await browser.get(TWO_COFFEES);
    expect([status, location]).toEqual([303, "/kurv/"]);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    const page = await browser.get("/kurv/");
    expect(page.status).toBe(200);
    expect(saidOn(page.body)).toEqual(["Varen er lagt i din indkøbskurv."]);
    expect(page.body).toContain("Kaffe");
    expect(linesOf(browser.cart())).toEqual(["17x2@89.5"]);
  });

  it("says what became of it once, and not again when the page is loaded anew", async () => {
    const browser = shop.browser();
    expect(await visit(browser, TWO_COFFEES)).toHaveLength(1);
    const again = await browser.get("/kurv/");
    expect(saidOn(again.body)).toEqual([]);
    expect(again.body).toContain("Kaffe");
  });

  it("gives an unguessable cookie that scripts and other sites do not see; the ledger does not hold it", async () => {
    const browser = shop.browser();
    const { headers } = await browser.get(TWO_COFFEES);
    const [cookie = ""] = headers.getSetCookie();
    expect(cookie).toMatch(/^cart=[\w-]{24}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    const id = browser.cookies.get("cart") ?? "";
    expect(JSON.stringify(shop.line.documents())).not.toContain(id);
  });

  it("asks for a cookie of https only where it was not opened on this machine", async () => {
    const { cookies } = await rawGet(shop, `${TWO_COFFEES}&expiryDays=0`, "kurv.minshop.dk");
    expect(cookies[0]).toMatch(/^__Host-cart=[\w-]{24}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it("with a referral code works once for a cart, and two with one code are two links", async () => {
    const browser = shop.browser();
    const link = `${TWO_COFFEES}&referralCode=live2024`;
    await visit(browser, link);
    expect(await visit(browser, link)).toEqual([
      "Varerne fra dette link er allerede lagt i din indkøbskurv.",
    ]);
    await visit(browser, "/actions/cart/add/?product=17&referralCode=live2024");
    expect(linesOf(browser.cart())).toEqual(["17x2@89.5", "17x1@89.5"]);
    expect(browser.cart()?.referral).toEqual({ code: "live2024", signed: false });
  });

  it("without one adds each time, on the same line with stack", async () => {
    const browser = shop.browser();
    for (const more of ["", "", "&stack=1"]) await visit(browser, TWO_COFFEES + more);
    expect(linesOf(browser.cart())).toEqual(["17x4@89.5", "17x2@89.5"]);
  });

  it("loses no line when many are opened at once", async () => {
    const browser = shop.browser();
    await browser.get(TWO_COFFEES);
    const links = Array.from({ length: 12 }, (_, at) => `/actions/cart/add/?product=17&amount=${at + 3}`);
    const answers = await Promise.all(links.map((link) => browser.get(link)));
    expect(answers.map(({ status }) => status)).toEqual(links.map(() => 303));
    const amounts = browser.cart()?.lines.map(({ amount }) => amount);
    expect(amounts?.toSorted((a, b) => a - b)).toEqual([2, ...links.map((_, at) => at + 3)]);
  });

  it("opened twice at once with a referral code adds once", async () => {
    const browser = shop.browser();
    await browser.get(TWO_COFFEES);
    const link = "/actions/cart/add/?product=99&variant=5&referralCode=once";
    await Promise.all(Array.from({ length: 6 }, () => browser.get(link)));
    expect(linesOf(browser.cart())).toEqual(["17x2@89.5", "99x1@549"]);
  });

  it("keeps silent when it asks for that", async () => {
    const browser = shop.browser();
    expect(await visit(browser, `${TWO_COFFEES}&notification=false`)).toEqual([]);
    expect(linesOf(browser.cart())).toEqual(["17x2@89.5"]);
  });

  it("adds what can be added, and says what cannot", async () => {
    const browser = shop.browser();
    const input = encodeURIComponent('[{"product":31},{"product":17},{"product":70}]');
    expect(await visit(browser, `/actions/cart/addmulti/?input=${input}`)).toEqual([
      "Produktet findes ikke",
      "Varen er lagt i din indkøbskurv.",
      "Dette produkt er ikke på lager og kan derfor ikke bestilles.",
      "Indkøbskurven indeholder varer, der ikke kan bestilles. Derfor kan du ikke gå til kassen.",
    ]);
  });

  it("that is signed sets its own price and title", async () => {
    const browser = shop.browser();
    const input = '[{"product":50,"sku":"T-1","price":149.5,"title":"Sæt à 2 stk. – blå/grøn"}]';
    await visit(browser, signedMulti(shop.secret, input, [["referralCode", "offer-1"]]));
    expect(browser.cart()?.lines[0]).toMatchObject({
      ...{ title: "Sæt à 2 stk. – blå/grøn", sku: "T-1", unitPrice: "149.5" },
      customised: ["title", "price"],
    });
    expect(browser.cart()?.referral).toEqual({ code: "offer-1", signed: true });
  });

  it("leads to a page of the same site when it names one, and to no other", async () => {
    const leads = async (returnUrl: string) => {
      const link = `${TWO_COFFEES}&returnUrl=${encodeURIComponent(returnUrl)}`;
      return (await shop.browser().get(link)).location;
    };
    expect(await leads("/tilbud/?a=b")).toBe("/tilbud/?a=b");
    for (const elsewhere of [
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      "/actions/cart/add/",
    ])
      expect(await leads(elsewhere)).toBe("/kurv/");
  });

  it("that names no product leads to the front page of the shop, and leaves nothing behind", async () => {
    const browser = shop.browser();
    const before = shop.carts();
    const { status, location } = await browser.get("/actions/cart/add/?amount=2");
    expect([status, location]).toEqual([303, "https://minshop.dk"]);
    expect(browser.cookies.size).toBe(0);
    expect(shop.carts()).toEqual(before);
  });

  it.each([
    ["looked at with HEAD", { method: "HEAD" }, 200],
    ["prefetched", { headers: { "sec-purpose": "prefetch" } }, 503],
    ["prerendered", { headers: { "sec-purpose": "prefetch;prerender" } }, 503],
    ["fetched ahead by an older browser", { headers: { purpose: "prefetch" } }, 503],
  ])("that is only %s touches nothing", async (_how, init, status) => {
    const browser = shop.browser();
    const before = shop.line.documents();
    const answer = await browser.get(TWO_COFFEES, init);
    expect([answer.status, answer.location, answer.body]).toEqual([status, null, ""]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(browser.cookies.size).toBe(0);
    expect(shop.line.documents()).toEqual(before);
  });

  it("is not posted to", async () => {
    expect((await shop.browser().get(TWO_COFFEES, { method: "POST" })).status).toBe(404);
  });
});

/** As if all of them had been left long ago. */
function endAllCarts(): void {
  const db = new DatabaseSync(shop.line.ledgerFile);
  const at = "2020-01-01T00:00:00.000Z";
  db.exec(
    `UPDATE documents SET body = json_set(body, '$.cart.lifetime.at', '${at}') WHERE kind = 'shopper-cart'`,
  );
  db.close();
}

describe("a cart", () => {
  it("is empty for a browser that brings no cookie, or one that nobody gave it", async () => {
    const browser = shop.browser();
    browser.cookies.set("cart", "a".repeat(24));
    expect((await browser.get("/kurv/")).body).toContain("Din indkøbskurv er tom.");
    await browser.get(TWO_COFFEES);
    // an id that somebody else may have planted is not taken over
    expect(browser.cookies.get("cart")).not.toBe("a".repeat(24));
    expect(linesOf(browser.cart())).toEqual(["17x2@89.5"]);
  });

  it("whose time is over is not there any more, and the next link begins a new one", async () => {
    const browser = shop.browser();
    await browser.get(TWO_COFFEES);
    const old = browser.cookies.get("cart");
    endAllCarts();
    expect((await browser.get("/kurv/")).body).toContain("Din indkøbskurv er tom.");
    await browser.get("/actions/cart/add/?product=99&variant=5");
    expect(browser.cookies.get("cart")).not.toBe(old);
    expect(linesOf(browser.cart())).toEqual(["99x1@549"]);
  });

  it("is kept as long as the link says, in the browser and in the ledger", async () => {
    const browser = shop.browser();
    const { headers } = await browser.get(`${TWO_COFFEES}&expiryDays=7`);
    const [, age] = /; Max-Age=(\d+);/.exec(headers.getSetCookie()[0] ?? "") ?? [];
    const week = 7 * 86_400;
    const ttl = shop.carts().find(({ cart }) => isDeepStrictEqual(cart, browser.cart()))?.ttl;
    for (const seconds of [Number(age), ttl]) {
      // a slow machine may take its time between the link and the answer
      expect(seconds).toBeGreaterThan(week - 60);
      expect(seconds).toBeLessThan(week + 60);
    }
  });

  it("is shown in English to who asks for English, and never cached", async () => {
    const browser = shop.browser();
    await browser.get(TWO_COFFEES);
    const { headers, body } = await browser.get("/kurv/", {
      headers: { "accept-language": "en-GB,en;q=0.8" },
    });
    expect(headers.get("content-language")).toBe("en");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toContain("<h1>Cart</h1>");
  });

  it("is not used up by a prefetch: the text waits for the shopper", async () => {
    const browser = shop.browser();
    await browser.get(TWO_COFFEES);
    await browser.get("/kurv/", { headers: { "sec-purpose": "prefetch" } });
    expect(saidOn((await browser.get("/kurv/")).body)).toHaveLength(1);
  });
});
