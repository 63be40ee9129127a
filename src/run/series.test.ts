import { describe, expect, it } from "vitest";
import { cart, customer, line, stamp } from "../../test/carts.ts";
import { mailsAndBreaksOff, refuses } from "../../test/fake-provider.ts";
import { recalled } from "../../test/way-items.ts";
import { minutesAgo, PASS, RULES, stage, type Stage } from "../../test/stage.ts";
import { readPerson } from "../steps/recall.ts";
import { remember } from "../steps/remember.ts";
import { decideDoubts } from "./unsure.ts";
import type { PassTools } from "./pass.ts";

const HOUR = 3_600_000;
const LEFT = cart("left", { modified: minutesAgo(60) });
const SERIES = {
  ...RULES,
  laterSteps: [
    { afterHours: 24, template: "second" },
    { afterHours: 72, template: undefined },
  ],
};

/** A shop with one abandoned cart, which was reminded of once just now. */
async function reminded(change: Partial<PassTools> = {}): Promise<Stage> {
  const staged = stage({ rules: SERIES, ...change });
  staged.shop.put(LEFT);
  expect((await staged.pass()).outcomes).toEqual({ sent: 1 });
  return staged;
}

function sent({ provider }: Stage): readonly unknown[] {
  return provider.delivered.map(({ step, template }) => [step, template]);
}

describe("a series", () => {
  it("sends each step in its time with its own event, and ends after the last", async () => {
    const staged = await reminded();
    const { clock, pass, person } = staged;
    clock.pass(24 * HOUR - 1);
    expect((await pass()).outcomes).toEqual({});
    clock.pass(1);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    clock.pass(48 * HOUR - 1);
    expect((await pass()).outcomes).toEqual({});
    clock.pass(1);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    clock.pass(1000 * HOUR);
    expect((await pass()).outcomes).toEqual({});
    expect(sent(staged)).toEqual([
      [0, undefined],
      [1, "second"],
      [2, undefined],
    ]);
    expect(new Set(staged.provider.delivered.map(({ key }) => key)).size).toBe(3);
    expect(person("account-left")?.past.map(({ step, outcome }) => [step, outcome])).toEqual([
      [0, "sent"],
      [1, "sent"],
      [2, "sent"],
    ]);
  });

  it("keeps the distance between its steps when one was late", async () => {
    const staged = await reminded();
    staged.clock.pass(30 * HOUR);
    expect((await staged.pass()).outcomes).toEqual({ sent: 1 });
    staged.clock.pass(48 * HOUR - 1);
    expect((await staged.pass()).found).toBe(0);
    staged.clock.pass(1);
    expect((await staged.pass()).outcomes).toEqual({ sent: 1 });
  });

  it("is not disturbed by a cart that was only touched, nor by a run that looks at it again", async () => {
    const staged = await reminded();
    const { clock, pass, shop, person } = staged;
    shop.put({ ...LEFT, modified: stamp(minutesAgo(-1)) });
    clock.pass(HOUR);
    expect((await pass()).outcomes).toEqual({ later: 1 });
    expect(person("account-left")?.open).toMatchObject({ step: 1, state: "waiting", why: "later-step" });
    clock.pass(23 * HOUR);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(sent(staged)).toHaveLength(2);
  });

  it("is not ended by another run that came too late with the step before", async () => {
    const staged = stage({ rules: SERIES });
    staged.shop.put(LEFT);
    const other = staged.another();
    // while the one is asking the provider, the other has looked at the same person and wants to claim them
    staged.provider.during(async () => {
      expect((await other.slice([LEFT])).judged).toMatchObject([{ outcome: "taken" }]);
    });
    await staged.pass();
    expect((await other.slice([LEFT])).judged).toMatchObject([{ outcome: "later", why: "not-due" }]);
    expect(staged.person("account-left")?.open).toMatchObject({ step: 1, state: "waiting" });
    expect(staged.provider.delivered).toHaveLength(1);
  });

  it("is not ended by a claim of the step before that lost its race", async () => {
    const staged = await reminded();
    const { candidate } = recalled(LEFT);
    // what the loser finds in the ledger after its write was refused
    const memory = await readPerson(staged.way, candidate.person);
    const lost = { cartId: "left", outcome: "already-reminded", about: { candidate, memory } } as const;
    await remember(staged.way, [lost]);
    expect(staged.person("account-left")?.open).toMatchObject({ step: 1, state: "waiting" });
  });

  it.each([
    [
      "a purchase",
      "bought-since",
      ({ shop, clock }: Stage) => {
        shop.ordersByAccount.set("account-left", [{ created: stamp(clock.now()), productIds: ["p9"] }]);
      },
    ],
    [
      "other contents",
      "cart-changed",
      ({ shop }: Stage) => {
        shop.put({ ...LEFT, lines: [line("p2")] });
      },
    ],
    [
      "an emptied cart",
      "cart-gone",
      ({ shop }: Stage) => {
        shop.put({ ...LEFT, lines: [] });
      },
    ],
    [
      "a newer cart",
      "superseded",
      ({ shop }: Stage) => {
        shop.put(cart("newer", { account: "account-left", modified: minutesAgo(-23 * 60 - 55) }));
      },
    ],
    [
      "an opt-out at the provider",
      "no-consent",
      ({ provider }: Stage) => {
        provider.permissions.set("account-left@example.com", "opted-out");
      },
    ],
    [
      "an opt-out in Commerce",
      "no-consent",
      ({ shop }: Stage) => {
        shop.customersByAccount.set("account-left", customer("account-left", { optedOut: true }));
      },
    ],
  ] as const)("ends by %s, with the word %s", async (_what, word, happens) => {
    const staged = await reminded();
    happens(staged);
    staged.clock.pass(24 * HOUR);
    // judged by what waits, not by what may stand in the window
    await staged.pass();
    expect(sent(staged)).toHaveLength(1);
    expect(staged.person("account-left")?.open).toBeUndefined();
    expect(staged.person("account-left")?.past.at(-1)).toMatchObject({ step: 1, outcome: word });
  });

  it("ends by a purchase, although the cart was looked at afterwards and has a newer stamp", async () => {
    const staged = await reminded();
    const { clock, shop } = staged;
    clock.pass(HOUR);
    shop.ordersByAccount.set("account-left", [{ created: stamp(clock.now()), productIds: ["p9"] }]);
    clock.pass(HOUR);
    const touched = { ...LEFT, modified: stamp(clock.now()) };
    shop.put(touched);
    clock.pass(24 * HOUR);
    expect((await staged.slice([touched])).judged).toMatchObject([{ outcome: "bought-since" }]);
    expect(staged.person("account-left")?.past.at(-1)).toMatchObject({ step: 1, outcome: "bought-since" });
  });

  it("ends by an unsubscription without leaving a trace of it", async () => {
    const staged = await reminded();
    await staged.suppress("account-left", { reason: "unsubscribed" });
    staged.clock.pass(24 * HOUR);
    expect((await staged.pass()).found).toBe(0);
    expect(staged.person("account-left")).toMatchObject({ past: [], suppressed: { reason: "unsubscribed" } });
  });

  it("ends when the provider refuses the person", async () => {
    const staged = await reminded();
    staged.clock.pass(24 * HOUR);
    staged.provider.next(refuses);
    expect((await staged.pass()).outcomes).toEqual({ refused: 1 });
    expect(staged.person("account-left")?.open).toBeUndefined();
  });

  it("is held by a doubt until somebody ends it, and goes on from there", async () => {
    const staged = await reminded();
    const { clock, pass, person, tools } = staged;
    clock.pass(24 * HOUR);
    staged.provider.next(mailsAndBreaksOff);
    expect((await pass()).outcomes).toEqual({ unsure: 1 });
    clock.pass(200 * HOUR);
    expect((await pass()).found).toBe(0);
    expect(await decideDoubts(tools, "all", "dismiss")).toMatchObject([{ step: 1 }]);
    expect(person("account-left")?.open).toMatchObject({ step: 2, why: "later-step" });
    clock.pass(48 * HOUR);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
    expect(staged.provider.mailedTwice()).toEqual([]);
  });

  it("lets a step go that could not be sent in time, and with it the rest", async () => {
    const staged = await reminded();
    staged.clock.pass(48 * HOUR);
    expect((await staged.pass()).outcomes).toEqual({ expired: 1 });
    expect(staged.person("account-left")?.open).toBeUndefined();
  });

  it("waits for a cap where something new would be dropped", async () => {
    const staged = await reminded({ rules: { ...SERIES, minHoursBetweenReminders: 30 } });
    const { clock, pass, person } = staged;
    clock.pass(24 * HOUR);
    expect((await pass()).outcomes).toEqual({ later: 1 });
    expect(person("account-left")?.open).toMatchObject({ step: 1, why: "capped" });
    clock.pass(6 * HOUR - 1);
    expect((await pass()).found).toBe(0);
    clock.pass(1);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
  });

  it("ends for those whose next step was taken out of the settings", async () => {
    const staged = await reminded();
    staged.clock.pass(24 * HOUR);
    const shorter = staged.another({ rules: RULES });
    expect((await shorter.pass()).outcomes).toEqual({ "already-reminded": 1 });
    expect(staged.person("account-left")?.past.at(-1)).toMatchObject({ step: 1, why: "series-shortened" });
    expect(sent(staged)).toHaveLength(1);
  });

  it("goes in a request of its own, because a request has one event", async () => {
    const staged = await reminded({ pass: { ...PASS, maxReminders: 0 } });
    staged.clock.pass(24 * HOUR);
    const now = staged.clock.now().getTime();
    for (const id of ["a", "b", "c"]) staged.shop.put(cart(id, { modified: new Date(now - HOUR) }));
    const due = staged.person("account-left");
    expect(due?.dueAt).toBe(staged.clock.now().toISOString());
    // a window that holds the touched cart of the second step among first ones
    staged.shop.put({ ...LEFT, modified: stamp(new Date(now - HOUR + 1)) });
    const carts = ["a", "left", "b", "c"].flatMap((id) => staged.shop.table.get(id) ?? []);
    const result = await staged.slice(carts);
    expect(result.judged.filter(({ outcome }) => outcome === "sent")).toHaveLength(4);
    expect(staged.provider.requests.slice(1).map((batch) => batch.map(({ cartId }) => cartId))).toEqual([
      ["a", "b", "c"],
      ["left"],
    ]);
  });
});

describe("quiet hours", () => {
  // it is noon in Greenwich when the stage is set
  const QUIET = { ...SERIES, quietHours: { from: "11:00", to: "15:00" } };

  it("delay everybody whose clock stands in them, and nobody else", async () => {
    const { shop, pass, clock, person, provider } = stage({ rules: QUIET });
    shop.put(cart("here", { modified: minutesAgo(60) }), cart("there", { modified: minutesAgo(60) }));
    shop.customersByAccount.set("account-there", customer("account-there", { country: "JP" }));
    expect((await pass()).outcomes).toEqual({ sent: 1, later: 1 });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["there"]);
    expect(person("account-here")?.open).toMatchObject({
      why: "quiet-hours",
      dueAt: "2026-11-22T15:00:00.000Z",
      expiresAt: "2026-11-23T15:00:00.000Z",
    });
    clock.pass(3 * HOUR - 1);
    expect((await pass()).found).toBe(0);
    clock.pass(1);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
  });

  it("are those of the settings for everybody, or of the channel", async () => {
    const tokyo = stage({ rules: QUIET });
    tokyo.shop.put(LEFT);
    const shop = await tokyo.tools.shopOf(await tokyo.shop.channel());
    const forAll = tokyo.another({
      shopOf: () => ({ ...shop, timeZoneForAll: "Asia/Tokyo", timeZone: "UTC" }),
    });
    expect((await forAll.pass()).outcomes).toEqual({ sent: 1 });
    const channel = stage({ rules: QUIET, shopOf: () => ({ ...shop, timeZone: "Asia/Tokyo" }) });
    channel.shop.put(LEFT);
    expect((await channel.pass()).outcomes).toEqual({ sent: 1 });
  });

  it("begin two minutes early, because a claim may take that long to be sent", async () => {
    const { shop, pass, person } = stage({ rules: { ...RULES, quietHours: { from: "12:02", to: "13:00" } } });
    shop.put(LEFT);
    expect((await pass()).outcomes).toEqual({ later: 1 });
    expect(person("account-left")?.open).toMatchObject({ dueAt: "2026-11-22T13:00:00.000Z" });
  });

  it("are looked at once more before each claim, for a pass that runs into them", async () => {
    const { shop, pass, clock, person, provider } = stage({
      rules: { ...RULES, quietHours: { from: "12:30", to: "13:00" } },
    });
    shop.put(cart("one", { modified: minutesAgo(61) }), cart("two", { modified: minutesAgo(60) }));
    // the first request of a pass carries one reminder; it takes very long
    provider.during(() => clock.pass(HOUR / 2));
    expect((await pass()).outcomes).toEqual({ sent: 1, later: 1 });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["one"]);
    expect(person("account-two")?.open).toMatchObject({ state: "waiting", why: "quiet-hours" });
    clock.pass(HOUR / 2);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
  });

  it("delay a step of a series too", async () => {
    const staged = await reminded({ rules: { ...SERIES, quietHours: { from: "20:00", to: "11:00" } } });
    const { clock, pass, person } = staged;
    clock.pass(32 * HOUR);
    expect((await pass()).outcomes).toEqual({ later: 1 });
    expect(person("account-left")?.open).toMatchObject({ step: 1, dueAt: "2026-11-24T11:00:00.000Z" });
    clock.pass(15 * HOUR);
    expect((await pass()).outcomes).toEqual({ sent: 1 });
  });
});
