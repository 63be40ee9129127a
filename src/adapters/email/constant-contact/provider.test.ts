import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type {
  ConstantContact,
  ConstantContactOptions as Account,
  Person,
} from "../../../../simulators/email/constant-contact/start-constant-contact.ts";
import type { Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import { address, BAG, reminderFor } from "../test-reminder.ts";
import { testTools, type TestTools } from "../test-tools.ts";
import type { ConstantContactOptions } from "./options.ts";
import { createConstantContact } from "./provider.ts";
import { account, LIST, optionsFor, OTHER_LIST, testVault } from "./test-account.ts";

/* What is Constant Contact's own; what every provider does is in test/contract/email-provider. */

const ANN = reminderFor("ann@shop.example");
const BOB = reminderFor("bob@shop.example");
const PEOPLE: readonly Person[] = [
  {
    email: "Ann@shop.example",
    permission: "explicit",
    more: {
      first_name: "Anna",
      company_name: "Contoso",
      phone_numbers: [{ phone_number: "555", kind: "home" }],
      street_addresses: [{ city: "Lund", kind: "home" }],
      sms_channel: { sms_address: "555" },
      notes: [{ content: "likes bags" }],
      taggings: ["tag-1"],
      custom_fields: [{ custom_field_id: "field-4", value: "38" }],
      list_memberships: ["newsletter"],
    },
  },
  { email: "bob@shop.example", permission: "implicit" },
  { email: "left@shop.example", permission: "unsubscribed" },
  { email: "asked@shop.example", permission: "pending_confirmation" },
];

let tools: TestTools;
let constantContact: ConstantContact;

beforeEach(async () => {
  tools = testTools(testVault().connect());
  await open();
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await constantContact.close();
});

async function open(change: Partial<Account> = {}): Promise<void> {
  constantContact = await account(tools.clock, { people: PEOPLE, ...change });
}

async function reopen(change: Partial<Account>): Promise<void> {
  await constantContact.close();
  await open(change);
}

function provider(change: Partial<ConstantContactOptions> = {}): IEmailProvider {
  return createConstantContact(optionsFor(constantContact, change), tools);
}

function answers({ answers }: Handover): readonly string[] {
  return [...answers.values()].map((one) =>
    one.kind === "accepted" ? "accepted" : `${one.kind} ${one.why}`,
  );
}

function calls(operation: string): number {
  return constantContact.calls.get(operation) ?? 0;
}

describe("a reminder", () => {
  test("is written into the custom fields that there are, and then the contact joins the list", async () => {
    const handover = await provider().remind([ANN, BOB]);
    expect([...handover.answers.values()]).toEqual([
      { kind: "accepted", messageId: "job-1" },
      { kind: "accepted", messageId: "job-1" },
    ]);
    expect(constantContact.delivered.map(({ to, fields }) => [to, fields])).toEqual([
      [
        "Ann@shop.example",
        {
          shoe_size: "38",
          cart_url: "https://shop.example/cart",
          cart_reminder_key: ANN.key,
          cart_items: "2 × Bag ($39.98)",
        },
      ],
      ["bob@shop.example", expect.objectContaining({ cart_reminder_key: BOB.key })],
    ]);
    expect(calls("join")).toBe(1);
  });

  test("leaves everything else of the contact as it was", async () => {
    await provider().remind([ANN]);
    const [ann] = PEOPLE;
    const { custom_fields, list_memberships, ...untouched } = ann?.more ?? {};
    expect(constantContact.contactOf("ann@shop.example")).toMatchObject({
      ...untouched,
      email_address: { address: "Ann@shop.example", permission_to_send: "explicit" },
      list_memberships: ["newsletter", LIST],
    });
    expect(custom_fields).toBeDefined();
    expect(list_memberships).toBeDefined();
  });

  test("does not make more of a permission than it was", async () => {
    await provider().remind([BOB]);
    expect(constantContact.contactOf("bob@shop.example")?.email_address.permission_to_send).toBe("implicit");
  });

  test("of another cart mails the person again, though still in the list, and with nothing of the old cart", async () => {
    const one = provider();
    await one.remind([ANN]);
    const lines = [{ ...BAG, productName: "Hat" }];
    await one.remind([{ ...ANN, key: BOB.key, lines }]);
    expect(constantContact.delivered.map(({ fields }) => fields["cart_items"])).toEqual([
      "2 × Bag ($39.98)",
      "2 × Hat ($39.98)",
    ]);
  });

  test("of a further step of a series joins the list of that step", async () => {
    await provider().remind([{ ...ANN, template: OTHER_LIST }]);
    expect(constantContact.contactOf("ann@shop.example")?.list_memberships).toEqual([
      "newsletter",
      OTHER_LIST,
    ]);
  });

  test("that is longer than a field is cut between letters", async () => {
    const lines = [{ ...BAG, productName: "😀".repeat(200) }];
    await provider().remind([{ ...ANN, lines }]);
    const text = constantContact.delivered[0]?.fields["cart_items"];
    if (typeof text !== "string") throw new Error("expected a text");
    expect(text.length).toBeLessThanOrEqual(255);
    expect(text).toMatch(/^2 × 😀+…$/u);
  });

  test("whose link does not fit is not cut: nobody is mailed", async () => {
    const long = { ...ANN, returnToCartUrl: `https://shop.example/${"x".repeat(255)}` };
    expect(answers(await provider().remind([long]))).toEqual(["refused link-too-long"]);
    expect(constantContact.delivered).toEqual([]);
  });

  test("whose contact somebody else is writing waits, and the others are mailed", async () => {
    const conflict = { status: 409, body: [{ error_key: "contacts.api.conflict", error_message: "" }] };
    constantContact.faults.on("write-contact", { kind: "reply", reply: conflict }, 1);
    const handover = await provider().remind([ANN, BOB]);
    expect(answers(handover).toSorted()).toEqual(["accepted", "later released"]);
    expect(handover.fault).toBeUndefined();
    expect(constantContact.delivered.map(({ to }) => to)).toEqual(["bob@shop.example"]);
  });
});

describe("who unsubscribed", () => {
  test("is refused, and nothing is written that could bring them back", async () => {
    const before = constantContact.contactOf("left@shop.example");
    expect(answers(await provider().remind([reminderFor("left@shop.example")]))).toEqual([
      "refused unsubscribed",
    ]);
    expect(constantContact.contactOf("left@shop.example")).toEqual(before);
    expect(calls("write-contact") + calls("join")).toBe(0);
  });

  test("after being written and before joining is not mailed", async () => {
    constantContact.faults.on("join", {
      kind: "slow",
      how: async () => constantContact.unsubscribe("ann@shop.example"),
    });
    await provider().remind([ANN]);
    expect(constantContact.delivered).toEqual([]);
    expect(constantContact.contactOf("ann@shop.example")?.email_address.permission_to_send).toBe(
      "unsubscribed",
    );
  });

  test("at the connector keeps everything else that the contact holds, and is written once", async () => {
    expect(await provider().optOut?.(ANN.address)).toBe("done");
    expect(await provider().optOut?.(ANN.address)).toBe("done");
    expect(calls("write-contact")).toBe(1);
    expect(constantContact.contactOf("ann@shop.example")).toMatchObject({
      first_name: "Anna",
      email_address: { permission_to_send: "unsubscribed" },
      custom_fields: [{ custom_field_id: "field-4", value: "38" }],
    });
  });

  test("and is nobody's contact does not become one", async () => {
    expect(await provider().optOut?.(address("nobody@shop.example"))).toBe("unknown");
    expect(calls("write-contact")).toBe(0);
  });
});

test("who has still to confirm, and who is no contact, is refused", async () => {
  const people = ["asked@shop.example", "nobody@shop.example"].map((to) => reminderFor(to));
  expect(answers(await provider().remind(people))).toEqual([
    "refused not-permitted",
    "refused contact-unknown",
  ]);
  expect(calls("join")).toBe(0);
});

describe("the day's quota", () => {
  test("parks everything until 00:00 UTC, without asking again before", async () => {
    // 22 November, 10:00; the custom fields, Ann, and no more
    await reopen({ perDay: 2 });
    const one = provider();
    const handover = await one.remind([ANN]);
    expect(handover.answers.get(ANN.key)).toEqual({
      kind: "later",
      notBefore: "2026-11-23T00:00:00.000Z",
      why: "provider-later",
    });
    expect(handover.fault).toMatchObject({ code: "provider-throttled" });
    expect(handover.fault?.message).toContain("2026-11-23T00:00:00.000Z");
    const asked = constantContact.log.length;
    expect(answers(await one.remind([BOB]))).toEqual(["later provider-later"]);
    await expect(one.consent([ANN.address])).rejects.toMatchObject({ code: "provider-throttled" });
    expect(constantContact.log).toHaveLength(asked);
    tools.clock.advance(14 * 3_600_000);
    expect(answers(await one.remind([ANN]))).toEqual(["later provider-later"]);
    expect(constantContact.log.length).toBeGreaterThan(asked);
    expect(constantContact.delivered).toEqual([]);
  });

  test("that ends with the request to join leaves no doubt", async () => {
    await reopen({ perDay: 3 });
    const { answers } = await provider().remind([ANN]);
    expect(answers.get(ANN.key)).toMatchObject({ kind: "later", notBefore: "2026-11-23T00:00:00.000Z" });
  });
});

describe("four requests in a second", () => {
  test("are what it keeps to by itself", async () => {
    const people = Array.from({ length: 20 }, (_, number) => `p${number}@shop.example`);
    await reopen({ people: people.map((email) => ({ email, permission: "explicit" })) });
    const handover = await provider().remind(people.map((to) => reminderFor(to)));
    expect(new Set(answers(handover))).toEqual(new Set(["accepted"]));
    // the custom fields, two for each, and the list
    expect(constantContact.log.filter(({ operation }) => operation !== "token")).toHaveLength(1 + 2 * 20 + 1);
  });

  test("are waited for when others use the same application, but not by the request that mails", async () => {
    const throttled = { status: 429, body: [{ error_key: "throttled", error_message: "" }] };
    constantContact.faults.on("find-contact", { kind: "reply", reply: throttled }, 2);
    expect(answers(await provider().remind([ANN]))).toEqual(["accepted"]);
    constantContact.faults.on("join", { kind: "reply", reply: throttled }, 1);
    expect(answers(await provider().remind([BOB]))).toEqual(["later provider-later"]);
    expect(calls("join")).toBe(2);
  });

  test("leave the last of a batch to the next one when it takes too long", async () => {
    constantContact.faults.on("write-contact", {
      kind: "slow",
      how: async () => tools.clock.advance(21_000),
    });
    const handover = await provider().remind([ANN, BOB]);
    expect(answers(handover).toSorted()).toEqual(["accepted", "later released"]);
    expect(constantContact.delivered).toHaveLength(1);
  });
});

describe("before the list", () => {
  test.each(["fields", "find-contact", "write-contact"])(
    "a failure of %s mails nobody and leaves no doubt",
    async (operation) => {
      constantContact.faults.on(operation, { kind: "drop-after" }, 1);
      const one = provider();
      const handover = await one.remind([ANN, BOB]);
      expect(answers(handover)).toEqual(["later released", "later released"]);
      expect(handover.fault?.code).toBe("provider-failed");
      expect(constantContact.delivered).toEqual([]);
      expect(answers(await one.remind([ANN]))).toEqual(["accepted"]);
    },
  );

  test("an account without the field of the link says which field to make", async () => {
    await reopen({ fields: ["cart_items"] });
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault).toMatchObject({ code: "provider-misconfigured" });
    expect(handover.fault?.fix).toContain("cart_url");
  });
});

describe("the check", () => {
  test("sees the sign-in and the lists, and which fields a mail cannot print", async () => {
    const seen = await provider().check([OTHER_LIST]);
    expect(seen).toEqual(
      expect.arrayContaining(["signed in with rotating refresh tokens", "all lists are there"]),
    );
    expect(seen.join()).toContain("cart_first_name");
    expect(seen.join()).not.toContain("cart_url,");
  });

  test("finds the list of a step that does not exist", async () => {
    await expect(provider().check(["00000000-0000-4000-8000-000000000000"])).rejects.toMatchObject({
      code: "provider-misconfigured",
    });
  });

  test("does not take a page for an answer", async () => {
    constantContact.faults.on("list", {
      kind: "reply",
      reply: { status: 200, body: "<html>sign in</html>" },
    });
    await expect(provider().check()).rejects.toMatchObject({ code: "provider-unreadable" });
  });
});

test("contacts that are nobody's of many asked for are another account's", async () => {
  const many = Array.from({ length: 20 }, (_, number) => address(`x${number}@shop.example`));
  await expect(provider().consent(many)).rejects.toMatchObject({ code: "provider-blank" });
});
