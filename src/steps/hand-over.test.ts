import { describe, expect, it } from "vitest";
import { cart } from "../../test/carts.ts";
import { isDown, mailsAndBreaksOff, refuses, saysNothing } from "../../test/fake-provider.ts";
import { minutesAgo, stage, words } from "../../test/stage.ts";
import { writesTicket } from "../../test/troubled-ledger.ts";

const LEFT = cart("left", { modified: minutesAgo(60) });
const CLAIM_SECONDS = 121;

describe("the ticket of a request", () => {
  it("is there before the request, names who is in it, and keeps what was answered", async () => {
    const { shop, slice, provider, tickets, person } = stage();
    shop.put(LEFT);
    const seen: unknown[] = [];
    provider.during(() => void seen.push(...tickets()));
    await slice([LEFT]);
    const key = person("account-left")?.past[0]?.key ?? "";
    expect(seen).toMatchObject([{ state: "handed-over", keys: [key] }]);
    expect(tickets()).toMatchObject([
      { state: "answered", answers: { [key]: { kind: "accepted", messageId: `message ${key}` } } },
    ]);
  });

  it("that somebody else abandoned keeps a slow owner from sending", async () => {
    const { shop, slice, ledger, another, provider, clock, person } = stage();
    shop.put(LEFT);
    ledger.next(writesTicket("handed-over"), () => {
      clock.pass(CLAIM_SECONDS * 1000);
      return another().slice([LEFT]);
    });
    expect(words(await slice([LEFT]))).toEqual({ left: "later released" });
    expect(provider.delivered).toHaveLength(1);
    expect(person("account-left")?.past.map(({ outcome }) => outcome)).toEqual(["sent"]);
  });

  it("that somebody else abandoned without going on leaves the reminder waiting, not lost", async () => {
    const { shop, slice, ledger, another, provider, clock, pass } = stage();
    shop.put(LEFT);
    ledger.next(writesTicket("handed-over"), async () => {
      clock.pass(CLAIM_SECONDS * 1000);
      const finder = another();
      // dies right after it has abandoned the ticket
      finder.ledger.always(({ doc }) => doc?.kind === "person", "fails");
      await finder.slice([LEFT]).catch(() => undefined);
    });
    expect(words(await slice([LEFT]))).toEqual({ left: "later released" });
    expect(provider.delivered).toEqual([]);
    clock.pass(2000);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(provider.delivered).toHaveLength(1);
  });

  it("was written when only the reply to it was lost: the owner goes on", async () => {
    const { shop, slice, ledger, provider } = stage();
    shop.put(LEFT);
    ledger.next(writesTicket("handed-over"), "loses-reply");
    expect(words(await slice([LEFT]))).toEqual({ left: "sent" });
    expect(provider.delivered).toHaveLength(1);
  });

  it("that could not be written sends nothing; the claim comes back and is sent once", async () => {
    const { shop, slice, ledger, provider, clock, pass, person, tickets } = stage();
    shop.put(LEFT);
    ledger.next(writesTicket("handed-over"), "fails");
    expect(await slice([LEFT])).toMatchObject({
      judged: [],
      handedOver: 0,
      stopped: { code: "ledger-unreachable" },
    });
    expect(provider.requests).toEqual([]);
    // so that it cannot be written after all, and leave a doubt where nothing was sent
    expect(tickets()).toMatchObject([{ state: "abandoned" }]);
    expect(person("account-left")?.open?.state).toBe("sending");
    clock.pass(CLAIM_SECONDS * 1000);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(provider.delivered).toHaveLength(1);
  });

  it("that cannot take the answers keeps nobody from being settled", async () => {
    const { shop, slice, ledger, logged, person } = stage();
    shop.put(LEFT);
    ledger.next(writesTicket("answered"), "fails");
    expect(words(await slice([LEFT]))).toEqual({ left: "sent" });
    expect(person("account-left")?.past[0]?.outcome).toBe("sent");
    expect(logged).toContain("warn the reply could not be written into its ticket");
  });

  it("of one request that fails does not hide what an earlier one has sent", async () => {
    const { shop, slice, ledger, provider } = stage();
    const two = ["a", "b"].map((id) => cart(id, { modified: minutesAgo(60) }));
    shop.put(...two);
    ledger.next((call) => writesTicket("handed-over")(call) && provider.requests.length === 1, "fails");
    const result = await slice(two, { probe: true });
    expect(words(result)).toEqual({ a: "sent" });
    expect(result).toMatchObject({ handedOver: 1, proven: true, stopped: { code: "ledger-unreachable" } });
  });
});

describe("what the provider says", () => {
  it("ends as sent, refused, later or unsure, each with the reason", async () => {
    const { shop, slice, provider, person } = stage();
    const four = ["a", "b", "c", "d"].map((id) => cart(id, { modified: minutesAgo(60) }));
    shop.put(...four);
    provider.next({
      mails: ({ cartId }) => cartId === "a",
      says({ cartId }) {
        if (cartId === "a") return { kind: "accepted" };
        if (cartId === "b") return { kind: "refused", why: "blocked 2010" };
        if (cartId === "d") return { kind: "unsure", why: "error-without-owner" };
        return { kind: "later", notBefore: "2026-11-22T12:07:00.000Z", why: "provider-later" };
      },
    });
    expect(words(await slice(four))).toEqual({
      a: "sent",
      b: "refused blocked 2010",
      c: "later provider-later",
      d: "unsure error-without-owner",
    });
    expect(person("account-b")?.past).toMatchObject([{ outcome: "refused", why: "blocked 2010" }]);
    expect(person("account-c")?.open).toMatchObject({ state: "waiting", dueAt: "2026-11-22T12:07:00.000Z" });
    expect(person("account-d")?.open).toMatchObject({ state: "unsure", why: "error-without-owner" });
  });

  it("about nobody leaves them unsure, and ends sending", async () => {
    const { shop, slice, provider } = stage();
    const two = ["a", "b"].map((id) => cart(id, { modified: minutesAgo(60) }));
    shop.put(...two);
    provider.next(saysNothing);
    const result = await slice(two, { probe: true });
    expect(words(result)).toEqual({ a: "unsure not-answered" });
    expect(result.stopped).toMatchObject({ code: "provider-unreadable" });
  });

  it("costs one person's doubt when it breaks on the first request of a pass", async () => {
    const { shop, slice, provider } = stage();
    const many = Array.from({ length: 50 }, (_, index) =>
      cart(`cart-${index}`, { modified: minutesAgo(60) }),
    );
    shop.put(...many);
    provider.next(mailsAndBreaksOff);
    const result = await slice(many, { probe: true });
    expect(result.judged.map(({ outcome }) => outcome)).toEqual(["unsure"]);
    expect(result.stopped).toMatchObject({ code: "provider-failed" });
    expect(provider.delivered).toHaveLength(1);
  });

  it("lets nobody get lost when it is not there", async () => {
    const { shop, slice, provider, clock, pass } = stage();
    shop.put(LEFT);
    provider.next(isDown);
    const result = await slice([LEFT], { probe: true });
    expect(words(result)).toEqual({ left: "later released" });
    expect(result).toMatchObject({ proven: false, stopped: { code: "provider-unreachable" } });
    clock.pass(2000);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
  });

  it("proves that it works also by turning somebody down", async () => {
    const { shop, slice, provider } = stage();
    const three = ["a", "b", "c"].map((id) => cart(id, { modified: minutesAgo(60) }));
    shop.put(...three);
    provider.next(refuses);
    const result = await slice(three, { probe: true });
    expect(words(result)).toEqual({ a: "refused blocked 2010", b: "sent", c: "sent" });
    expect(provider.requests.map((batch) => batch.length)).toEqual([1, 2]);
  });

  it("is not proven by a first reminder that another run took, so the next one goes alone as well", async () => {
    const { shop, slice, ledger, another, provider } = stage();
    const four = ["a", "b", "c", "d"].map((id) => cart(id, { modified: minutesAgo(60) }));
    shop.put(...four);
    ledger.next(
      ({ doc }) => doc?.kind === "person",
      () => another().slice(four.slice(0, 1)),
    );
    expect(words(await slice(four, { probe: true }))).toEqual({
      a: "already-reminded",
      b: "sent",
      c: "sent",
      d: "sent",
    });
    expect(provider.requests.map((batch) => batch.length)).toEqual([1, 1, 2]);
  });
});
