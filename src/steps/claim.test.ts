import { describe, expect, it } from "vitest";
import { cart, customer } from "../../test/carts.ts";
import { idOf, minutesAgo, stage, words } from "../../test/stage.ts";
import { leaves } from "../../test/troubled-ledger.ts";

const MODIFIED = minutesAgo(60);
const LEFT = cart("left", { modified: MODIFIED });
const THREE = ["a", "b", "c"].map((id) => cart(id, { modified: MODIFIED }));

describe("claiming a person", () => {
  it("is won by one of two runs at once", async () => {
    const { shop, slice, another, provider } = stage();
    shop.put(...THREE);
    const results = await Promise.all([slice(THREE), another().slice(THREE)]);
    const outcomes = results.flatMap(({ judged }) => judged.map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome !== "sent").every((outcome) => outcome === "taken")).toBe(
      true,
    );
    expect(provider.delivered).toHaveLength(3);
    expect(provider.mailedTwice()).toEqual([]);
  });

  it("is lost to a run that did it all in between", async () => {
    const { shop, slice, ledger, another, provider } = stage();
    shop.put(LEFT);
    ledger.next(leaves("sending"), () => another().slice([LEFT]));
    expect(words(await slice([LEFT]))).toEqual({ left: "already-reminded" });
    expect(provider.delivered).toHaveLength(1);
  });

  it("has happened when only the reply was lost: the run finds its own claim and goes on", async () => {
    const { shop, slice, ledger, provider } = stage();
    shop.put(LEFT);
    ledger.next(leaves("sending"), "loses-reply");
    expect(await slice([LEFT])).toMatchObject({ judged: [{ outcome: "sent" }], handedOver: 1 });
    expect(provider.delivered).toHaveLength(1);
  });

  it("that could not be written mails nobody, stops the slice and leaves the cart for the next one", async () => {
    const { shop, slice, ledger, provider, store } = stage();
    shop.put(LEFT);
    ledger.next(leaves("sending"), "fails");
    expect(await slice([LEFT])).toMatchObject({ judged: [], stopped: { code: "ledger-unreachable" } });
    expect(provider.requests).toEqual([]);
    expect(store.documents()).toEqual([]);
    expect(words(await slice([LEFT]))).toEqual({ left: "sent" });
  });

  it("that fails for one person leaves the others in the request settled", async () => {
    const { shop, slice, ledger, provider, person } = stage();
    shop.put(...THREE);
    ledger.next((call) => leaves("sending")(call) && call.ids.includes(idOf("account-b")), "fails");
    const result = await slice(THREE);
    expect(words(result)).toEqual({ a: "sent", c: "sent" });
    expect(result.stopped).toMatchObject({ code: "ledger-unreachable" });
    expect(person("account-a")?.past[0]?.outcome).toBe("sent");
    expect(words(await slice(THREE))).toEqual({ a: "already-reminded", b: "sent", c: "already-reminded" });
    expect(provider.mailedTwice()).toEqual([]);
  });

  it("is not done to a person who was suppressed since the look into the ledger", async () => {
    const { shop, slice, ledger, provider, suppress } = stage();
    shop.put(LEFT);
    const how = { reason: "unsubscribed" } as const;
    ledger.next(leaves("sending"), () => suppress("account-left", how));
    expect(words(await slice([LEFT]))).toEqual({ left: "suppressed" });
    expect(provider.requests).toEqual([]);
  });

  it("is put off when an account of the person was learned of meanwhile, under which nobody has looked", async () => {
    const { shop, slice, ledger, another, provider, clock } = stage();
    const newer = cart("newer", { account: "account-other", modified: minutesAgo(40) });
    shop.customersByAccount.set(
      "account-other",
      customer("account-other", { email: "account-left@example.com" }),
    );
    shop.put(LEFT);
    ledger.next(leaves("sending"), async () => {
      shop.put({ ...newer, account: "account-other" });
      await another().slice([newer]);
      clock.pass(25 * 3_600_000);
    });
    expect(words(await slice([LEFT]))).toEqual({ left: "taken" });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["newer"]);
    expect(words(await slice([LEFT]))).toEqual({ left: "superseded" });
  });

  it("is given up as taken when somebody else keeps writing", async () => {
    const { shop, slice, ledger, provider, store, person, clock } = stage();
    shop.put(LEFT);
    shop.ordersByAccount.set("account-left", "unreadable");
    await slice([LEFT]);
    shop.ordersByAccount.delete("account-left");
    clock.pass(10 * 60_000);
    const other = store.connect();
    ledger.always(leaves("sending"), async () => {
      const doc = person("account-left");
      const known = doc === undefined ? undefined : (await other.read([doc.id])).get(doc.id);
      if (known !== undefined && known !== "unreadable") await other.replace(known.doc, known.version);
    });
    expect(words(await slice([LEFT]))).toEqual({ left: "taken" });
    expect(provider.requests).toEqual([]);
  });
});
