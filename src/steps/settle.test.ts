import { describe, expect, it } from "vitest";
import { cart } from "../../test/carts.ts";
import { idOf, minutesAgo, stage, words, type Stage } from "../../test/stage.ts";
import { leaves, writesTicket } from "../../test/troubled-ledger.ts";

const LEFT = cart("left", { modified: minutesAgo(60) });
const CLAIM_SECONDS = 121;
const HOUR = 3_600_000;

describe("a claim whose owner was not heard of", () => {
  it("is nobody else's business before its time is over", async () => {
    const { another, clock, owner } = await handedOverAndSilent();
    clock.pass((CLAIM_SECONDS - 2) * 1000);
    expect(words(await another().slice([LEFT]))).toEqual({ left: "taken" });
    owner.answer();
  });

  it("is unsure when it was handed over and not answered, and never sent again", async () => {
    const { pass, provider, clock, person } = await handedOverAndSilent();
    clock.pass(CLAIM_SECONDS * 1000);
    expect((await pass()).outcomes).toEqual({ unsure: 1 });
    expect(person("account-left")?.open).toMatchObject({ state: "unsure", why: "no-answer-known" });
    for (let day = 0; day < 3; day++) {
      clock.pass(24 * HOUR);
      const report = await pass();
      expect([report.outcomes, report.unsettled]).toEqual([{}, 1]);
    }
    expect(provider.delivered).toHaveLength(1);
  });

  it("stays unsure for a cart of the same person that is found later", async () => {
    const { pass, slice, clock, shop, provider } = await handedOverAndSilent();
    clock.pass(CLAIM_SECONDS * 1000);
    await pass();
    const next = cart("next", {
      account: "account-left",
      modified: new Date(clock.now().getTime() - HOUR / 2),
    });
    shop.put(next);
    expect(words(await slice([next]))).toEqual({ next: "unsure" });
    expect(provider.delivered).toHaveLength(1);
  });

  it("is sent after all when the answer comes late", async () => {
    const { pass, clock, person, owner } = await handedOverAndSilent();
    clock.pass(CLAIM_SECONDS * 1000);
    await pass();
    owner.answer();
    expect(words(await owner.slice)).toEqual({ left: "sent" });
    expect(person("account-left")).toMatchObject({ past: [{ outcome: "sent" }] });
    expect(person("account-left")).not.toHaveProperty("open");
    expect((await pass()).unsettled).toBe(0);
  });

  it("is settled from the ticket when the answer stands there", async () => {
    const { shop, slice, ledger, another, clock, provider, person } = stage();
    shop.put(LEFT);
    ledger.always(leaves("ended"), "fails");
    const result = await slice([LEFT]);
    expect(words(result)).toEqual({ left: "unsure not-recorded" });
    expect(result.stopped).toMatchObject({ code: "ledger-unreachable" });
    expect(person("account-left")?.open?.state).toBe("sending");
    clock.pass(CLAIM_SECONDS * 1000);
    expect((await another().pass()).outcomes).toEqual({ sent: 1 });
    expect(person("account-left")?.past).toMatchObject([
      { outcome: "sent", messageId: expect.stringContaining("message") as string },
    ]);
    expect(provider.delivered).toHaveLength(1);
  });

  it("is unsure when neither the person nor the ticket could take the answer", async () => {
    const { shop, slice, ledger, another, clock, provider } = stage();
    shop.put(LEFT);
    ledger.always((call) => leaves("ended")(call) || writesTicket("answered")(call), "fails");
    expect(words(await slice([LEFT]))).toEqual({ left: "unsure not-recorded" });
    clock.pass(CLAIM_SECONDS * 1000);
    expect((await another().pass()).outcomes).toEqual({ unsure: 1 });
    expect(provider.delivered).toHaveLength(1);
  });

  it("is unsure when its ticket makes no sense", async () => {
    const { pass, clock, tickets, store, person } = await handedOverAndSilent();
    for (const { id } of tickets()) await store.plant(id, { id, pk: id, kind: "from-the-future", ttl: -1 });
    clock.pass(CLAIM_SECONDS * 1000);
    await pass();
    expect(person("account-left")?.open).toMatchObject({ state: "unsure", why: "ticket-unreadable" });
  });

  it("comes back when its request went without it", async () => {
    const { shop, slice, ledger, another, clock, provider } = stage();
    const two = ["a", "b"].map((id) => cart(id, { modified: minutesAgo(60) }));
    shop.put(...two);
    // the claim of b is written, but b cannot be read again to find that out
    const isOfB = (ids: readonly string[]) => ids.includes(idOf("account-b"));
    ledger.next((call) => leaves("sending")(call) && isOfB(call.ids), "loses-reply");
    ledger.next(({ method, ids }) => method === "read" && ids.length === 1 && isOfB(ids), "fails");
    expect(words(await slice(two))).toEqual({ a: "sent" });
    clock.pass(CLAIM_SECONDS * 1000);
    expect((await another().pass()).outcomes).toMatchObject({ sent: 1 });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["a", "b"]);
  });
});

describe("settling", () => {
  it("writes nothing about a person who was erased while the request was under way", async () => {
    const { shop, slice, provider, suppress, person } = stage();
    shop.put(LEFT);
    provider.during(() => suppress("account-left", { reason: "erased" }));
    expect(words(await slice([LEFT]))).toEqual({ left: "sent" });
    const { id, suppressed } = person("account-left") ?? {};
    expect(person("account-left")).toEqual({
      ...{ id, pk: id, kind: "person", past: [], accounts: [], ttl: -1 },
      suppressed,
    });
  });

  it("makes nobody anew who has left the ledger meanwhile", async () => {
    const { shop, slice, provider, clock, person } = stage();
    shop.put(LEFT);
    provider.during(() => clock.pass(400 * 24 * HOUR));
    expect(words(await slice([LEFT]))).toEqual({ left: "sent" });
    expect(person("account-left")).toBeUndefined();
  });

  it("keeps what others wrote about the person meanwhile", async () => {
    const { shop, slice, provider, suppress, person } = stage();
    shop.put(LEFT);
    provider.during(() => suppress("account-left", { reason: "unsubscribed" }));
    await slice([LEFT]);
    expect(person("account-left")?.suppressed?.reason).toBe("unsubscribed");
  });

  it("goes on after the lost reply of its own write", async () => {
    const { shop, slice, ledger, another, clock, person } = stage();
    shop.put(LEFT);
    ledger.next(leaves("ended"), "loses-reply");
    expect(words(await slice([LEFT]))).toEqual({ left: "unsure not-recorded" });
    expect(person("account-left")?.past).toMatchObject([{ outcome: "sent" }]);
    clock.pass(CLAIM_SECONDS * 1000);
    expect((await another().pass()).outcomes).toEqual({ "already-reminded": 1 });
  });
});

interface Silent extends Stage {
  readonly owner: { readonly slice: ReturnType<Stage["slice"]>; answer(): void };
}

/** A cart whose request the provider took and mailed, and whose owner has not heard of it since. */
async function handedOverAndSilent(): Promise<Silent> {
  const scene = stage();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const started = Promise.withResolvers<undefined>();
  scene.shop.put(LEFT);
  scene.provider.during(() => {
    started.resolve(undefined);
    return promise;
  });
  const slice = scene.another().slice([LEFT]);
  await started.promise;
  return { ...scene, owner: { slice, answer: () => resolve(undefined) } };
}
