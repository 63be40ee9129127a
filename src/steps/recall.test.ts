import { describe, expect, it } from "vitest";
import { cart, customer, line, stamp } from "../../test/carts.ts";
import { idOf, minutesAgo, stage } from "../../test/stage.ts";

const MINUTE = 60_000;
const SHARED = { email: "kim@example.com" };

/** Kim's phone and laptop are signed in to different accounts with one address. */
function twoAccounts() {
  const on = stage();
  for (const account of ["kim", "kim-2"]) on.shop.customersByAccount.set(account, customer(account, SHARED));
  return on;
}

describe("the accounts of a person", () => {
  it("are kept with the claim, all that were seen in the pass", async () => {
    const { shop, pass, person } = twoAccounts();
    shop.put(
      cart("older", { account: "kim-2", modified: minutesAgo(60) }),
      cart("newer", { account: "kim", modified: minutesAgo(50) }),
    );
    await pass();
    expect(person("kim")?.accounts).toEqual(["kim-2", "kim"]);
  });

  it("are learned from a cart that goes no further, so that a purchase under one of them counts", async () => {
    const { shop, pass, person, clock, provider } = twoAccounts();
    shop.put(cart("first", { account: "kim", modified: minutesAgo(60) }));
    await pass();
    expect(provider.delivered).toHaveLength(1);

    clock.pass(90 * MINUTE);
    const other = { account: "kim-2", modified: new Date(clock.now().getTime() - 60 * MINUTE) };
    shop.put(cart("other", { ...other, lines: [line("hat")] }));
    expect((await pass()).outcomes).toMatchObject({ capped: 1 });
    expect(person("kim")?.accounts).toEqual(["kim", "kim-2"]);

    clock.pass(48 * 60 * MINUTE);
    const again = new Date(clock.now().getTime() - 60 * MINUTE);
    shop.put(cart("again", { account: "kim", modified: again, lines: [line("coat")] }));
    const bought = new Date(clock.now().getTime() - 30 * MINUTE);
    shop.ordersByAccount.set("kim-2", [{ created: stamp(bought), productIds: ["shoe"] }]);
    expect((await pass()).outcomes).toMatchObject({ "bought-since": 1 });
  });

  it("are not kept of somebody who must never be reminded", async () => {
    const { shop, pass, person, suppress } = twoAccounts();
    await suppress("kim", { reason: "unsubscribed" });
    shop.put(cart("left", { account: "kim-2", modified: minutesAgo(60) }));
    await pass();
    expect(idOf("kim")).toBe(person("kim")?.id);
    expect(person("kim")?.accounts).toEqual([]);
  });
});
