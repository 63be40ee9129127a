import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startSendGrid, type SendGrid } from "../../../../simulators/email/sendgrid/start-sendgrid.ts";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Handover, IEmailProvider } from "../../../ports/email-provider.ts";
import { reminderFor } from "../test-reminder.ts";
import { rotatingSecrets, testTools, type TestTools } from "../test-tools.ts";
import type { SendGridOptions } from "./options.ts";
import { createSendGrid } from "./provider.ts";

/* What is SendGrid's own; what every provider does is in test/contract/email-provider. */

const TEMPLATE = "d-0123456789abcdef";
const ANN = reminderFor("ann@shop.example");
const BOB = reminderFor("bob@shop.example");

let sendGrid: SendGrid;
let tools: TestTools;

beforeEach(async () => {
  tools = testTools(rotatingSecrets({ key: ["SG.key", "SG.key"] }));
  sendGrid = await startSendGrid({
    apiKey: "SG.key",
    templates: [TEMPLATE],
    groups: [7],
    clock: tools.clock,
  });
});

afterEach(async () => {
  await tools.dispatcher.destroy();
  await sendGrid.close();
});

function provider(change: Partial<SendGridOptions> = {}): IEmailProvider {
  const options = {
    apiUrl: sendGrid.url,
    apiKeySecretName: "key",
    templateId: TEMPLATE,
    fromEmail: "hello@contoso.example",
    fromName: "Contoso",
    unsubscribeGroupId: 7,
    category: "abandoned-cart",
    sandbox: false,
    requestTimeoutMs: 30_000,
  };
  return createSendGrid({ ...options, ...change }, tools);
}

function refuseWith(status: number, field: string | null): void {
  const body = { errors: [{ message: "ann@shop.example is no good", field, help: null }] };
  sendGrid.faults.on("send", { kind: "reply", reply: { status, body } });
}

function answers({ answers }: Handover): readonly string[] {
  return [...answers.values()].map((one) =>
    one.kind === "accepted" ? "accepted" : `${one.kind} ${one.why}`,
  );
}

test("a reminder is a template with its data, the key beside it, and SendGrid's own id is kept", async () => {
  const handover = await provider().remind([ANN]);
  expect([...handover.answers.values()]).toEqual([{ kind: "accepted", messageId: "sim-1" }]);
  expect(sendGrid.delivered[0]).toMatchObject({
    customArgs: { reminder_key: ANN.key },
    headers: {},
    data: {
      firstName: "Ann",
      cartUrl: "https://shop.example/cart",
      total: "$39.98",
      items: [{ name: "Bag", quantity: "2", unitPrice: "$19.99", imageAlt: "A red bag" }],
    },
  });
});

test("who can unsubscribe with one click is told how, in that person's mail only", async () => {
  const url = "https://shop.example/unsubscribe?t=ann";
  await provider().remind([{ ...ANN, unsubscribeUrl: url }, BOB]);
  expect(sendGrid.delivered.map(({ headers }) => headers)).toEqual([
    { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    {},
  ]);
  expect(sendGrid.delivered.map(({ data }) => data["unsubscribeUrl"])).toEqual([url, ""]);
});

test("who refuses is taken and dropped by SendGrid, and who is to be erased is told to it", async () => {
  expect(await provider().optOut?.(ANN.address)).toBe("done");
  expect(await provider().erase?.(BOB.address)).toBe("done");
  expect(sendGrid.erased).toEqual(["bob@shop.example"]);
  await provider().remind([ANN, BOB]);
  expect(sendGrid.dropped.map(({ to }) => to)).toEqual([["ann@shop.example"]]);
  expect(sendGrid.delivered.map(({ to }) => to)).toEqual([["bob@shop.example"]]);
});

test("a refusal that may not be passed on says which permission is missing", async () => {
  sendGrid.faults.on("suppress", { kind: "reply", reply: { status: 403, body: "" } });
  await expect(provider().optOut?.(ANN.address)).rejects.toMatchObject({
    code: "provider-forbidden",
    fix: expect.stringContaining("Unsubscribe Groups") as string,
  });
});

test("nobody is answered for when asked for consent", async () => {
  expect((await provider().consent([ANN.address])).size).toBe(0);
});

test("a repeated request is mailed again, so the provider does not claim to know it", async () => {
  await provider().remind([ANN]);
  await provider().remind([ANN]);
  expect(sendGrid.delivered).toHaveLength(2);
  expect(provider().can.deduplicates).toBe(false);
});

describe("a refusal", () => {
  test.each(["personalizations.0.to.0.email", "personalizations"])(
    "about a person (%s) sends each alone, and alone it is theirs",
    async (field) => {
      refuseWith(400, field);
      expect(answers(await provider().remind([ANN, BOB]))).toEqual([
        "later batch-refused",
        "later batch-refused",
      ]);
      const alone = await provider().remind([ANN]);
      expect(answers(alone)).toEqual(["refused payload-refused 400"]);
      expect(alone.fault).toBeUndefined();
    },
  );

  test.each([
    ["template_id", "TemplateId"],
    ["from.email", "FromEmail or FromName"],
    ["asm.group_id", "UnsubscribeGroupId"],
    ["null", "no setting named"],
    [null, "no setting named"],
  ])("about the set-up (%s) releases everybody and names the setting", async (field, setting) => {
    refuseWith(400, field);
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault).toMatchObject({ code: "provider-misconfigured" });
    expect(handover.fault?.message).toContain(setting);
    expect(JSON.stringify(handover.fault)).not.toContain("ann@");
  });

  test("that is not in SendGrid's words releases even somebody who travels alone", async () => {
    sendGrid.faults.on("send", { kind: "reply", reply: { status: 400, body: "<html>bad</html>" } });
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault?.code).toBe("provider-unreadable");
  });

  test("because of the region names the other address", async () => {
    sendGrid.faults.on("send", { kind: "reply", reply: { status: 451, body: "" } });
    const { fault } = await provider().remind([ANN]);
    expect(fault?.fix).toContain("https://api.eu.sendgrid.com");
  });

  test("for too many requests waits until the window ends", async () => {
    const resetAt = new Date(tools.clock.now().getTime() + 42_000);
    sendGrid.throttle({ remaining: 0, resetAt });
    const { answers } = await provider().remind([ANN]);
    expect(answers.get(ANN.key)).toMatchObject({ kind: "later", notBefore: resetAt.toISOString() });
  });
});

describe("a secret", () => {
  test("that cannot be read releases everybody with the fault of the vault", async () => {
    const missing = new ConnectorError("secret-missing", "the secret key is not there");
    tools = { ...tools, secrets: { ...tools.secrets, read: () => Promise.reject(missing) } };
    const handover = await provider().remind([ANN]);
    expect(answers(handover)).toEqual(["later released"]);
    expect(handover.fault).toBe(missing);
  });

  test("that is still the same is not tried again", async () => {
    sendGrid.replaceKey("SG.other");
    await provider().remind([ANN]);
    expect(sendGrid.calls.get("send")).toBe(1);
  });
});

describe("the check", () => {
  test("tries a mail in the sandbox, and says when the sandbox is all there is", async () => {
    expect(await provider({ sandbox: true }).check()).toEqual([
      "the key may send mail",
      `template ${TEMPLATE} was taken in the sandbox`,
      "Sandbox is on: nobody is mailed",
    ]);
    expect(sendGrid.delivered).toEqual([]);
  });

  test("finds a key that may not send", async () => {
    await sendGrid.close();
    sendGrid = await startSendGrid({
      apiKey: "SG.key",
      templates: [TEMPLATE],
      groups: [7],
      scopes: ["stats.read"],
    });
    await expect(provider().check()).rejects.toMatchObject({ code: "provider-forbidden" });
  });

  test("finds an unsubscribe group that does not exist", async () => {
    await expect(provider({ unsubscribeGroupId: 8 }).check()).rejects.toMatchObject({
      code: "provider-misconfigured",
      message: expect.stringContaining("UnsubscribeGroupId") as string,
    });
  });

  test("does not take a page for an answer", async () => {
    sendGrid.faults.on("scopes", { kind: "reply", reply: { status: 200, body: "<html>sign in</html>" } });
    await expect(provider().check()).rejects.toMatchObject({ code: "provider-unreadable" });
  });
});
