import { afterEach, beforeEach, expect, test } from "vitest";
import { startMailchimpTransactional, type MailchimpTransactional } from "./start-mailchimp-transactional.ts";

let mailchimp: MailchimpTransactional;

beforeEach(async () => {
  mailchimp = await startMailchimpTransactional({
    apiKey: "md-key",
    templates: [{ slug: "cart", published: true }],
    domains: ["contoso.example"],
    rejected: new Map([["gone@shop.example", "unsub"]]),
  });
});

afterEach(() => mailchimp.close());

async function post(path: string, body: object): Promise<{ status: number; body: unknown }> {
  const reply = await fetch(`${mailchimp.url}/api/1.0${path}`, {
    method: "POST",
    body: JSON.stringify({ key: "md-key", ...body }),
  });
  return { status: reply.status, body: await reply.json() };
}

function mail(to: readonly string[], message: object = {}): object {
  const recipients = to.map((email) => ({ email }));
  return {
    template_name: "cart",
    template_content: [],
    message: { from_email: "a@contoso.example", to: recipients, preserve_recipients: false, ...message },
  };
}

test("answers with a row for each recipient, those it does not mail among them", async () => {
  const { body } = await post(
    "/messages/send-template",
    mail(["ann@shop.example", "Gone@shop.example", "nobody"]),
  );
  expect(body).toMatchObject([
    { email: "ann@shop.example", status: "sent", reject_reason: null },
    { email: "Gone@shop.example", status: "rejected", reject_reason: "unsub" },
    { email: "nobody", status: "invalid" },
  ]);
  expect(mailchimp.delivered.map(({ shown }) => shown)).toEqual([["ann@shop.example"]]);
});

test("shows everybody to everybody unless it is told not to", async () => {
  await post(
    "/messages/send-template",
    mail(["a@b.example", "c@d.example"], { preserve_recipients: undefined }),
  );
  expect(mailchimp.delivered[0]?.shown).toEqual(["a@b.example", "c@d.example"]);
});

test("only queues more than ten, and does not tell whom it rejects", async () => {
  const many = Array.from({ length: 10 }, (_, number) => `a${number}@b.example`);
  const { body } = await post("/messages/send-template", mail([...many, "gone@shop.example"]));
  expect(new Set((body as readonly { status: string }[]).map(({ status }) => status))).toEqual(
    new Set(["queued"]),
  );
  expect(mailchimp.delivered).toHaveLength(10);
});

test("rejects everything from a domain that is not verified", async () => {
  const { body } = await post(
    "/messages/send-template",
    mail(["a@b.example"], { from_email: "a@other.example" }),
  );
  expect(body).toMatchObject([{ status: "rejected", reject_reason: "unsigned" }]);
  expect(mailchimp.delivered).toEqual([]);
});

test.each([
  ["a wrong key", { key: "md-other", ...mail(["a@b.example"]) }, 401, "Invalid_Key"],
  ["an unknown template", { ...mail(["a@b.example"]), template_name: "other" }, 404, "Unknown_Template"],
  ["no template_content", { ...mail(["a@b.example"]), template_content: undefined }, 400, "ValidationError"],
  ["nobody", mail([]), 400, "ValidationError"],
  ["a tag that is kept for itself", mail(["a@b.example"], { tags: ["_mine"] }), 400, "ValidationError"],
  [
    "a variable that is kept for itself",
    mail(["a@b.example"], { merge_vars: [{ rcpt: "a@b.example", vars: [{ name: "_x", content: "" }] }] }),
    400,
    "ValidationError",
  ],
])("refuses %s by name", async (_what, body, status, name) => {
  expect(await post("/messages/send-template", body)).toMatchObject({
    status,
    body: { status: "error", name },
  });
  expect(mailchimp.delivered).toEqual([]);
});

test("tells about a template, and answers a ping", async () => {
  expect((await post("/templates/info", { name: "cart" })).body).toMatchObject({ slug: "cart" });
  expect((await post("/templates/info", { name: "other" })).status).toBe(404);
  expect((await post("/users/ping2", {})).body).toEqual({ PING: "PONG!" });
});
