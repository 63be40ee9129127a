import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  startMailchimpTransactional,
  type MailchimpTransactional,
} from "../../../../simulators/email/mailchimp-transactional/start-mailchimp-transactional.ts";
import type { Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import { reminderFor } from "../test-reminder.ts";
import { rotatingSecrets, testTools, type TestTools } from "../test-tools.ts";
import type { MailchimpOptions } from "./options.ts";
import { createMailchimpTransactional } from "./provider.ts";

/* What is Mailchimp's own; what every provider does is in test/contract/email-provider. */

const ANN = reminderFor("ann@shop.example");
const BOB = reminderFor("bob@shop.example");

let mailchimp: MailchimpTransactional;
let tools: TestTools;

beforeEach(async () => {
  tools = testTools(rotatingSecrets({ key: ["md-key", "md-key"] }));
  mailchimp = await startMailchimpTransactional({
    apiKey: "md-key",
    templates: [
      { slug: "cart", published: true },
      { slug: "draft", published: false },
    ],
    domains: ["contoso.example"],
    rejected: new Map([
      ["gone@shop.example", "unsub"],
      ["angry@shop.example", "spam"],
    ]),
    clock: tools.clock,
  });
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await mailchimp.close();
});

function provider(change: Partial<MailchimpOptions> = {}): IEmailProvider {
  const options = {
    apiUrl: `${mailchimp.url}/api/1.0`,
    apiKeySecretName: "key",
    templateName: "cart",
    fromEmail: "hello@contoso.example",
    fromName: "Contoso & Söner",
    subject: undefined,
    tag: "abandoned-cart",
    requestTimeoutMs: 30_000,
  };
  return createMailchimpTransactional({ ...options, ...change }, tools);
}

function answers({ answers }: Handover): readonly string[] {
  return [...answers.values()].map((one) =>
    one.kind === "accepted" ? "accepted" : `${one.kind} ${one.why}`,
  );
}

function replyWith(status: number, body: unknown): void {
  mailchimp.faults.on("send", { kind: "act-and-reply", reply: { status, body } });
}

function refuseWith(status: number, name: string, message = "no"): void {
  mailchimp.faults.on("send", {
    kind: "reply",
    reply: { status, body: { status: "error", code: -1, name, message } },
  });
}

test("a reminder is a template with merge variables of that person, lists among them", async () => {
  const handover = await provider().remind([ANN, BOB]);
  expect(handover.answers.get(ANN.key)).toEqual({ kind: "accepted", messageId: "sim00000001" });
  expect(mailchimp.delivered[0]).toMatchObject({
    to: "ann@shop.example",
    shown: ["ann@shop.example"],
    metadata: { reminder_key: ANN.key },
    vars: {
      firstName: "Ann",
      cartUrl: "https://shop.example/cart",
      items: [{ name: "Bag", unitPrice: "$19.99" }],
    },
  });
});

test("who can unsubscribe is told where, and others are told nothing", async () => {
  const unsubscribeUrl = "https://shop.example/unsubscribe?t=ann";
  await provider().remind([{ ...ANN, unsubscribeUrl }, BOB]);
  expect(mailchimp.delivered.map(({ vars }) => vars["unsubscribeUrl"])).toEqual([unsubscribeUrl, ""]);
});

test("who refuses is on Mailchimp's list from then on, and the others are mailed", async () => {
  expect(await provider().optOut?.(ANN.address)).toBe("done");
  expect(answers(await provider().remind([ANN, BOB]))).toEqual(["refused rejected", "accepted"]);
  expect("erase" in provider()).toBe(false);
});

describe("a row", () => {
  test.each([
    ["gone@shop.example", "refused unsubscribed"],
    ["angry@shop.example", "refused complained"],
  ])("that is rejected because of %s is theirs", async (to, answer) => {
    const handover = await provider().remind([reminderFor(to), ANN]);
    expect(answers(handover)).toEqual([answer, "accepted"]);
    expect(handover.fault).toBeUndefined();
  });

  test("that is queued was taken", async () => {
    mailchimp.queueBecause("hourly-quota-exhausted");
    expect(answers(await provider().remind([ANN]))).toEqual(["accepted"]);
  });

  test("that is rejected because the sender is not verified comes back when that is mended", async () => {
    const handover = await provider({ fromEmail: "hello@other.example" }).remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault?.message).toContain("MailchimpTransactionalClientOptions.FromEmail");
    expect(mailchimp.delivered).toEqual([]);
  });

  test.each([
    ["invalid", null, "refused address-invalid"],
    ["rejected", "hard-bounce", "refused address-bounced"],
    ["rejected", "soft-bounce", "refused address-bounced"],
    ["rejected", "invalid", "refused address-invalid"],
    ["rejected", "custom", "refused rejected"],
    ["rejected", "rule", "refused rejected"],
    ["rejected", "invalid-sender", "later released"],
    ["rejected", "test-mode-limit", "later released"],
    ["scheduled", null, "accepted"],
    ["pondering", null, "unsure status-unknown"],
  ])("that says %s (%s) is %s", async (status, reject_reason, answer) => {
    replyWith(200, [{ email: "Ann@Shop.example", status, reject_reason }]);
    expect(answers(await provider().remind([ANN]))).toEqual([answer]);
  });

  test("that is missing leaves a doubt about that person only", async () => {
    replyWith(200, [{ email: "ann@shop.example", status: "sent", _id: "a" }, 17, null]);
    const handover = await provider().remind([ANN, BOB]);
    expect(answers(handover)).toEqual(["accepted", "unsure not-answered"]);
    expect(handover.fault?.code).toBe("provider-unreadable");
  });
});

describe("a refusal", () => {
  test.each([
    [500, "Invalid_Key", "provider-unauthorized"],
    [402, "PaymentRequired", "provider-forbidden"],
    [500, "Unknown_Template", "provider-misconfigured"],
    [500, "RequestLimitExceeded", "provider-throttled"],
    [404, "Unknown_Subaccount", "provider-misconfigured"],
  ])("is known by its name, whatever the status: %i %s", async (status, name, code) => {
    refuseWith(status, name);
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual([expect.stringMatching(/^later /)]);
    expect(handover.fault?.code).toBe(code);
  });

  test("without a reason that is known leaves a doubt when it may have come after the work", async () => {
    refuseWith(500, "GeneralError");
    expect(answers(await provider().remind([ANN]))).toEqual(["unsure http-status 500"]);
    expect(mailchimp.calls.get("send")).toBe(1);
  });

  test("about somebody in the request sends each alone, and alone it is theirs", async () => {
    refuseWith(400, "ValidationError", "Validation error: message.to: ann@shop.example");
    expect(answers(await provider().remind([ANN, BOB]))).toEqual([
      "later batch-refused",
      "later batch-refused",
    ]);
    expect(answers(await provider().remind([ANN]))).toEqual(["refused payload-refused"]);
  });

  test("about what the settings say releases everybody", async () => {
    refuseWith(400, "ValidationError", "Validation error: message.from_email");
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault?.fix).toContain("MailchimpTransactionalClientOptions.FromEmail");
  });
});

describe("the check", () => {
  test("sees the key and the template, and mails nobody", async () => {
    expect(await provider().check()).toEqual(["the key is good", "template cart is published"]);
    expect(mailchimp.calls.get("send")).toBeUndefined();
  });

  test("finds a template that was never published", async () => {
    await expect(provider({ templateName: "draft" }).check()).rejects.toMatchObject({
      code: "provider-misconfigured",
      message: expect.stringContaining("never published") as string,
    });
  });

  test("does not take a page for an answer", async () => {
    mailchimp.faults.on("template-info", {
      kind: "reply",
      reply: { status: 200, body: "<html>sign in</html>" },
    });
    await expect(provider().check()).rejects.toMatchObject({ code: "provider-unreadable" });
  });
});
