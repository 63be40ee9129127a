import { describe, expect, it } from "vitest";
import { cart, customer, stamp } from "../../test/carts.ts";
import { minutesAgo, NOW, RULES, stage, words, type Stage } from "../../test/stage.ts";
import { ConnectorError } from "../cart/connector-error.ts";

const MINUTE = 60_000;
const IDS = ["a", "b", "c"];
const CARTS = IDS.map((id) => cart(id, { modified: minutesAgo(60) }));

/** The first request carries one reminder; `meanwhile` happens to the shop while it is on its way, and it takes so long. */
function slowFirstRequest(tookMs: number, meanwhile: (scene: Stage) => void = () => undefined): Stage {
  const scene = stage();
  scene.shop.put(...CARTS);
  scene.provider.during(() => {
    scene.clock.pass(tookMs);
    meanwhile(scene);
  });
  return scene;
}

const probing = { probe: true };

function questions({ shop }: Stage): number {
  return shop.used.filter((method) => method === "ordersSince").length;
}

describe("people who had to wait for others", () => {
  it("are not asked about again within the time that was set", async () => {
    const scene = slowFirstRequest(MINUTE);
    expect(words(await scene.slice(CARTS, probing))).toEqual({ a: "sent", b: "sent", c: "sent" });
    expect(questions(scene)).toBe(3);
    expect(scene.person("account-b")?.past[0]?.evidence).toMatchObject({
      consent: { at: NOW.toISOString(), askedSecondsBeforeClaim: 60 },
      purchases: { at: NOW.toISOString(), askedSecondsBeforeClaim: 60 },
    });
  });

  it("are asked about again after it, and what is kept is the later answer", async () => {
    const scene = slowFirstRequest(MINUTE + 1);
    expect(words(await scene.slice(CARTS, probing))).toEqual({ a: "sent", b: "sent", c: "sent" });
    expect(questions(scene)).toBe(5);
    const at = scene.clock.now().toISOString();
    expect(scene.person("account-b")?.past[0]?.evidence).toMatchObject({
      consent: { at, askedSecondsBeforeClaim: 0 },
      purchases: { at, askedSecondsBeforeClaim: 0 },
    });
  });

  it.each([
    [
      "bought-since",
      "bought meanwhile",
      ({ shop }: Stage) => {
        const created = stamp(new Date(NOW.getTime() + MINUTE));
        shop.ordersByAccount.set("account-b", [{ created, productIds: ["other"] }]);
      },
    ],
    [
      "no-consent opted-out",
      "opted out meanwhile",
      ({ provider }: Stage) => void provider.permissions.set("account-b@example.com", "opted-out"),
    ],
    [
      "no-consent commerce-flags",
      "were flagged in Commerce meanwhile",
      ({ shop }: Stage) =>
        void shop.customersByAccount.set("account-b", customer("account-b", { optedOut: true })),
    ],
    [
      "cart-gone",
      "checked out meanwhile",
      ({ shop }: Stage) => {
        shop.customersByAccount.set("account-b", customer("account-b"));
        shop.table.remove("b");
      },
    ],
    [
      "later orders-unreadable",
      "cannot be asked about any more",
      ({ shop }: Stage) => void shop.ordersByAccount.set("account-b", "unreadable"),
    ],
  ])("end as %s when they %s, and hold up nobody else", async (word, _what, meanwhile) => {
    const { slice, provider, person } = slowFirstRequest(2 * MINUTE, meanwhile);
    expect(words(await slice(CARTS, probing))).toEqual({ a: "sent", b: word, c: "sent" });
    expect(provider.delivered.map(({ cartId }) => cartId)).toEqual(["a", "c"]);
    expect(person("account-b")?.open?.state).toBe(word.startsWith("later") ? "waiting" : undefined);
  });

  it("are not claimed when the server to ask has gone", async () => {
    const fault = new ConnectorError("retail-server-unreachable", "no connection");
    const scene = slowFirstRequest(2 * MINUTE, ({ shop }) => void shop.faults.set("ordersSince", fault));
    const result = await scene.slice(CARTS, probing);
    expect(words(result)).toEqual({ a: "sent" });
    expect(result.stopped).toBe(fault);
    expect(scene.person("account-b")).toBeUndefined();
  });
});

it("with 0 seconds everybody is asked about twice", async () => {
  const scene = stage({ rules: { ...RULES, recheckAfterSeconds: 0 } });
  scene.shop.put(...CARTS);
  expect(words(await scene.slice(CARTS))).toEqual({ a: "sent", b: "sent", c: "sent" });
  expect(questions(scene)).toBe(6);
});

it("when time is up, those who are looked at together are still asked about, and the rest is left for the next pass", async () => {
  const many = Array.from({ length: 20 }, (_, index) => cart(`c${index}`, { modified: minutesAgo(60) }));
  const { shop, slice, provider, clock } = stage();
  shop.put(...many);
  const isTimeUp = () => clock.now() > NOW;
  provider.bytesOf = (reminder) => {
    clock.pass(10 * MINUTE);
    return JSON.stringify(reminder).length;
  };
  const result = await slice(many, { isTimeUp });
  expect(result.stopped).toBe("time");
  expect(provider.delivered).toHaveLength(16);
  expect(result.judged).toHaveLength(16);
});
