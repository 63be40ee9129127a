import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEmarsys, type Emarsys } from "./start-emarsys.ts";
import { ask, fetchToken, signedIn } from "./test-client.ts";
import { wsseDigest } from "./wsse.ts";

const OAUTH = { clientId: "client", clientSecret: "client:secret" };
const WSSE = { userName: "shop001", secret: "wsse-secret" };
const START = Date.parse("2026-03-01T12:00:00Z");

let emarsys: Emarsys;
let nowMs: number;

beforeEach(async () => {
  nowMs = START;
  emarsys = await startEmarsys({
    oauth: OAUTH,
    wsse: WSSE,
    events: [
      { id: 12345, name: "abandoned cart", attached: true },
      { id: "777", name: "nothing here", attached: false },
    ],
    clock: { now: () => new Date(nowMs) },
    tokenLifeSeconds: 300,
  });
});

afterEach(() => emarsys.close());

function wsseHeader(nonce = "00112233445566778899aabbccddeeff"): string {
  const created = new Date(nowMs).toISOString();
  const digest = wsseDigest(nonce, created, WSSE.secret);
  return `UsernameToken Username="${WSSE.userName}", PasswordDigest="${digest}", Nonce="${nonce}", Created="${created}"`;
}

describe("OAuth and version 3", () => {
  test("a client gets a token that opens the API until it ends", async () => {
    expect((await fetchToken(emarsys, OAUTH)).body).toMatchObject({ expires_in: 300, token_type: "bearer" });
    const get = await signedIn(emarsys, OAUTH);
    expect(await get("GET", "settings")).toMatchObject({
      status: 200,
      body: { replyCode: 0, data: { id: expect.any(Number) as number } },
    });
    nowMs += 300_000;
    expect(await get("GET", "settings")).toMatchObject({ status: 401, body: { replyCode: 1, data: "" } });
  });

  test("revoked tokens are refused, new ones are not", async () => {
    const before = await signedIn(emarsys, OAUTH);
    emarsys.revokeAll();
    const after = await signedIn(emarsys, OAUTH);
    expect((await before("GET", "settings")).status).toBe(401);
    expect((await after("GET", "settings")).status).toBe(200);
  });

  test("a wrong client is invalid_client", async () => {
    const reply = await fetchToken(emarsys, { ...OAUTH, clientSecret: "wrong" });
    expect(reply).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  });

  test("credentials in the body instead of the header are refused", async () => {
    const reply = await fetch(`${emarsys.url}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: OAUTH.clientId,
        client_secret: OAUTH.clientSecret,
      }),
    });
    expect(reply.status).toBe(401);
  });

  test("a token request that is not a form is refused", async () => {
    const basic = Buffer.from(`${OAUTH.clientId}:${OAUTH.clientSecret}`).toString("base64");
    const reply = await ask(`${emarsys.url}/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      content: { grant_type: "client_credentials" },
    });
    expect(reply).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  });
});

describe("WSSE and version 2", () => {
  test("a good header opens the API once", async () => {
    const url = `${emarsys.url}/api/v2/settings`;
    const headers = { "x-wsse": wsseHeader() };
    expect((await ask(url, { method: "GET", headers })).status).toBe(200);
    expect(await ask(url, { method: "GET", headers })).toMatchObject({ status: 401, body: { replyCode: 1 } });
  });

  test("each version takes its own sign-in only", async () => {
    const { body } = await fetchToken(emarsys, OAUTH);
    const { access_token: token } = body as { access_token: string };
    const bearer = { authorization: `Bearer ${token}` };
    const asV2 = await ask(`${emarsys.url}/api/v2/settings`, { method: "GET", headers: bearer });
    const wsse = { "x-wsse": wsseHeader() };
    const asV3 = await ask(`${emarsys.url}/api/v3/settings`, { method: "GET", headers: wsse });
    expect([asV2.status, asV3.status]).toEqual([401, 401]);
  });

  test("an account without a WSSE user refuses every header", async () => {
    const without = await startEmarsys({ oauth: OAUTH, events: [], clock: { now: () => new Date(nowMs) } });
    const reply = await ask(`${without.url}/api/v2/settings`, {
      method: "GET",
      headers: { "x-wsse": wsseHeader() },
    });
    await without.close();
    expect(reply.status).toBe(401);
  });
});

describe("the rate limit", () => {
  test("is told with every reply, and ends with the window", async () => {
    const get = await signedIn(emarsys, OAUTH);
    emarsys.throttle({ remaining: 1, resetAt: new Date(START + 45_000) });
    const last = await get("GET", "settings");
    expect(last.status).toBe(200);
    expect(last.headers.get("x-ratelimit-limit")).toBe("1000");
    expect(last.headers.get("x-ratelimit-remaining")).toBe("0");
    const refused = await get("GET", "settings");
    expect(refused).toMatchObject({ status: 429, body: { replyCode: 7003 } });
    expect(refused.headers.get("x-ratelimit-reset")).toBe(String(START / 1000 + 45));
    expect(refused.headers.get("retry-after")).toBeNull();
    nowMs += 45_000;
    expect((await get("GET", "settings")).status).toBe(200);
  });

  test("is 1000 requests in a minute unless said otherwise", async () => {
    const small = await startEmarsys({ oauth: OAUTH, events: [], requestsPerMinute: 2 });
    const get = await signedIn(small, OAUTH);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await get("GET", "settings")).status);
    await small.close();
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe("the account", () => {
  test("lists its events and what hangs on them", async () => {
    const get = await signedIn(emarsys, OAUTH);
    expect(await get("GET", "event")).toMatchObject({
      body: { data: [{ id: 12345, name: "abandoned cart" }, { id: "777" }] },
    });
    expect(await get("GET", "event/12345/usages")).toMatchObject({
      body: { data: { program_ids: [], email_ids: [13345], interactions_program_ids: [] } },
    });
    expect(await get("GET", "event/777/usages")).toMatchObject({ body: { data: { email_ids: [] } } });
    expect(await get("GET", "event/1/usages")).toMatchObject({ status: 400, body: { replyCode: 5001 } });
  });

  test("answers 403 without a reply code where the permission is off", async () => {
    const get = await signedIn(emarsys, OAUTH);
    emarsys.permissionsOff("events");
    expect(await get("GET", "event")).toMatchObject({ status: 403, body: "Forbidden" });
    expect((await get("GET", "settings")).status).toBe(200);
  });

  test("is healthy without a sign-in", async () => {
    expect((await fetch(`${emarsys.url}/healthcheck`)).status).toBe(200);
  });

  test("answers 501 to everything else", async () => {
    const get = await signedIn(emarsys, OAUTH);
    expect((await get("GET", "contactlist")).status).toBe(501);
    expect((await get("PUT", "event/12345/trigger", {})).status).toBe(501);
    expect(emarsys.calls.get("not-simulated")).toBe(2);
  });
});
