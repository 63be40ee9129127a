import { describe, expect, it } from "vitest";
import { cart, customer } from "../../test/carts.ts";
import { idOf, minutesAgo, NOW, RULES, stage, words } from "../../test/stage.ts";
import { wait } from "../cart/person.ts";
import { recalled } from "../../test/way-items.ts";

const notShoppers = { staffGroups: ["Staff"], testAccounts: ["TEST*"], addresses: ["noreply@*"] };

describe("whoever is not a shopper", () => {
  const CARTS = [
    cart("staff", { account: "one", modified: minutesAgo(60) }),
    cart("test", { account: "TEST-7", modified: minutesAgo(60) }),
    cart("unread", { account: "noreply", modified: minutesAgo(60) }),
    cart("shopper", { account: "two", modified: minutesAgo(60) }),
  ];

  it("is counted under the rule, mailed by nobody, asked about at nobody's, and not kept in the ledger", async () => {
    const { shop, slice, provider, store } = stage({ rules: { ...RULES, notShoppers } });
    shop.put(...CARTS);
    shop.customersByAccount.set("one", customer("one", { group: "staff" }));
    expect(words(await slice(CARTS))).toEqual({
      staff: "not-a-shopper staff-group",
      test: "not-a-shopper test-account",
      unread: "not-a-shopper address-pattern",
      shopper: "sent",
    });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["shopper"]);
    expect(shop.used.filter((method) => method === "ordersSince")).toHaveLength(1);
    expect(
      store
        .documents()
        .filter(({ kind }) => kind === "person")
        .map(({ id }) => id),
    ).toEqual([idOf("two")]);
  });

  it("ends the wait of a reminder that came up before the rule", async () => {
    const scene = stage({ rules: { ...RULES, notShoppers } });
    const waiting = cart("waits", { account: "TEST-9", modified: minutesAgo(60) });
    scene.shop.put(waiting);
    const { candidate } = recalled(waiting);
    const doc = wait(
      undefined,
      candidate,
      { why: "orders-unreadable", dueAt: NOW },
      { rules: RULES, now: NOW },
    );
    await scene.store.connect().create(doc);
    await scene.pass();
    expect(scene.person("TEST-9")).toMatchObject({
      past: [{ outcome: "not-a-shopper", why: "test-account" }],
    });
    expect(scene.person("TEST-9")?.open).toBeUndefined();
  });
});
