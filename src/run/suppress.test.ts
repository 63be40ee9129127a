import { describe, expect, it } from "vitest";
import { cart } from "../../test/carts.ts";
import { idOf, minutesAgo, RULES, stage, words, type Stage } from "../../test/stage.ts";
import { anyCall, leaves, writesTicket } from "../../test/troubled-ledger.ts";
import { suppressPerson } from "./suppress.ts";

const LEFT = cart("left", { modified: minutesAgo(60) });
const OTHER = cart("other", { modified: minutesAgo(60) });
const PERSON = idOf("account-left");

/* The moments of a pass at which somebody may refuse. What counts is when the refusal was acknowledged. */

interface Moment {
  readonly when: string;
  readonly mails: number;
  readonly arrange: (scene: Stage, refuse: () => Promise<void>) => void;
}

const MOMENTS: readonly Moment[] = [
  {
    when: "before the look into the ledger",
    mails: 0,
    arrange: ({ ledger }, refuse) => ledger.next(({ method }) => method === "read", refuse),
  },
  {
    when: "between the look into the ledger and the claim",
    mails: 0,
    arrange: ({ ledger }, refuse) => ledger.next(leaves("sending"), refuse),
  },
  {
    when: "between the claim and the hand-over",
    mails: 0,
    arrange: ({ ledger }, refuse) => ledger.next(writesTicket("handed-over"), refuse),
  },
  {
    when: "while the request is under way",
    mails: 1,
    arrange: ({ provider }, refuse) => provider.during(refuse),
  },
  {
    when: "before it is settled",
    mails: 1,
    arrange: ({ ledger }, refuse) => ledger.next(leaves("ended"), refuse),
  },
];

describe.each(["unsubscribed", "erased"] as const)("somebody who is %s", (reason) => {
  it.each(MOMENTS)("$when gets $mails mails, then none, and only the fact is kept", async (moment) => {
    const scene = stage();
    const { shop, slice, provider, clock, another, person, suppress } = scene;
    shop.put(LEFT);
    let mailedWhenAcknowledged = Number.NaN;
    moment.arrange(scene, async () => {
      await suppress("account-left", { reason });
      mailedWhenAcknowledged = provider.delivered.length;
    });
    await slice([LEFT]);
    expect(provider.delivered).toHaveLength(moment.mails);
    expect(mailedWhenAcknowledged).toBe(moment.mails);
    // later passes, and another cart
    clock.pass(RULES.claimSeconds * 1000);
    await another().pass({ window: {} });
    const again = cart("again", { modified: clock.now(), account: "account-left" });
    shop.put(again);
    expect(words(await another().slice([again]))).toEqual({ again: "suppressed" });
    expect(provider.delivered).toHaveLength(moment.mails);
    const { suppressed } = person("account-left") ?? {};
    expect(suppressed?.reason).toBe(reason);
    expect(person("account-left")).toEqual({
      ...{ id: PERSON, pk: PERSON, kind: "person", past: [], accounts: [], ttl: -1 },
      suppressed,
    });
  });
});

describe("a refusal that stops a claim", () => {
  it("holds up the others of the same request only until the next pass", async () => {
    const { shop, slice, ledger, provider, suppress, another, clock } = stage();
    shop.put(LEFT, OTHER);
    ledger.next(writesTicket("handed-over"), () => suppress("account-left", { reason: "unsubscribed" }));
    expect(words(await slice([LEFT, OTHER]))).toMatchObject({ other: "later released" });
    expect(provider.requests).toEqual([]);
    clock.pass(1_000);
    expect((await another().pass()).outcomes).toMatchObject({ sent: 1, suppressed: 1 });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["other"]);
  });

  it("says when a reminder was on its way already", async () => {
    const { shop, slice, provider, store, clock } = stage();
    shop.put(LEFT);
    const tools = { ledger: store.connect(), clock, rules: RULES };
    const said: unknown[] = [];
    provider.during(async () => {
      said.push(await suppressPerson(tools, PERSON, { reason: "unsubscribed" }));
      said.push(await suppressPerson(tools, PERSON, { reason: "unsubscribed" }));
    });
    await slice([LEFT]);
    expect(said).toEqual([
      { result: "suppressed", onItsWay: true },
      { result: "already", onItsWay: false },
    ]);
  });
});

describe("suppressing over a ledger that has its days", () => {
  it.each(["fails", "loses-reply"] as const)(
    "is done when it is repeated after a write that %s",
    async (trouble) => {
      const { ledger, clock, person } = stage();
      const tools = { ledger, clock, rules: RULES };
      ledger.next(({ method }) => method === "create", trouble);
      await expect(suppressPerson(tools, PERSON, { reason: "staff" })).rejects.toMatchObject({
        code: "ledger-unreachable",
      });
      await suppressPerson(tools, PERSON, { reason: "staff" });
      expect(person("account-left")?.suppressed?.reason).toBe("staff");
    },
  );

  it("wins against somebody who writes the same person now and then, and gives up with a fault otherwise", async () => {
    const { shop, slice, ledger, store, clock, person } = stage();
    shop.put(LEFT);
    await slice([LEFT]);
    const tools = { ledger, clock, rules: RULES };
    const other = store.connect();
    async function touch(): Promise<void> {
      const doc = person("account-left");
      const known = doc === undefined ? undefined : (await other.read([doc.id])).get(doc.id);
      if (known !== undefined && known !== "unreadable") await other.replace(known.doc, known.version);
    }
    const isReplace = ({ method }: { readonly method: string }) => method === "replace";
    const stop = ledger.always(isReplace, touch);
    await expect(suppressPerson(tools, PERSON, { reason: "staff" })).rejects.toMatchObject({
      code: "ledger-throttled",
    });
    stop();
    ledger.next(isReplace, touch);
    expect(await suppressPerson(tools, PERSON, { reason: "staff" })).toEqual({
      result: "suppressed",
      onItsWay: false,
    });
  });

  it("names a damaged document instead of pretending", async () => {
    const { ledger, store, clock } = stage();
    await store.plant(PERSON, { kind: "person", past: "none" });
    await expect(
      suppressPerson({ ledger, clock, rules: RULES }, PERSON, { reason: "erased" }),
    ).rejects.toMatchObject({ code: "ledger-unreadable" });
    expect(ledger.calls.some(anyCall)).toBe(true);
  });
});
