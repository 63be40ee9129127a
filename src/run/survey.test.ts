import { describe, expect, it } from "vitest";
import { cart, customer } from "../../test/carts.ts";
import { idOf, minutesAgo, stage } from "../../test/stage.ts";
import { found } from "../../test/way-items.ts";
import { survey } from "./survey.ts";

describe("the outlook over many slices", () => {
  it("knows the newest usable cart and every account of a person", async () => {
    const { shop, way } = stage();
    shop.customersByAccount.set("two", customer("two", { email: "one@example.com" }));
    const empty = cart("emptied", { account: "one", modified: minutesAgo(31), lines: [] });
    const carts = [cartOf("a", "one", 90), cartOf("b", "two", 60), empty];
    shop.put(...carts);
    const outlook = await survey(way, carts);
    expect(outlook.newestOf(idOf("one"))).toBe("b");
    expect(outlook.accountsOf(idOf("one"))).toEqual(["one", "two"]);
    expect(outlook.newestOf(idOf("nobody"))).toBeUndefined();
    expect(outlook.accountsOf(idOf("nobody"))).toEqual([]);
  });

  it("tells the stamp a cart was found with, as long as it holds the same", async () => {
    const { shop, way } = stage();
    const known = cartOf("a", "one", 60);
    shop.put(known);
    const outlook = await survey(way, [known]);
    expect(outlook.stampWhenFound("a", found(known).contents)).toEqual(known.modified);
    expect(
      outlook.stampWhenFound("a", found(cart("a", { modified: minutesAgo(60), lines: [] })).contents),
    ).toBe(undefined);
    expect(outlook.stampWhenFound("b", found(known).contents)).toBeUndefined();
  });
});

function cartOf(id: string, account: string, age = 60) {
  return cart(id, { account, modified: minutesAgo(age) });
}
