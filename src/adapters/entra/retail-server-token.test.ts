import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { Agent } from "undici";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startEntra, type Entra } from "../../../simulators/entra/start-entra.ts";
import { createTestAuthority, type TestAuthority } from "../../../simulators/tls.ts";
import { manualClock, type ManualClock } from "../../../test/manual-clock.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import { createRedaction, type Redaction } from "../log/redaction.ts";
import { retailServerToken, type RetailServerTokenOptions } from "./retail-server-token.ts";

const TENANT = "9b1c6a4e-0d3f-4c55-8d7e-3f6b5a2c1d00";
const AUDIENCE = "https://commerce.dynamics.com";
const MINUTE = 60_000;

let authority: TestAuthority;
let entra: Entra;
let clock: ManualClock;
let redaction: Redaction;
let dispatcher: Agent;
let held: Record<string, string>;
let forgotten: string[];

beforeAll(async () => {
  authority = await createTestAuthority();
  setDefaultCACertificates([...getCACertificates("default"), authority.ca]);
});

beforeEach(async () => {
  clock = manualClock(new Date("2026-03-01T12:00:00Z"));
  entra = await startEntra({
    tls: authority.leaf,
    tenantId: TENANT,
    apps: [{ clientId: "the-app", clientSecret: "right-secret", resources: [AUDIENCE] }],
    tokenLifeSeconds: 3600,
    clock: { now: () => clock.now() },
  });
  redaction = createRedaction();
  dispatcher = new Agent();
  held = { "app-id": "the-app", "app-secret": "right-secret" };
  forgotten = [];
});

afterEach(async () => {
  await dispatcher.close();
  await entra.close();
});

const secrets: SecretStore = {
  read: async (name) => held[name] ?? "",
  forget: (name) => void forgotten.push(name),
};

function signIn(changes: Partial<RetailServerTokenOptions> = {}) {
  return retailServerToken({
    tenantId: TENANT,
    audience: AUDIENCE,
    appIdSecretName: "app-id",
    appSecretSecretName: "app-secret",
    secrets,
    clock,
    redaction,
    authorityHost: entra.url,
    dispatcher,
    ...changes,
  });
}

describe("the token for Retail Server", () => {
  test("is for the audience and the app of the settings", async () => {
    const token = await signIn().get();
    expect(entra.verify(token, { audience: AUDIENCE })).toEqual({ appId: "the-app" });
  });

  test("is for the same audience when that ends in a slash", async () => {
    const token = await signIn({ audience: `${AUDIENCE}/` }).get();
    expect(entra.verify(token, { audience: AUDIENCE })).toEqual({ appId: "the-app" });
  });

  test("is asked for once, however many want it at the same time and later", async () => {
    const token = signIn();
    const got = await Promise.all([token.get(), token.get(), token.get()]);
    clock.pass(54 * MINUTE);
    got.push(await token.get());
    expect(new Set(got).size).toBe(1);
    expect(entra.calls.get("token")).toBe(1);
  });

  test("is renewed when less than five minutes of it are left", async () => {
    const token = signIn();
    const first = await token.get();
    clock.pass(56 * MINUTE);
    expect(await token.get()).not.toBe(first);
    expect(entra.calls.get("token")).toBe(2);
  });

  test("is asked for anew after Retail Server turned it down", async () => {
    const token = signIn();
    const first = await token.get();
    entra.revokeAll();
    token.turnedDown(first);
    expect(entra.verify(await token.get(), { audience: AUDIENCE })).toEqual({ appId: "the-app" });
  });

  test("is hidden from everything that is printed", async () => {
    const token = await signIn().get();
    expect(redaction.clean(`authorization: Bearer ${token}`)).toBe("authorization: Bearer ***");
  });

  test("comes at the second try when the connection breaks once", async () => {
    entra.faults.on("token", { kind: "drop-before" }, 1);
    expect(entra.verify(await signIn().get(), { audience: AUDIENCE })).toEqual({ appId: "the-app" });
  });
});

describe("a refused sign-in", () => {
  test("names the secret to mend when the app secret is wrong, and reads both anew", async () => {
    held["app-secret"] = "wrong-secret";
    const token = signIn();
    await expect(token.get()).rejects.toMatchObject({
      code: "token-refused",
      message: expect.stringContaining("app-secret is wrong or has ended (AADSTS7000215)") as string,
      fix: expect.stringContaining("app-secret") as string,
    });
    expect(forgotten).toEqual(["app-id", "app-secret"]);
    held["app-secret"] = "right-secret";
    expect(await token.get()).toBeTruthy();
  });

  test("never shows the app id or the app secret", async () => {
    held = { "app-id": "the-app", "app-secret": "wrong-secret" };
    const fault: unknown = await signIn()
      .get()
      .catch((thrown: unknown) => thrown);
    const { message, fix } = fault as { message: string; fix: string };
    expect(`${message} ${fix}`).not.toMatch(/the-app|wrong-secret/);
  });

  test.each([
    ["an unknown app", "app-id", "AADSTS700016", () => (held["app-id"] = "nobody")],
    ["an ended app secret", "app-secret", "AADSTS7000222", () => answerWith(401, "invalid_client", 7000222)],
    [
      "a tenant that only the token endpoint knows not",
      "TenantId",
      "AADSTS90002",
      () => answerWith(400, "invalid_request", 90002),
    ],
    [
      "a refusal of its own kind",
      "https://login.microsoftonline.com/error",
      "AADSTS53003",
      () => answerWith(400, "access_denied", 53003),
    ],
  ])("%s: the mend names %s", async (_what, mend, number, arrange) => {
    arrange();
    await expect(signIn().get()).rejects.toMatchObject({
      code: "token-refused",
      message: expect.stringContaining(number) as string,
      fix: expect.stringContaining(mend) as string,
    });
  });

  test.each([
    ["TenantId", { tenantId: "another-tenant" }],
    ["RetailServerAudienceId", { audience: "api://not-ours" }],
  ])("is mended in %s when that is wrong", async (key, change) => {
    await expect(signIn(change).get()).rejects.toMatchObject({
      code: "token-refused",
      fix: expect.stringContaining(`RetailServerClientOptions.${key}`) as string,
    });
  });
});

describe("a sign-in that does not get through", () => {
  test.each([
    [
      "the connection breaks while it looks for the endpoints",
      "openid-configuration",
      { kind: "drop-before" },
    ],
    ["the connection breaks while it asks", "token", { kind: "drop-before" }],
    ["Entra is out of order", "token", { kind: "reply", reply: { status: 503, body: "busy" } }],
    ["Entra throttles", "token", { kind: "reply", reply: { status: 429, body: { error: "slow_down" } } }],
    ["a proxy answers instead", "token", { kind: "reply", reply: { status: 200, body: "<html>" } }],
    ["a proxy refuses instead", "token", { kind: "reply", reply: { status: 404, body: "<html>" } }],
  ] as const)("is token-unreachable when %s", async (_what, operation, failure) => {
    entra.faults.on(operation, failure);
    await expect(signIn().get()).rejects.toMatchObject({
      code: "token-unreachable",
      message: expect.stringContaining(new URL(entra.url).host) as string,
    });
    expect(forgotten).toEqual([]);
  });

  test.each(["login.microsoftonline.us", "http://localhost:1"])(
    "is token-unreachable when AZURE_AUTHORITY_HOST is %s, which is no https address",
    async (authorityHost) => {
      await expect(signIn({ authorityHost }).get()).rejects.toMatchObject({
        code: "token-unreachable",
        message: expect.stringContaining("AZURE_AUTHORITY_HOST") as string,
      });
    },
  );

  test("is token-unreachable when nobody listens, and works again once somebody does", async () => {
    const token = signIn();
    entra.faults.on("*", { kind: "drop-before" });
    await expect(token.get()).rejects.toMatchObject({ code: "token-unreachable" });
    entra.faults.clear();
    expect(await token.get()).toBeTruthy();
  });

  test("ends when no answer comes in time", async () => {
    let answer: (value?: unknown) => void = () => undefined;
    entra.faults.on("token", { kind: "hold", until: new Promise((resolve) => (answer = resolve)) });
    const impatient = {
      ...clock,
      deadline: () => ({ signal: AbortSignal.timeout(200), release: () => undefined }),
    };
    await expect(signIn({ clock: impatient }).get()).rejects.toMatchObject({
      code: "token-unreachable",
      message: expect.stringContaining("no answer in time") as string,
    });
    answer();
  });
});

function answerWith(status: number, error: string, number: number): void {
  entra.faults.on("token", {
    kind: "reply",
    reply: {
      status,
      body: { error, error_description: `AADSTS${number}: told by Entra`, error_codes: [number] },
    },
  });
}
