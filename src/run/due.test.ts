import { describe, expect, it } from "vitest";
import { cart, customer, line } from "../../test/carts.ts";
import { refusesTheBatch } from "../../test/fake-provider.ts";
import { idOf, minutesAgo, NOW, PASS, stage, type Stage } from "../../test/stage.ts";
import { leaves } from "../../test/troubled-ledger.ts";
import type { Cart } from "../cart/cart.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEFT = cart("left", { modified: minutesAgo(60) });

describe("a person who has to wait", () => {
  it("is tried again after a pause that doubles, up to four hours", async () => {
    const { pass, clock, person } = await waitingForOrders();
    const pauses: number[] = [];
    for (let tries = 1; tries <= 8; tries++) {
      const open = person("account-left")?.open;
      if (open?.state !== "waiting") throw new Error("nobody is waiting");
      expect(open.tries).toBe(tries);
      const pause = Date.parse(open.dueAt) - clock.now().getTime();
      pauses.push(pause / MINUTE);
      clock.pass(pause - 1);
      expect((await pass()).found).toBe(0);
      clock.pass(1);
      expect((await pass()).outcomes).toEqual({ later: 1 });
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 240, 240]);
  });

  it("is reminded once the reason is gone", async () => {
    const { pass, clock, shop, provider, person } = await waitingForOrders();
    shop.ordersByAccount.delete("account-left");
    clock.pass(5 * MINUTE);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(provider.delivered).toHaveLength(1);
    expect(person("account-left")?.open).toBeUndefined();
  });

  it("is let go when it took too long", async () => {
    const { pass, clock, shop, provider, person } = await waitingForOrders();
    shop.ordersByAccount.delete("account-left");
    clock.pass(24 * HOUR);
    expect((await pass()).outcomes).toEqual({ expired: 1 });
    expect(person("account-left")?.past).toMatchObject([{ outcome: "expired", cartId: "left" }]);
    expect(provider.delivered).toEqual([]);
  });

  it("waits for consent in the same way", async () => {
    const { pass, shop, provider, clock, person } = stage();
    shop.put(LEFT);
    provider.permissions.set("account-left@example.com", "unanswered");
    expect((await pass()).outcomes).toEqual({ later: 1 });
    expect(person("account-left")?.open).toMatchObject({ why: "consent-unanswered", tries: 1 });
    provider.permissions.set("account-left@example.com", "opted-out");
    clock.pass(5 * MINUTE);
    expect((await pass()).outcomes).toEqual({ "no-consent": 1 });
    expect(person("account-left")?.past).toMatchObject([{ outcome: "no-consent", why: "opted-out" }]);
  });

  it("waits on when the cart cannot be read just then", async () => {
    const { pass, clock, shop, person } = await waitingForOrders();
    shop.unreadableCarts.add("left");
    clock.pass(5 * MINUTE);
    expect((await pass()).outcomes).toEqual({ later: 1 });
    expect(person("account-left")?.open).toMatchObject({ why: "cart-unreadable", tries: 2 });
  });

  it("is not reminded of what was bought since the cart was found, also when reading re-saved it", async () => {
    const { pass, clock, shop, provider } = await waitingForOrders();
    shop.habits.resavesWhatIsRead = true;
    const created = LEFT.modified.ticks + 1n;
    shop.ordersByAccount.set("account-left", [
      { created: { raw: "2026-11-22T11:00:00.0000001Z", ticks: created }, productIds: ["other"] },
    ]);
    clock.pass(5 * MINUTE);
    expect((await pass()).outcomes).toEqual({ "bought-since": 1 });
    expect(provider.delivered).toEqual([]);
  });

  it.each([
    ["cart-gone", undefined, (shop: Stage["shop"]) => shop.table.remove("left")],
    ["cart-gone", "emptied", (shop: Stage["shop"]) => shop.put({ ...LEFT, lines: [] })],
    ["cart-changed", undefined, (shop: Stage["shop"]) => shop.put(withLines(LEFT, minutesAgo(0)))],
    ["superseded", undefined, (shop: Stage["shop"]) => shop.put(cartOf("newer", "account-left", 1))],
  ] as const)("ends as %s (%s) when the shopper has moved on", async (outcome, why, act) => {
    const { pass, clock, shop, person, provider } = await waitingForOrders();
    act(shop);
    clock.pass(5 * MINUTE);
    expect((await pass()).outcomes).toEqual({ [outcome]: 1 });
    expect(person("account-left")?.past).toMatchObject([why === undefined ? { outcome } : { outcome, why }]);
    expect(provider.delivered).toEqual([]);
  });

  it("is not let go because another cart of the same person is gone", async () => {
    const { pass, clock, shop, ledger, person } = await waitingForOrders();
    shop.put(cartOf("second", "account-left", 40));
    ledger.next(
      ({ ids }) => ids.includes(idOf("account-left")),
      async () => shop.table.remove("second"),
    );
    expect((await pass()).outcomes).toEqual({ "cart-gone": 1 });
    expect(person("account-left")?.open).toMatchObject({ state: "waiting", cartId: "left" });
    shop.ordersByAccount.clear();
    clock.pass(5 * MINUTE);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
  });

  it("is judged in the window when the cart was changed and left again meanwhile", async () => {
    const { pass, clock, shop, provider } = await waitingForOrders();
    shop.ordersByAccount.delete("account-left");
    shop.put(withLines(LEFT, new Date(NOW.getTime() + MINUTE)));
    clock.pass(HOUR);
    expect(await pass()).toMatchObject({ found: 1, outcomes: { sent: 1 } });
    expect(provider.delivered.map(({ lines }) => lines.length)).toEqual([2]);
  });

  it("is reminded of one of two carts that were touched meanwhile, also when each is newer than the other once was", async () => {
    const { pass, clock, shop, provider } = await waitingForOrders();
    shop.ordersByAccount.delete("account-left");
    shop.put(cartOf("other", "account-left", -1));
    shop.put(cartOf("left", "account-left", -2));
    clock.pass(HOUR);
    expect(await pass()).toMatchObject({ found: 2, outcomes: { sent: 1, superseded: 1 } });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["left"]);
  });
});

describe("a request that was refused as a whole", () => {
  it("is repeated by the next pass with each reminder alone, so that only the one to blame is turned down", async () => {
    const { pass, shop, provider, clock } = stage();
    shop.put(cartOf("first", "one", 90), ...["a", "b", "c"].map((id) => cartOf(id, `account-${id}`, 60)));
    provider.during(() => {
      provider.next(refusesTheBatch);
    });
    expect((await pass()).outcomes).toEqual({ sent: 1, later: 3 });
    clock.pass(2000);
    provider.next({ mails: () => false, says: () => ({ kind: "refused", why: "payload-refused 10001" }) });
    expect((await pass()).outcomes).toEqual({ sent: 2, refused: 1 });
    expect(provider.requests.map((batch) => batch.length)).toEqual([1, 3, 1, 1, 1]);
    expect(provider.mailedTwice()).toEqual([]);
  });
});

describe("a person whose address changed while waiting", () => {
  it("is reminded at the new address, and the old entry is closed", async () => {
    const { pass, clock, shop, provider, person } = await waitingForOrders();
    shop.ordersByAccount.delete("account-left");
    shop.customersByAccount.set("account-left", customer("account-left", { email: "new@example.com" }));
    clock.pass(5 * MINUTE);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(provider.delivered.map(({ address }) => address)).toEqual(["new@example.com"]);
    expect(person("account-left")).toMatchObject({
      past: [{ outcome: "superseded", why: "address-changed" }],
    });
    clock.pass(HOUR);
    expect((await pass()).found).toBe(0);
  });

  it("keeps the old entry until the reminder was made, whatever ends a pass before", async () => {
    const { pass, clock, shop, provider } = stage({ pass: { ...PASS, maxReminders: 1 } });
    await makeWait({ shop, pass }, cartOf("first", "account-first", 61), LEFT);
    shop.ordersByAccount.clear();
    shop.customersByAccount.set("account-left", customer("account-left", { email: "new@example.com" }));
    clock.pass(10 * MINUTE);
    expect((await pass()).stopped).toBe("ramp");
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(provider.delivered.map(({ address }) => address).sort()).toEqual([
      "account-first@example.com",
      "new@example.com",
    ]);
  });
});

describe("entries that are due", () => {
  it("take turns with the window, a slice each", async () => {
    const { pass, clock, shop, provider } = stage({ pass: { ...PASS, sliceSize: 1 } });
    const waiting = ["d1", "d2", "d3"].map((id, index) => cartOf(id, `account-${id}`, 90 - index));
    await makeWait({ shop, pass }, ...waiting);
    for (const { account } of waiting) shop.ordersByAccount.delete(account ?? "");
    clock.pass(HOUR);
    const now = clock.now().getTime();
    for (const [index, id] of ["w1", "w2", "w3"].entries())
      shop.put(cart(id, { modified: new Date(now - (40 - index) * MINUTE) }));
    await pass();
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["d1", "w1", "d2", "w2", "d3", "w3"]);
  });

  it("come up once in a pass, also when they are due again before it ends", async () => {
    const { pass, clock, shop, provider } = stage({ pass: { ...PASS, sliceSize: 1 } });
    shop.put(cartOf("a", "account-a", 90), cartOf("b", "account-b", 80), cartOf("c", "account-c", 70));
    // says later about a, and the pass goes on for a minute
    provider.next({
      mails: () => false,
      says: () => ({ kind: "later", notBefore: NOW.toISOString(), why: "provider-later" }),
    });
    provider.during(() => clock.pass(MINUTE));
    expect((await pass()).outcomes).toEqual({ sent: 2, later: 1 });
    expect(provider.requests.flat().map(({ cartId }) => cartId)).toEqual(["a", "b", "c"]);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
  });
});

it("a pass comes to its end also when an entry that is due cannot be closed", async () => {
  const { pass, clock, shop, ledger, store, person } = await waitingForOrders();
  const other = store.connect();
  shop.table.remove("left");
  ledger.always(leaves("ended"), async () => {
    const id = idOf("account-left");
    const known = (await other.read([id])).get(id);
    if (known !== undefined && known !== "unreadable") await other.replace(known.doc, known.version);
  });
  clock.pass(5 * MINUTE);
  expect((await pass()).outcomes).toEqual({ "cart-gone": 1 });
  expect(person("account-left")?.open?.state).toBe("waiting");
});

/** One cart whose person waits because the orders cannot be read. */
async function waitingForOrders(): Promise<Stage> {
  const scene = stage();
  await makeWait(scene, LEFT);
  return scene;
}

/** Lets a pass find the carts while the orders of their accounts cannot be read. */
async function makeWait(
  { shop, pass }: Pick<Stage, "shop" | "pass">,
  ...carts: readonly Cart[]
): Promise<void> {
  shop.put(...carts);
  for (const { account } of carts) shop.ordersByAccount.set(account ?? "", "unreadable");
  expect((await pass()).outcomes).toEqual({ later: carts.length });
}

function cartOf(id: string, account: string, age: number): Cart {
  return cart(id, { account, modified: minutesAgo(age) });
}

function withLines(one: Cart, modified: Date): Cart {
  return cart(one.id, { account: one.account, modified, lines: [line("p1"), line("p2")] });
}
