import { createHash, createHmac } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  startCommunicationServices,
  type CommunicationServices,
} from "./start-azure-communication-services.ts";

const KEY = Buffer.from("some bytes of a key").toString("base64");
const NOW = new Date("2026-11-22T12:00:00Z");
const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";
let services: CommunicationServices;

beforeEach(async () => {
  services = await startCommunicationServices({
    accessKey: KEY,
    senders: ["DoNotReply@contoso.example"],
    suppressed: ["gone@shop.example"],
    tokens: ["good-token"],
    clock: { now: () => NOW },
  });
});

afterEach(() => services.close());

const MAIL = {
  senderAddress: "donotreply@contoso.example",
  content: { subject: "Hello", plainText: "Hello" },
  recipients: { to: [{ address: "ann@shop.example" }] },
};

type Headers = Record<string, string>;

async function call(
  path: string,
  what: {
    readonly body?: string;
    readonly headers?: Headers;
    readonly at?: Date;
    readonly key?: string;
  } = {},
) {
  const { body, headers = {}, at = NOW, key = KEY } = what;
  const url = new URL(`${services.url}${path}`);
  const method = body === undefined ? "GET" : "POST";
  const hash = createHash("sha256")
    .update(body ?? "")
    .digest("base64");
  const text = `${method}\n${url.pathname}${url.search}\n${at.toUTCString()};${url.host};${hash}`;
  const sign = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");
  const reply = await fetch(url, {
    method,
    headers: {
      "x-ms-date": at.toUTCString(),
      "x-ms-content-sha256": hash,
      authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${sign}`,
      "operation-id": ID,
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const said = (await reply.json()) as { status?: string; error?: { code: string } | null };
  return { http: reply.status, state: said.status, code: said.error?.code, headers: reply.headers };
}

function send(change: object = {}, headers: Headers = {}) {
  const body = JSON.stringify({ ...MAIL, ...change });
  return call("/emails:send?api-version=2023-03-31", { body, headers });
}

test("takes a mail with 202 and tells afterwards that it was handed over", async () => {
  const { http, state, headers } = await send();
  expect([http, state]).toEqual([202, "Running"]);
  expect(headers.get("operation-location")).toContain(`/emails/operations/${ID}`);
  expect((await call(`/emails/operations/${ID}?api-version=2023-03-31`)).state).toBe("Succeeded");
});

test("mails a repeated operation once", async () => {
  await send();
  expect((await send()).http).toBe(202);
  expect(services.delivered).toHaveLength(1);
});

test("lets the operation of a suppressed address fail after it took it", async () => {
  expect((await send({ recipients: { to: [{ address: "Gone@shop.example" }] } })).http).toBe(202);
  expect(await call(`/emails/operations/${ID}?api-version=2023-03-31`)).toMatchObject({
    state: "Failed",
    code: "EmailDropped",
  });
  expect(services.delivered).toEqual([]);
});

test("knows no operation that there was not", async () => {
  expect((await call(`/emails/operations/${ID}?api-version=2023-03-31`)).http).toBe(404);
});

test("shows who is written to together, so that a test can see it", async () => {
  await send({ recipients: { to: [{ address: "a@b.example" }], bcc: [{ address: "c@d.example" }] } });
  expect(services.delivered[0]?.recipients).toEqual(["a@b.example", "c@d.example"]);
});

test.each([
  ["a sender of another domain", { senderAddress: "a@other.example" }, 404],
  ["a sender that is none", { senderAddress: "hello" }, 400],
  ["nobody", { recipients: {} }, 400],
  ["an address that is none", { recipients: { to: [{ address: "ann" }] } }, 400],
  [
    "more than 50 people",
    { recipients: { to: Array.from({ length: 51 }, (_, n) => ({ address: `a${n}@b.example` })) } },
    400,
  ],
  ["no subject", { content: { plainText: "x" } }, 400],
  ["a subject of two lines", { content: { subject: "a\nb", plainText: "x" } }, 400],
  ["nothing to read", { content: { subject: "x" } }, 400],
  ["a header of two lines", { headers: { "X-A": "a\r\nb" } }, 400],
])("refuses %s", async (_what, change, status) => {
  expect((await send(change)).http).toBe(status);
  expect(services.delivered).toEqual([]);
});

test("refuses an id that is no UUID, and another version of the API", async () => {
  expect((await send({}, { "operation-id": "1" })).http).toBe(400);
  const body = JSON.stringify(MAIL);
  expect((await call("/emails:send?api-version=1999-01-01", { body })).http).toBe(400);
});

test("turns away another key, a stale date, a changed body and an unknown token", async () => {
  const path = "/emails:send?api-version=2023-03-31";
  const body = JSON.stringify(MAIL);
  expect((await call(path, { body, key: "AAAA" })).http).toBe(401);
  expect((await call(path, { body, at: new Date(NOW.getTime() - 6 * 60_000) })).http).toBe(401);
  expect((await call(path, { body, headers: { "x-ms-content-sha256": "x" } })).http).toBe(401);
  expect((await call(path, { body, headers: { authorization: "Bearer bad" } })).http).toBe(401);
  expect((await call(path, { body, headers: { authorization: "Bearer good-token" } })).http).toBe(202);
});

test("says how long to wait when the quota is used up", async () => {
  services.setQuota(0);
  const { http, headers } = await send();
  expect([http, headers.get("retry-after")]).toEqual([429, "60"]);
});
