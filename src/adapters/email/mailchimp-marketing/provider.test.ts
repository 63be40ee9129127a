import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  startMailchimpMarketing,
  type MailchimpMarketing,
  type MailchimpMarketingOptions,
} from "../../../../simulators/email/mailchimp-marketing/start-mailchimp-marketing.ts";
import type { Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import { address, amount, BAG, reminderFor } from "../test-reminder.ts";
import { rotatingSecrets, testTools, type TestTools } from "../test-tools.ts";
import type { MarketingOptions } from "./options.ts";
import { createMailchimpMarketing } from "./provider.ts";

/* What is Mailchimp Marketing's own; what every provider does is in test/contract/email-provider. */

const ANN = reminderFor("ann@shop.example");

let mailchimp: MailchimpMarketing;
let tools: TestTools;

beforeEach(async () => {
  tools = testTools(rotatingSecrets({ key: ["key-us19", "key-us19"] }));
  mailchimp = await account();
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await mailchimp.close();
});

function account(change: Partial<MailchimpMarketingOptions> = {}): Promise<MailchimpMarketing> {
  return startMailchimpMarketing({
    apiKey: "key-us19",
    storeId: "commerce",
    members: [
      { email: "Ann@shop.example", status: "subscribed" },
      { email: "left@shop.example", status: "unsubscribed" },
      { email: "bounced@shop.example", status: "cleaned" },
      { email: "asked@shop.example", status: "pending" },
      { email: "bought@shop.example", status: "transactional" },
    ],
    clock: tools.clock,
    ...change,
  });
}

function provider(change: Partial<MarketingOptions> = {}): IEmailProvider {
  const options = {
    apiUrl: `${mailchimp.url}/3.0`,
    apiKeySecretName: "key",
    storeId: "commerce",
    requestTimeoutMs: 30_000,
  };
  return createMailchimpMarketing({ ...options, ...change }, tools);
}

function answers({ answers }: Handover): readonly string[] {
  return [...answers.values()].map((one) =>
    one.kind === "accepted" ? "accepted" : `${one.kind} ${one.why}`,
  );
}

describe("a cart", () => {
  test("stands in the store with its customer, its products and the way back, and the flow mails it", async () => {
    expect(answers(await provider().remind([ANN]))).toEqual(["accepted"]);
    expect(mailchimp.delivered[0]).toMatchObject({
      to: "ann@shop.example",
      cart: {
        id: ANN.key,
        checkoutUrl: "https://shop.example/cart",
        currency: "USD",
        total: 39.98,
        customer: { body: { first_name: "Ann", last_name: "Bee", opt_in_status: false } },
        lines: [{ quantity: 2, price: 19.99, product: { title: "Bag", url: "https://shop.example/bag" } }],
      },
    });
  });

  test("is found again when it was added before, and mails nobody twice", async () => {
    await provider().remind([ANN]);
    expect(answers(await provider().remind([ANN]))).toEqual(["accepted"]);
    expect(mailchimp.delivered).toHaveLength(1);
    expect(mailchimp.calls.get("get-cart")).toBe(1);
  });

  test("that Mailchimp does not take, and does not have, is refused", async () => {
    const odd = { ...ANN, currency: "?" };
    expect(answers(await provider().remind([odd]))).toEqual(["refused payload-refused"]);
  });

  test("that may be there already waits while Mailchimp cannot be asked", async () => {
    await provider().remind([ANN]);
    mailchimp.faults.on("get-cart", { kind: "drop-before" });
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault?.code).toBe("provider-failed");
  });

  test("without a price is not shown as free: nobody is mailed", async () => {
    const unpriced = { ...ANN, lines: [{ ...BAG, unitPrice: undefined, lineTotal: undefined }] };
    expect(answers(await provider().remind([unpriced]))).toEqual(["refused price-missing"]);
    expect(mailchimp.calls.size).toBe(0);
  });

  test("with less than a whole piece has one piece at the price of all", async () => {
    const cheese = { ...BAG, quantity: amount("0.7"), lineTotal: { value: amount("13.99"), text: "$13.99" } };
    await provider().remind([{ ...ANN, lines: [cheese] }]);
    expect(mailchimp.delivered[0]?.cart.lines).toMatchObject([{ quantity: 1, price: 13.99 }]);
  });

  test("has products in the shopper's language, told once and again when they change", async () => {
    const [one, other] = [
      provider(),
      reminderFor("ann@shop.example", { language: "sv-se", key: "r1-2" as typeof ANN.key }),
    ];
    await one.remind([ANN]);
    await one.remind([{ ...other, lines: [{ ...BAG, productName: "Väska" }] }]);
    await one.remind([
      { ...other, lines: [{ ...BAG, productName: "Väska, röd" }], key: "r1-3" as typeof ANN.key },
    ]);
    expect([...mailchimp.products.values()].map(({ title }) => title)).toEqual(["Bag", "Väska, röd"]);
    expect(mailchimp.calls.get("change-product")).toBe(3);
    await one.remind([{ ...ANN, key: "r1-4" as typeof ANN.key }]);
    expect(mailchimp.calls.get("change-product")).toBe(3);
  });
});

describe("a doubt", () => {
  test("is settled when the cart is found, and stays when Mailchimp cannot be asked", async () => {
    mailchimp.faults.on("add-cart", { kind: "drop-after" }, 1);
    const found = await provider().remind([ANN]);
    expect(answers(found)).toEqual(["accepted"]);
    expect(found.fault?.code).toBe("provider-failed");
    mailchimp.faults.on("add-cart", { kind: "drop-after" }, 1);
    mailchimp.faults.on("get-cart", { kind: "drop-before" }, 1);
    const other = { ...ANN, key: "r1-2" as typeof ANN.key };
    expect(answers(await provider().remind([other]))).toEqual(["unsure connection-lost"]);
  });

  test("stays when the cart is not there: it may still arrive", async () => {
    mailchimp.faults.on("add-cart", { kind: "drop-before" }, 1);
    expect(answers(await provider().remind([ANN]))).toEqual(["unsure connection-lost"]);
  });
});

describe("somebody who is no subscriber", () => {
  test.each([
    ["left@shop.example", "refused unsubscribed"],
    ["bounced@shop.example", "refused address-bounced"],
    ["asked@shop.example", "refused not-subscribed"],
    ["bought@shop.example", "refused not-subscribed"],
    ["nobody@shop.example", "refused contact-unknown"],
  ])("%s is %s, and nothing of them is told to Mailchimp", async (to, answer) => {
    const before = mailchimp.statusOf(to);
    expect(answers(await provider().remind([reminderFor(to)]))).toEqual([answer]);
    expect([...mailchimp.calls.keys()]).toEqual(["get-store", "get-member"]);
    expect(mailchimp.statusOf(to)).toBe(before);
  });

  test("stays what they are after being asked after and after refusing", async () => {
    const nobody = address("nobody@shop.example");
    expect((await provider().consent([nobody])).get(nobody)).toBe("unknown");
    expect(await provider().optOut?.(nobody)).toBe("unknown");
    expect(await provider().erase?.(nobody)).toBe("unknown");
    expect(mailchimp.statusOf(nobody)).toBeUndefined();
  });
});

describe("an audience", () => {
  test("that knows none of many is another shop's", async () => {
    const many = Array.from({ length: 20 }, (_, number) => address(`x${number}@shop.example`));
    await expect(provider().consent(many)).rejects.toMatchObject({ code: "provider-blank" });
  });

  test("is asked again when it is out of order for a moment", async () => {
    mailchimp.faults.on("get-member", { kind: "reply", reply: { status: 503, body: "" } }, 1);
    expect((await provider().consent([ANN.address])).get(ANN.address)).toBe("opted-in");
  });
});

describe("before the cart", () => {
  test.each(["get-store", "get-member", "put-customer", "change-product", "add-product"])(
    "a failure of %s mails nobody and leaves no doubt",
    async (operation) => {
      mailchimp.faults.on(operation, { kind: "drop-after" }, 1);
      const one = provider();
      const handover = await one.remind([ANN]);
      expect(answers(handover)).toEqual(["later released"]);
      expect(handover.fault?.code).toBe("provider-failed");
      expect(mailchimp.delivered).toEqual([]);
      expect(answers(await one.remind([ANN]))).toEqual(["accepted"]);
    },
  );

  test("a throttled question makes the reminder wait", async () => {
    mailchimp.faults.on("get-member", { kind: "reply", reply: { status: 429, body: "" } });
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual(["later provider-later"]);
    expect(handover.fault?.code).toBe("provider-throttled");
  });

  test("too much time may have gone: the cart is not begun", async () => {
    mailchimp.faults.on("put-customer", {
      kind: "slow",
      how: async () => tools.clock.advance(29_500),
    });
    expect(answers(await provider().remind([ANN]))).toEqual(["later released"]);
    expect(mailchimp.calls.get("add-cart")).toBeUndefined();
  });

  test("a product that somebody else adds at the same moment is no hindrance", async () => {
    const missing = { type: "x", title: "Resource Not Found", status: 404, detail: "", instance: "" };
    await provider().remind([ANN]);
    mailchimp.faults.on("change-product", { kind: "reply", reply: { status: 404, body: missing } }, 1);
    const again = { ...ANN, key: "r1-2" as typeof ANN.key };
    expect(answers(await provider().remind([again]))).toEqual(["accepted"]);
  });
});

describe("a store that is syncing", () => {
  test("would mail nobody: nothing is handed over and the check says so, until it is done", async () => {
    await mailchimp.close();
    mailchimp = await account({ isSyncing: true });
    const one = provider();
    const handover = await one.remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault?.code).toBe("provider-nothing-attached");
    await expect(one.check()).rejects.toMatchObject({ code: "provider-nothing-attached" });
    const done = { id: "commerce", list_id: "a1b2c3d4e5", is_syncing: false };
    mailchimp.faults.on("get-store", { kind: "reply", reply: { status: 200, body: done } });
    expect(answers(await one.remind([ANN]))).toEqual(["accepted"]);
  });
});

test("the check reads the store and does not take a page for it", async () => {
  expect(await provider().check()).toEqual(
    expect.arrayContaining(["the key is good", "store commerce is there, and its flows run"]),
  );
  mailchimp.faults.on("get-store", { kind: "reply", reply: { status: 200, body: "<html>sign in</html>" } });
  await expect(provider().check()).rejects.toMatchObject({ code: "provider-unreadable" });
});
