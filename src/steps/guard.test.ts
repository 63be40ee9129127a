import { describe, expect, it } from "vitest";
import { cart, customer, line, number, stamp } from "../../test/carts.ts";
import { minutesAgo, NOW, stage, words } from "../../test/stage.ts";
import { found } from "../../test/way-items.ts";
import type { Cart } from "../cart/cart.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { justAfter } from "../cart/stamp.ts";
import type { Order } from "../cart/order.ts";
import { hasBought } from "../cart/not-bought.ts";
import { stillAbandoned } from "./guard.ts";
import type { Outlook } from "./way.ts";

const HOUR_AGO = minutesAgo(60);
const LEFT = cart("left", { modified: HOUR_AGO, lines: [line("p1"), line("p2")] });

describe("whether a cart is still abandoned", () => {
  const nothingSeen: Outlook = {
    newestOf: () => undefined,
    stampWhenFound: () => undefined,
    accountsOf: () => [],
  };

  function verdict(own: Cart | undefined, others: readonly Cart[] = [], outlook: Outlook = nothingSeen) {
    return stillAbandoned(found(LEFT), own, {
      others: own === undefined ? others : [own, ...others],
      outlook,
    });
  }

  it("yes, while it holds the same, also when reading it gave it a new stamp", () => {
    expect(verdict(LEFT)).toBeUndefined();
    expect(verdict({ ...LEFT, modified: stamp(NOW) })).toBeUndefined();
  });

  it("yes, when only prices and the order of the lines changed", () => {
    const repriced = [line("p2", { unitPrice: number("7") }), line("p1")];
    expect(verdict({ ...LEFT, lines: repriced })).toBeUndefined();
  });

  it("no, when it is gone or emptied", () => {
    expect(verdict(undefined)).toEqual({ outcome: "cart-gone" });
    expect(verdict({ ...LEFT, lines: [] })).toEqual({ outcome: "cart-gone", why: "emptied" });
    const voided = [line("p1", { kind: "voided" })];
    expect(verdict({ ...LEFT, lines: voided })).toEqual({ outcome: "cart-gone", why: "emptied" });
  });

  it("no, when it holds something else", () => {
    expect(verdict({ ...LEFT, lines: [line("p1")] })).toEqual({ outcome: "cart-changed" });
    const more = [line("p1"), line("p2", { quantity: number("2") })];
    expect(verdict({ ...LEFT, lines: more })).toEqual({ outcome: "cart-changed" });
  });

  it("no, when the person has a newer cart with something in it", () => {
    const newer = cart("newer", { modified: minutesAgo(59) });
    expect(verdict(LEFT, [newer])).toMatchObject({ outcome: "superseded" });
    expect(verdict(LEFT, [{ ...newer, lines: [] }])).toBeUndefined();
    expect(verdict(LEFT, [cart("older", { modified: minutesAgo(61) })])).toBeUndefined();
  });

  it("yes, when another cart is newer only because we have read it", () => {
    const resaved = cart("older", { modified: NOW });
    const outlook: Outlook = { ...nothingSeen, stampWhenFound: () => stamp(minutesAgo(61)) };
    expect(verdict(LEFT, [resaved], outlook)).toBeUndefined();
  });

  it("by the id, when another cart has the same stamp", () => {
    expect(verdict(LEFT, [cart("z", { modified: HOUR_AGO })])).toMatchObject({ outcome: "superseded" });
    expect(verdict(LEFT, [cart("a", { modified: HOUR_AGO })])).toBeUndefined();
  });
});

describe("whether the person has bought", () => {
  const bought = (...orders: readonly Order[]) => hasBought(found(LEFT), orders);

  it("yes, with any order after the cart was touched, to the tick", () => {
    expect(bought(order(justAfter(LEFT.modified).raw, "other"))).toBe(true);
    expect(bought(order(LEFT.modified.raw, "other"))).toBe(false);
  });

  it("yes, with an order of before that shares a product", () => {
    expect(bought(order(minutesAgo(90), "other", "p2"))).toBe(true);
    expect(bought(order(minutesAgo(90), "other"))).toBe(false);
    expect(bought()).toBe(false);
  });
});

describe("guarding a cart", () => {
  it("lets it pass with the evidence", async () => {
    const { shop, slice, provider, person } = stage();
    shop.put(LEFT);
    expect(words(await slice([LEFT]))).toEqual({ left: "sent" });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["left"]);
    const at = NOW.toISOString();
    expect(person("account-left")?.past[0]?.evidence).toEqual({
      consent: {
        decision: "opted-in",
        basis: "provider-opt-in",
        source: "fake",
        at,
        askedSecondsBeforeClaim: 0,
      },
      purchases: { at, accounts: 1, orders: 0, askedSecondsBeforeClaim: 0 },
    });
  });

  it("looks for orders back to the lookback, and to the cart when that is older", async () => {
    const { shop, slice } = stage();
    const old = cart("old", { modified: minutesAgo(10 * 24 * 60), lines: [line("p1")] });
    shop.put(LEFT, old);
    shop.ordersByAccount.set("account-left", [order(minutesAgo(7 * 24 * 60 + 1), "p1")]);
    shop.ordersByAccount.set("account-old", [order(minutesAgo(9 * 24 * 60), "other")]);
    expect(words(await slice([LEFT, old]))).toEqual({ left: "sent", old: "bought-since" });
  });

  it("counts an order at the very edge of the lookback", async () => {
    const { shop, slice } = stage();
    shop.put(LEFT);
    shop.ordersByAccount.set("account-left", [order(minutesAgo(7 * 24 * 60), "p1")]);
    expect(words(await slice([LEFT]))).toEqual({ left: "bought-since" });
  });

  it("counts orders of every account with the same address", async () => {
    const { shop, slice } = stage();
    const other = cart("other", { account: "second", modified: minutesAgo(90), lines: [line("p9")] });
    shop.customersByAccount.set("second", customer("second", { email: "account-left@example.com" }));
    shop.put(LEFT, other);
    shop.ordersByAccount.set("second", [order(minutesAgo(30), "p8")]);
    expect(words(await slice([other, LEFT]))).toEqual({ other: "superseded", left: "bought-since" });
  });

  it("counts orders of an account that the ledger knows from earlier", async () => {
    const scene = stage();
    const { shop, slice, clock } = scene;
    shop.customersByAccount.set("second", customer("second", { email: "account-left@example.com" }));
    const earlier = cart("earlier", { account: "second", modified: HOUR_AGO });
    shop.put(earlier);
    await slice([earlier]);
    clock.pass(25 * 3_600_000);
    shop.table.remove("earlier");
    const now = clock.now().getTime();
    const again = { ...LEFT, modified: stamp(new Date(now - 3_600_000)) };
    shop.put(again);
    shop.ordersByAccount.set("second", [order(new Date(now - 60_000), "p8")]);
    expect(words(await slice([again]))).toEqual({ left: "bought-since" });
  });

  it("reads the cart by itself where the server does not search by account", async () => {
    const { shop, slice } = stage();
    shop.habits.searchesByAccount = false;
    shop.put(LEFT);
    const gone = cart("gone", { modified: HOUR_AGO });
    shop.customersByAccount.set("account-gone", customer("account-gone"));
    expect(words(await slice([LEFT, gone]))).toEqual({ left: "sent", gone: "cart-gone" });
  });

  it("knows that a cart is gone when the whole list of its account is without it", async () => {
    const { shop, slice } = stage();
    shop.customersByAccount.set("account-left", customer("account-left"));
    expect(words(await slice([LEFT]))).toEqual({ left: "cart-gone" });
    expect(shop.used).not.toContain("cart");
  });

  it("reads the cart by itself when the list of its account may be cut short", async () => {
    const { shop, another } = stage();
    shop.put(LEFT);
    const cutShort = { ...shop, cartsOf: () => Promise.resolve({ carts: [], complete: false }) };
    expect(words(await another({ retailServer: cutShort }).slice([LEFT]))).toEqual({ left: "sent" });
  });

  it("is not misled by a server that re-saves what is read", async () => {
    const { shop, slice } = stage();
    shop.habits.resavesWhatIsRead = true;
    const older = cart("older", { account: "account-left", modified: minutesAgo(90) });
    shop.put(older, LEFT);
    expect(words(await slice([older, LEFT]))).toEqual({ older: "superseded", left: "sent" });
  });

  it("asks nobody about people whom Commerce flags", async () => {
    const { shop, slice, provider } = stage();
    shop.put(LEFT);
    shop.customersByAccount.set("account-left", customer("account-left", { optedOut: true }));
    expect(words(await slice([LEFT]))).toEqual({ left: "no-consent commerce-flags" });
    expect(shop.used.filter((method) => method === "cartsOf" || method === "ordersSince")).toEqual([]);
    expect(provider.delivered).toEqual([]);
  });

  it.each([
    ["opted-out", "no-consent opted-out"],
    ["unknown", "no-consent unknown"],
    ["unanswered", "later consent-unanswered"],
  ] as const)("never takes %s for a yes, and reads no cart for it", async (answer, word) => {
    const { shop, slice, provider } = stage();
    shop.put(LEFT);
    provider.permissions.set("account-left@example.com", answer);
    expect(words(await slice([LEFT]))).toEqual({ left: word });
    expect(shop.used).not.toContain("cartsOf");
    expect(provider.delivered).toEqual([]);
  });

  it("holds up only the person whose orders or cart cannot be read", async () => {
    const { shop, slice } = stage();
    const others = ["blind", "torn", "fine"].map((id) => cart(id, { modified: HOUR_AGO }));
    shop.put(...others);
    shop.ordersByAccount.set("account-blind", "unreadable");
    shop.unreadableCarts.add("torn");
    expect(words(await slice(others))).toEqual({
      blind: "later orders-unreadable",
      torn: "later cart-unreadable",
      fine: "sent",
    });
  });

  it("writes nothing when the one who knows about consent cannot be asked", async () => {
    const { shop, slice, tools, another, store } = stage();
    shop.put(LEFT);
    const fault = new ConnectorError("provider-unreachable", "no connection");
    const blocked = another({ consent: { ...tools.consent, ask: () => Promise.reject(fault) } });
    await expect(blocked.slice([LEFT])).rejects.toBe(fault);
    expect(store.documents()).toEqual([]);
    expect(words(await slice([LEFT]))).toEqual({ left: "sent" });
  });
});

function order(created: Date | string, ...productIds: readonly string[]): Order {
  return { created: stamp(created), productIds };
}
