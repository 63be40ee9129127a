import { afterEach, beforeEach, expect, test } from "vitest";
import { startSendGrid, type SendGrid } from "./start-sendgrid.ts";

const TEMPLATE = "d-0123456789abcdef";
let sendGrid: SendGrid;

beforeEach(async () => {
  sendGrid = await startSendGrid({
    apiKey: "SG.key",
    templates: [TEMPLATE],
    groups: [7],
    suppressed: ["Gone@shop.example"],
  });
});

afterEach(() => sendGrid.close());

const MAIL = {
  from: { email: "hello@contoso.example" },
  template_id: TEMPLATE,
  personalizations: [{ to: [{ email: "ann@shop.example" }], dynamic_template_data: { a: 1 } }],
  asm: { group_id: 7 },
};

async function send(change: object = {}, key = "SG.key"): Promise<{ status: number; fields: unknown }> {
  const reply = await fetch(`${sendGrid.url}/v3/mail/send`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ ...MAIL, ...change }),
  });
  const text = await reply.text();
  const body = text === "" ? {} : (JSON.parse(text) as { errors?: readonly { field: unknown }[] });
  return { status: reply.status, fields: body.errors?.map(({ field }) => field) };
}

function to(...emails: readonly string[]): object {
  return { to: emails.map((email) => ({ email })) };
}

test("takes a mail with 202 and nothing else", async () => {
  expect(await send()).toEqual({ status: 202, fields: undefined });
  expect(sendGrid.delivered.map((mail) => [mail.to, mail.data])).toEqual([[["ann@shop.example"], { a: 1 }]]);
});

test("shows who is written to together, so that a test can see it", async () => {
  await send({ personalizations: [to("ann@shop.example", "bob@shop.example")] });
  expect(sendGrid.delivered[0]?.to).toEqual(["ann@shop.example", "bob@shop.example"]);
});

test("drops what goes to somebody who left, after it took it", async () => {
  expect((await send({ personalizations: [to("gone@shop.example")] })).status).toBe(202);
  expect(sendGrid.delivered).toEqual([]);
  expect(sendGrid.dropped).toHaveLength(1);
});

test("only checks in the sandbox, and says 200", async () => {
  expect((await send({ mail_settings: { sandbox_mode: { enable: true } } })).status).toBe(200);
  expect(sendGrid.delivered).toEqual([]);
});

test.each([
  ["an unknown template", { template_id: "d-other" }, ["template_id"]],
  ["an unknown group", { asm: { group_id: 8 } }, ["asm.group_id"]],
  ["a sender that is none", { from: { email: "hello" } }, ["from.email"]],
  ["a sender's name with a comma", { from: { email: "a@b.example", name: "Shop, Inc" } }, ["from.name"]],
  ["nobody", { personalizations: [] }, ["personalizations"]],
  ["an address twice", { personalizations: [to("a@b.example"), to("A@b.example")] }, ["personalizations"]],
  [
    "a person without an address",
    { personalizations: [to("a@b.example"), {}] },
    ["personalizations.1.to.0.email"],
  ],
  [
    "a header of its own",
    { personalizations: [{ ...to("a@b.example"), headers: { Subject: "x" } }] },
    ["personalizations.0.headers"],
  ],
  [
    "a sandbox switch in quotes",
    { mail_settings: { sandbox_mode: { enable: "true" } } },
    ["mail_settings.sandbox_mode.enable"],
  ],
])("refuses %s and names the field", async (_what, change, fields) => {
  expect(await send(change)).toEqual({ status: 400, fields });
  expect(sendGrid.delivered).toEqual([]);
});

test("refuses more than 1,000 people", async () => {
  const personalizations = Array.from({ length: 1001 }, (_, number) => to(`a${number}@b.example`));
  expect((await send({ personalizations })).status).toBe(400);
});

test("turns a wrong key down, and one that was replaced", async () => {
  expect((await send({}, "SG.other")).status).toBe(401);
  sendGrid.replaceKey("SG.next");
  expect((await send()).status).toBe(401);
  expect((await send({}, "SG.next")).status).toBe(202);
});

test("throttles without saying Retry-After", async () => {
  sendGrid.throttle({ remaining: 0, resetAt: new Date("2999-01-01T00:00:00Z") });
  expect((await send()).status).toBe(429);
});
