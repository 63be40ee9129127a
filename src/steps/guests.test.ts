import { describe, expect, it } from "vitest";
import { cart, customer, line, stamp } from "../../test/carts.ts";
import { idOf, minutesAgo, NOW, RULES, stage, words, type Stage } from "../../test/stage.ts";
import type { Cart } from "../cart/cart.ts";

/* People who are not signed in: known by the address in their cart, and only when the retailer wants it. */

const GUEST: Cart = cart("guest", {
  modified: minutesAgo(60),
  account: undefined,
  guestEmail: " Kim@Example.com ",
});

function guests(): Stage {
  const scene = stage({ rules: { ...RULES, includeGuests: true } });
  scene.shop.put(GUEST);
  return scene;
}

/** What the ledger holds about whoever has the address. */
function kim({ store }: Stage) {
  const found = store.documents().find(({ id }) => id === idOf("kim"));
  return found?.kind === "person" ? found : undefined;
}

describe("a guest", () => {
  it("is left out by default, and nobody is asked about them", async () => {
    const { slice, shop } = stage();
    shop.put(GUEST);
    expect(words(await slice([GUEST]))).toEqual({ guest: "no-customer" });
    expect(shop.used).toEqual([]);
  });

  it("is reminded at the address of the cart, in the shop's language, once; what could not be asked is kept", async () => {
    const scene = guests();
    expect(words(await scene.slice([GUEST]))).toEqual({ guest: "sent" });
    expect(scene.provider.delivered).toMatchObject([
      { address: "kim@example.com", firstName: undefined, language: "sv-se" },
    ]);
    expect(kim(scene)).toMatchObject({
      accounts: [],
      past: [{ evidence: { purchases: { accounts: 0, orders: 0, limit: "not-offered-for-guests" } } }],
    });
    expect(words(await scene.slice([GUEST]))).toEqual({ guest: "already-reminded" });
  });

  it("has the cart itself read again", async () => {
    const { slice, shop } = guests();
    await slice([GUEST]);
    expect(shop.used.filter((method) => method === "cart" || method === "cartsOf")).toEqual(["cart"]);
  });

  it.each([
    ["cart-gone", undefined],
    ["cart-gone emptied", { ...GUEST, lines: [] }],
    ["cart-changed", { ...GUEST, lines: [line("p2")] }],
    ["cart-changed owner-changed", { ...GUEST, account: "signed-in" }],
    ["cart-changed owner-changed", { ...GUEST, guestEmail: "other@example.com" }],
  ] as const)("whose cart was left in another state ends as %s", async (word, now) => {
    const { slice, shop, provider } = guests();
    shop.table.remove("guest");
    if (now !== undefined) shop.put(now);
    expect(words(await slice([GUEST]))).toEqual({ guest: word });
    expect(provider.delivered).toEqual([]);
  });

  it("without a usable address is nobody", async () => {
    const { slice } = guests();
    expect(words(await slice([{ ...GUEST, guestEmail: "kim at home" }]))).toEqual({ guest: "no-address" });
  });

  it("whose refusal the provider knows of is not written to", async () => {
    const { slice, provider } = guests();
    provider.permissions.set("kim@example.com", "opted-out");
    expect(words(await slice([GUEST]))).toEqual({ guest: "no-consent opted-out" });
  });
});

describe("a guest who also has an account", () => {
  const OWN = cart("own", { modified: minutesAgo(90), account: "kim" });

  it("is one person: the newer of both carts counts, and orders of the account are asked for", async () => {
    const scene = guests();
    scene.shop.put(OWN);
    expect(words(await scene.slice([OWN, GUEST]))).toEqual({ own: "superseded", guest: "sent" });
    expect(kim(scene)?.past).toMatchObject([
      { cartId: "guest", evidence: { purchases: { accounts: 1, limit: "not-offered-for-guests" } } },
    ]);
  });

  it("and bought with it, is not reminded", async () => {
    const { slice, shop } = guests();
    shop.put(OWN);
    shop.ordersByAccount.set("kim", [{ created: stamp(minutesAgo(30)), productIds: ["other"] }]);
    expect(words(await slice([OWN, GUEST]))).toEqual({ own: "superseded", guest: "bought-since" });
  });

  it("that the ledger knows from earlier, is asked about with it, flags included", async () => {
    const { slice, shop, clock } = guests();
    shop.put(OWN);
    await slice([OWN]);
    clock.pass(25 * 3_600_000);
    shop.table.remove("own");
    const later: Cart = { ...GUEST, modified: stamp(new Date(NOW.getTime() + 24 * 3_600_000)) };
    shop.put(later);
    shop.customersByAccount.set("kim", customer("kim", { optedOut: true }));
    expect(words(await slice([later]))).toEqual({ guest: "no-consent commerce-flags" });
  });
});
