import { describe, expect, it } from "vitest";
import { cart, customer } from "../../test/carts.ts";
import { minutesAgo, stage } from "../../test/stage.ts";
import { found } from "../../test/way-items.ts";
import { survey } from "../run/survey.ts";
import { identify, newestOnly } from "./identify.ts";

describe("who is behind a cart", () => {
  it("is known by the address, whatever the account and however the address is written", async () => {
    const { shop, way } = stage();
    shop.customersByAccount.set("one", customer("one", { email: " Kim.Berg@Example.com " }));
    shop.customersByAccount.set("two", customer("two", { email: "kim.berg@example.com" }));
    const { on } = await identify(way, [found(cartOf("a", "one")), found(cartOf("b", "two"))]);
    expect(new Set(on.map((item) => item.person)).size).toBe(1);
  });

  it.each([
    ["customer-missing", "missing"],
    ["no-address", customer("one", { email: undefined })],
    ["no-address", customer("one", { email: "" })],
    ["no-address", customer("one", { email: "a@example.com, b@example.com" })],
  ] as const)("is %s when Commerce says %o", async (outcome, known) => {
    const { shop, way } = stage();
    shop.customersByAccount.set("one", known);
    const { on, ended } = await identify(way, [found(cartOf("a", "one"))]);
    expect(on).toEqual([]);
    expect(ended).toMatchObject([{ cartId: "a", outcome }]);
  });

  it("asks for each account once, and for none when there is none", async () => {
    const { shop, way } = stage();
    await identify(way, []);
    expect(shop.used).toEqual([]);
    await identify(way, [found(cartOf("a", "one")), found(cartOf("b", "one"))]);
    expect(shop.used).toEqual(["customers"]);
  });
});

describe("of several carts of one person", () => {
  it("only the newest goes on", async () => {
    const { shop, way } = stage();
    const carts = [cartOf("old", "one", 90), cartOf("new", "one", 40), cartOf("other", "two", 60)];
    shop.put(...carts);
    const { on } = await identify(way, carts.map(found));
    const newest = newestOnly(on, await survey(way, carts));
    expect(newest.on.map((item) => item.cart.id)).toEqual(["new", "other"]);
    expect(newest.ended).toMatchObject([{ cartId: "old", outcome: "superseded" }]);
  });

  it("the one with the greater id goes on when their stamps are equal", async () => {
    const { shop, way } = stage();
    const carts = [cartOf("b", "one", 60), cartOf("a", "one", 60)];
    shop.put(...carts);
    const { on } = await identify(way, carts.map(found));
    expect(newestOnly(on, await survey(way, carts)).on.map((item) => item.cart.id)).toEqual(["b"]);
  });

  it("the only one known goes on when the outlook does not reach as far", async () => {
    const { shop, way } = stage();
    shop.put(cartOf("a", "one"));
    const { on } = await identify(way, [found(cartOf("a", "one"))]);
    expect(newestOnly(on, await survey(way, [])).on).toHaveLength(1);
  });
});

function cartOf(id: string, account: string, age = 60) {
  return cart(id, { account, modified: minutesAgo(age) });
}
