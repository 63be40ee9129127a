import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linesOf, openLinkShop, saidOn, signedAdd, type LinkShop } from "./link-shop.ts";

/*
 * A shop that takes what the old shop took. What is inherent in that is shown here, so that nobody is surprised; the page
 * docs/open-cart.md says it in words.
 */

let shop: LinkShop;

beforeAll(async () => {
  shop = await openLinkShop({ Trust: "compatible", LowestPriceShare: "0.5" });
});

afterAll(() => shop.close());

function codeOf(...values: readonly string[]): string {
  return createHash("sha1")
    .update(shop.secret + values.join(""))
    .digest("hex");
}

const honest = () =>
  signedAdd(shop.secret, [
    ["product", "17"],
    ["amount", "1"],
    ["price", "349"],
    ["title", "Kaffe A"],
  ]);

describe("the compatible settings", () => {
  it("take signed add links", async () => {
    const browser = shop.browser();
    await browser.get(honest());
    expect(linesOf(browser.cart())).toEqual(["17x1@349"]);
  });

  it("cannot tell E1's forgeries from them: inherent in the old shop's code", async () => {
    const browser = shop.browser();
    await browser.get(honest().replace("amount=1&price=349", "amount=13&price=49"));
    expect(linesOf(browser.cart())).toEqual(["17x13@49"]);
  });

  it("but stop those that go below the price floor", async () => {
    const browser = shop.browser();
    await browser.get(honest().replace("amount=1&price=349", "amount=134&price=9"));
    expect(browser.cart()).toBeUndefined();
    expect(saidOn((await browser.get("/kurv/")).body)).toEqual(["Ugyldig åben indkøbskurv kode"]);
  });

  it("refuse E2's appended values all the same", async () => {
    const browser = shop.browser();
    const link = `/actions/cart/add/?product=17&amount=1&title=349Kaffe+A%80%00%00%E0&price=1`;
    await browser.get(`${link}&code=${codeOf("whatever")}`);
    expect(saidOn((await browser.get("/kurv/")).body)).toEqual(["Ugyldig url-parameter"]);
  });

  it("take a code over input alone, and then the referral code counts as unsigned", async () => {
    const browser = shop.browser();
    const input = '[{"product":17,"amount":2, "price":80}]';
    const link = `/actions/cart/addmulti/?input=${encodeURIComponent(input)}&expiryDays=1&referralCode=live2024`;
    await browser.get(`${link}&code=${codeOf(input)}`);
    expect(linesOf(browser.cart())).toEqual(["17x2@80"]);
    expect(browser.cart()?.referral).toEqual({ code: "live2024", signed: false });
  });
});
