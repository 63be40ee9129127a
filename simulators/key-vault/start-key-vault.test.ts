import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ClientSecretCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startEntra, type Entra } from "../entra/start-entra.ts";
import { createTestAuthority, type TestAuthority } from "../tls.ts";
import { startKeyVault, type KeyVault } from "./start-key-vault.ts";

const TENANT = "9b1c6a4e-0d3f-4c55-8d7e-3f6b5a2c1d00";
const APP = { clientId: "11111111-2222-4333-8444-555555555555", clientSecret: "app-secret" };

let authority: TestAuthority;
let entra: Entra;
let vault: KeyVault;
let nowMs: number;

beforeAll(async () => {
  authority = await createTestAuthority();
  setDefaultCACertificates([...getCACertificates("default"), authority.ca]);
});

beforeEach(async () => {
  nowMs = Date.parse("2026-03-01T12:00:00Z");
  const clock = { now: () => new Date(nowMs) };
  entra = await startEntra({ tls: authority.leaf, tenantId: TENANT, apps: [APP], clock });
  vault = await startKeyVault({ tls: authority.leaf, entra, secrets: { "Retail-App-Id": "first" }, clock });
});

afterEach(async () => {
  await vault.close();
  await entra.close();
});

function secretClient(): SecretClient {
  const credential = new ClientSecretCredential(TENANT, APP.clientId, APP.clientSecret, {
    authorityHost: entra.url,
    disableInstanceDiscovery: true,
  });
  return new SecretClient(vault.url, credential, {
    disableChallengeResourceVerification: true,
    retryOptions: { maxRetries: 0 },
  });
}

async function tokenFor(audience: string): Promise<string> {
  const credential = new ClientSecretCredential(TENANT, APP.clientId, APP.clientSecret, {
    authorityHost: entra.url,
    disableInstanceDiscovery: true,
  });
  return (await credential.getToken(`${audience}/.default`)).token;
}

async function get(path: string, token?: string): Promise<Response> {
  return fetch(
    `${vault.url}${path}`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );
}

test("the client of the SDK answers the challenge and reads a secret", async () => {
  const secret = await secretClient().getSecret("Retail-App-Id");
  expect(secret).toMatchObject({ name: "Retail-App-Id", value: "first" });
  expect(secret.properties.vaultUrl).toBe(vault.url);
  expect(vault.calls.get("get-secret")).toBe(2);
});

test("names are compared without regard to case", async () => {
  expect((await secretClient().getSecret("retail-app-id")).value).toBe("first");
});

test("a rotated secret is served at once, its old version by id", async () => {
  const client = secretClient();
  const version = (await client.getSecret("Retail-App-Id")).properties.version ?? "";
  vault.set("Retail-App-Id", "second");
  expect((await client.getSecret("Retail-App-Id")).value).toBe("second");
  expect((await client.getSecret("Retail-App-Id", { version })).value).toBe("first");
});

test("a missing secret is SecretNotFound", async () => {
  await expect(secretClient().getSecret("absent")).rejects.toMatchObject({
    statusCode: 404,
    code: "SecretNotFound",
  });
  vault.remove("Retail-App-Id");
  await expect(secretClient().getSecret("Retail-App-Id")).rejects.toMatchObject({ statusCode: 404 });
});

test("a denied secret is Forbidden, the others are not", async () => {
  vault.set("other", "value");
  vault.deny("Retail-App-Id");
  await expect(secretClient().getSecret("Retail-App-Id")).rejects.toMatchObject({
    statusCode: 403,
    code: "Forbidden",
  });
  expect((await secretClient().getSecret("other")).value).toBe("value");
});

test("a disabled secret is Forbidden until it gets a new version", async () => {
  vault.disable("Retail-App-Id");
  const reply = await get(
    "/secrets/Retail-App-Id?api-version=7.5",
    await tokenFor("https://vault.azure.net"),
  );
  expect(reply.status).toBe(403);
  expect(await reply.json()).toMatchObject({
    error: { code: "Forbidden", innererror: { code: "SecretDisabled" } },
  });
  vault.set("Retail-App-Id", "second");
  expect((await secretClient().getSecret("Retail-App-Id")).value).toBe("second");
});

test("without a token the challenge says where to sign in and for what", async () => {
  const reply = await get("/secrets/Retail-App-Id?api-version=7.5");
  expect(reply.status).toBe(401);
  expect(reply.headers.get("www-authenticate")).toBe(
    `Bearer authorization="${entra.url}/${TENANT}", resource="https://vault.azure.net"`,
  );
  expect(JSON.stringify(await reply.json())).not.toContain("first");
});

test("a token for another audience, an ended one and a revoked one are turned down", async () => {
  const path = "/secrets/Retail-App-Id?api-version=7.5";
  expect((await get(path, await tokenFor("https://commerce.dynamics.com"))).status).toBe(401);
  const token = await tokenFor("https://vault.azure.net");
  expect((await get(path, token)).status).toBe(200);
  nowMs += 3600_000;
  expect((await get(path, token)).status).toBe(401);
  const fresh = await tokenFor("https://vault.azure.net");
  entra.revokeAll();
  expect((await get(path, fresh)).status).toBe(401);
});

test("a call without a supported api-version is a bad request", async () => {
  const token = await tokenFor("https://vault.azure.net");
  expect((await get("/secrets/Retail-App-Id", token)).status).toBe(400);
  expect((await get("/secrets/Retail-App-Id?api-version=latest", token)).status).toBe(400);
});

test("the client of the SDK writes a secret, which is a new version of it", async () => {
  const client = secretClient();
  const before = (await client.getSecret("Retail-App-Id")).properties.version ?? "";
  expect(await client.setSecret("retail-app-id", "second")).toMatchObject({ value: "second" });
  expect((await client.getSecret("Retail-App-Id")).value).toBe("second");
  expect((await client.getSecret("Retail-App-Id", { version: before })).value).toBe("first");
  expect(vault.valueOf("Retail-App-Id")).toBe("second");
  await client.setSecret("new-one", "value");
  expect(vault.valueOf("new-one")).toBe("value");
});

test("the right to write is one of its own", async () => {
  const client = secretClient();
  vault.denyWriting("Retail-App-Id");
  await expect(client.setSecret("Retail-App-Id", "second")).rejects.toMatchObject({
    statusCode: 403,
    code: "Forbidden",
  });
  expect((await client.getSecret("Retail-App-Id")).value).toBe("first");
  vault.denyWriting("Retail-App-Id", false);
  await client.setSecret("Retail-App-Id", "second");
  expect(vault.valueOf("Retail-App-Id")).toBe("second");
});

test("a value that is too long for a secret is a bad request", async () => {
  await expect(secretClient().setSecret("a", "x".repeat(25_601))).rejects.toMatchObject({ statusCode: 400 });
});

test("everything but reading and writing a secret answers 501", async () => {
  const token = await tokenFor("https://vault.azure.net");
  expect((await get("/keys/some-key?api-version=7.5", token)).status).toBe(501);
  await expect(secretClient().beginDeleteSecret("Retail-App-Id")).rejects.toMatchObject({ statusCode: 501 });
});
