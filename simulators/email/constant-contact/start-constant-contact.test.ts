import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startConstantContact, type ConstantContact } from "./start-constant-contact.ts";

let account: ConstantContact;
let nowMs: number;

async function open(refreshTokens: "rotating" | "long-lived" = "rotating"): Promise<void> {
  account = await startConstantContact({
    clientId: "id",
    clientSecret: "secret",
    refreshToken: "first",
    refreshTokens,
    lists: ["list-1"],
    fields: ["cart_url"],
    people: [
      {
        email: "ann@shop.example",
        permission: "explicit",
        more: { first_name: "Ann", list_memberships: ["list-0"] },
      },
      { email: "left@shop.example", permission: "unsubscribed" },
    ],
    perDay: 6,
    clock: { now: () => new Date(nowMs) },
  });
}

beforeEach(async () => {
  nowMs = Date.parse("2026-11-22T23:00:00Z");
  await open();
});

afterEach(() => account.close());

async function signIn(
  refreshToken: string,
  secret = "secret",
): Promise<{ status: number; body: Record<string, unknown> }> {
  const reply = await fetch(`${account.url}/oauth2/default/v1/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`id:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken }),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

interface Answered {
  readonly status: number;
  readonly body: { readonly contacts?: readonly object[] } & readonly { readonly error_key?: string }[];
}

async function ask(token: unknown, method: string, path: string, body?: object): Promise<Answered> {
  // in another second than the one before
  nowMs += 1_000;
  const reply = await fetch(`${account.url}/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${String(token)}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, body: (await reply.json()) as Answered["body"] };
}

async function token(): Promise<unknown> {
  return (await signIn("first")).body["access_token"];
}

describe("the sign-in", () => {
  test("takes a rotating refresh token once, and ends what it gave before", async () => {
    const first = await signIn("first");
    expect(await signIn("first")).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    const second = await signIn(String(first.body["refresh_token"]));
    expect(second.status).toBe(200);
    expect((await ask(first.body["access_token"], "GET", "/contact_custom_fields")).status).toBe(401);
    expect((await ask(second.body["access_token"], "GET", "/contact_custom_fields")).status).toBe(200);
  });

  test("takes a long-lived one again and again", async () => {
    await account.close();
    await open("long-lived");
    expect((await signIn("first")).body["refresh_token"]).toBe("first");
    expect((await signIn("first")).status).toBe(200);
  });

  test("turns a wrong client down, and an access token after a day", async () => {
    expect(await signIn("first", "other")).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    const access = await token();
    nowMs += 86_400_000;
    expect((await ask(access, "GET", "/contact_custom_fields")).status).toBe(401);
  });
});

describe("a contact", () => {
  test("shows its parts only when asked, and is found after unsubscribing only when asked", async () => {
    const access = await token();
    const bare = await ask(access, "GET", "/contacts?email=ANN%40shop.example");
    expect(bare.body.contacts).toEqual([expect.not.objectContaining({ list_memberships: ["list-0"] })]);
    const whole = await ask(access, "GET", "/contacts?email=ann%40shop.example&include=list_memberships");
    expect(whole.body.contacts).toMatchObject([{ list_memberships: ["list-0"] }]);
    expect((await ask(access, "GET", "/contacts?email=left%40shop.example")).body.contacts).toEqual([]);
    const all = await ask(access, "GET", "/contacts?email=left%40shop.example&status=all");
    expect(all.body.contacts).toHaveLength(1);
  });

  test("loses what a write leaves out, and takes the permission that it is given", async () => {
    const email_address = { address: "left@shop.example", permission_to_send: "implicit" };
    await ask(await token(), "PUT", "/contacts/contact-2", { email_address, update_source: "Account" });
    expect(account.contactOf("left@shop.example")).toEqual({ contact_id: "contact-2", email_address });
  });

  test.each([
    ["no source", { update_source: undefined }],
    ["no address", { email_address: {} }],
    ["an unknown field", { custom_fields: [{ custom_field_id: "field-2", value: "" }] }],
    ["a long value", { custom_fields: [{ custom_field_id: "field-1", value: "x".repeat(256) }] }],
  ])("is not written with %s", async (_what, change) => {
    const email_address = { address: "ann@shop.example", permission_to_send: "explicit" };
    const body = { email_address, update_source: "Account", ...change };
    expect((await ask(await token(), "PUT", "/contacts/contact-1", body)).status).toBe(400);
    expect(account.contactOf("ann@shop.example")).toMatchObject({ first_name: "Ann" });
  });
});

describe("joining a list", () => {
  const JOB = { source: { contact_ids: ["contact-1", "contact-2"] }, list_ids: ["list-1"] };

  test("mails who was not in it and may be mailed, once", async () => {
    const access = await token();
    expect((await ask(access, "POST", "/activities/add_list_memberships", JOB)).status).toBe(201);
    await ask(access, "POST", "/activities/add_list_memberships", JOB);
    expect(account.delivered.map(({ to }) => to)).toEqual(["ann@shop.example"]);
  });

  test.each([
    ["an unknown list", { list_ids: ["list-2"] }],
    ["an unknown contact", { source: { contact_ids: ["contact-3"] } }],
    ["nobody", { source: { contact_ids: [] } }],
    ["more than 500", { source: { contact_ids: Array.from({ length: 501 }, () => "contact-1") } }],
  ])("is refused with %s", async (_what, change) => {
    const reply = await ask(await token(), "POST", "/activities/add_list_memberships", { ...JOB, ...change });
    expect(reply.status).toBe(400);
    expect(account.delivered).toEqual([]);
  });
});

test("counts four in a second and so many in a day, which ends at 00:00 UTC", async () => {
  const access = await token();
  const statuses: number[] = [];
  for (let times = 0; times < 5; times++) {
    statuses.push((await ask(access, "GET", "/contact_custom_fields")).status);
    nowMs -= 1_000;
  }
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
  await ask(access, "GET", "/contact_custom_fields");
  const parked = await ask(access, "GET", "/contact_custom_fields");
  expect(parked.body[0]?.error_key).toBe("quota_exceeded");
  nowMs += 3_600_000;
  expect((await ask(access, "GET", "/contact_custom_fields")).status).toBe(200);
});
