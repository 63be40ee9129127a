import { describe, expect, it } from "vitest";
import { cart } from "../../test/carts.ts";
import { minutesAgo, RULES, stage, type Stage } from "../../test/stage.ts";
import { stampOf } from "../cart/stamp.ts";
import { decideDoubts, listDoubts } from "./unsure.ts";

const CART = cart("left", { modified: minutesAgo(60) });

/** A stage on which the provider mailed somebody and its answer was lost. */
async function doubted(mails = true): Promise<Stage> {
  const at = stage();
  at.shop.put(CART);
  at.provider.next({ mails: () => mails, says: () => ({ kind: "unsure", why: "no-answer" }) });
  await at.pass();
  return at;
}

describe("what only a person can settle", () => {
  it("is listed without an address, whoever asks and however often", async () => {
    const { store } = await doubted();
    const [doubt, ...others] = await listDoubts(store.connect());
    expect(doubt).toMatchObject({ cartId: "left", channel: "128", why: "no-answer" });
    expect(JSON.stringify(doubt)).not.toContain("@");
    expect(others).toEqual([]);
  });

  it("is not sent by any later pass", async () => {
    const { pass, clock, provider } = await doubted();
    for (let passes = 0; passes < 3; passes++) {
      clock.pass(3_600_000);
      await pass();
    }
    expect(provider.requests).toHaveLength(1);
  });

  it("goes its way once more, with the same key, when a person says resend", async () => {
    const { store, clock, pass, provider } = await doubted(false);
    const settled = await decideDoubts(
      { ledger: store.connect(), clock, rules: RULES },
      { name: "left" },
      "resend",
    );
    expect(settled.map(({ cartId }) => cartId)).toEqual(["left"]);
    const report = await pass();
    expect(report).toMatchObject({ outcomes: { sent: 1 }, unsettled: 0 });
    const [first, second] = provider.requests.map(([reminder]) => reminder?.key);
    expect(second).toBe(first);
  });

  it("is not resent to somebody who bought meanwhile", async () => {
    const { store, clock, pass, provider, shop } = await doubted();
    await decideDoubts({ ledger: store.connect(), clock, rules: RULES }, "all", "resend");
    shop.ordersByAccount.set("account-left", [{ created: stampOf(clock.now()), productIds: [] }]);
    const report = await pass();
    expect(report.outcomes).toEqual({ "bought-since": 1 });
    expect(provider.requests).toHaveLength(1);
  });

  it("counts as sent when a person dismisses it: never these contents again, and the caps hold", async () => {
    const { store, clock, pass, provider, person } = await doubted();
    await decideDoubts({ ledger: store.connect(), clock, rules: RULES }, "all", "dismiss");
    expect(person("account-left")?.past).toMatchObject([{ outcome: "sent", why: "dismissed" }]);
    clock.pass(100 * 86_400_000);
    await pass({ window: {} });
    expect(provider.requests).toHaveLength(1);
    expect(await listDoubts(store.connect())).toEqual([]);
  });

  it.each(["resend", "dismiss"] as const)(
    "loses no newer cart that stood back meanwhile, when a person says %s",
    async (decision) => {
      const { store, clock, pass, provider, shop } = await doubted(false);
      shop.put(cart("newer", { account: "account-left", modified: minutesAgo(20) }));
      clock.pass(3_600_000);
      expect((await pass()).outcomes).toEqual({ superseded: 1, unsure: 1 });
      // the cursor has passed it
      expect((await pass()).found).toBe(0);

      await decideDoubts({ ledger: store.connect(), clock, rules: RULES }, "all", decision);
      const words = [(await pass()).outcomes, (await pass()).outcomes];
      expect(words).toEqual(decision === "resend" ? [{ superseded: 1 }, { sent: 1 }] : [{ capped: 1 }, {}]);
      expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(decision === "resend" ? ["newer"] : []);
    },
  );

  it("stays when the name given fits none, and is settled only once by two people", async () => {
    const { store, clock } = await doubted();
    const tools = () => ({ ledger: store.connect(), clock, rules: RULES });
    expect(await decideDoubts(tools(), { name: "another-cart" }, "dismiss")).toEqual([]);
    const both = await Promise.all([
      decideDoubts(tools(), "all", "dismiss"),
      decideDoubts(tools(), "all", "resend"),
    ]);
    expect(both.flat()).toHaveLength(1);
  });
});
