import { createPublicKey, verify as verifySignature, type JsonWebKey } from "node:crypto";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ClientSecretCredential } from "@azure/identity";
import { ConfidentialClientApplication } from "@azure/msal-node";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestAuthority, type TestAuthority } from "../tls.ts";
import { startEntra, type Entra } from "./start-entra.ts";

const TENANT = "9b1c6a4e-0d3f-4c55-8d7e-3f6b5a2c1d00";
const APP = { clientId: "11111111-2222-4333-8444-555555555555", clientSecret: "right-secret" };
const AUDIENCE = "https://commerce.dynamics.com";
const START = Date.parse("2026-03-01T12:00:00Z");

let authority: TestAuthority;
let entra: Entra;
let nowMs: number;

beforeAll(async () => {
  authority = await createTestAuthority();
  setDefaultCACertificates([...getCACertificates("default"), authority.ca]);
});

beforeEach(async () => {
  nowMs = START;
  entra = await startEntra({
    tls: authority.leaf,
    tenantId: TENANT,
    apps: [APP, { clientId: "narrow-app", clientSecret: "narrow-secret", resources: ["api://only-this"] }],
    clock: { now: () => new Date(nowMs) },
    tokenLifeSeconds: 600,
  });
});

afterEach(() => entra.close());

function msalClient(secret: string, tenantId = TENANT): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: APP.clientId,
      clientSecret: secret,
      authority: `${entra.url}/${tenantId}`,
      knownAuthorities: [new URL(entra.url).host],
    },
  });
}

async function postToken(form: Record<string, string>, tenantId = TENANT) {
  const reply = await fetch(`${entra.url}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
}

const GOOD_FORM = {
  grant_type: "client_credentials",
  client_id: APP.clientId,
  client_secret: APP.clientSecret,
  scope: `${AUDIENCE}/.default`,
};

async function issuedToken(): Promise<string> {
  return String((await postToken(GOOD_FORM)).body["access_token"]);
}

describe("with the libraries of the product", () => {
  test("MSAL signs in with the client secret and gets a token for its audience", async () => {
    const result = await msalClient("right-secret").acquireTokenByClientCredential({
      scopes: [`${AUDIENCE}/.default`],
    });
    expect(entra.verify(result?.accessToken ?? "", { audience: AUDIENCE })).toEqual({ appId: APP.clientId });
    expect(Object.fromEntries(entra.calls)).toEqual({ "openid-configuration": 1, token: 1 });
  });

  test("MSAL reports a wrong secret as invalid_client", async () => {
    const signIn = msalClient("wrong").acquireTokenByClientCredential({ scopes: [`${AUDIENCE}/.default`] });
    await expect(signIn).rejects.toMatchObject({
      errorCode: "invalid_client",
      errorMessage: expect.stringContaining("AADSTS7000215") as string,
    });
  });

  test("MSAL cannot resolve the endpoints of an unknown tenant", async () => {
    const signIn = msalClient("right-secret", "some-other-tenant").acquireTokenByClientCredential({
      scopes: [`${AUDIENCE}/.default`],
    });
    await expect(signIn).rejects.toMatchObject({ errorCode: "endpoints_resolution_error" });
  });

  test("ClientSecretCredential signs in at the host named by AZURE_AUTHORITY_HOST", async () => {
    const before = process.env["AZURE_AUTHORITY_HOST"];
    process.env["AZURE_AUTHORITY_HOST"] = entra.url;
    try {
      const credential = new ClientSecretCredential(TENANT, APP.clientId, APP.clientSecret, {
        disableInstanceDiscovery: true,
      });
      const { token } = await credential.getToken("https://vault.azure.net/.default");
      expect(entra.verify(token, { audience: "https://vault.azure.net" })).toEqual({ appId: APP.clientId });
    } finally {
      if (before === undefined) delete process.env["AZURE_AUTHORITY_HOST"];
      else process.env["AZURE_AUTHORITY_HOST"] = before;
    }
  });
});

describe("the token", () => {
  test("names the v1 issuer, the audience and the app, and ends when it says", async () => {
    const [, payload] = (await issuedToken()).split(".");
    expect(JSON.parse(Buffer.from(payload ?? "", "base64url").toString())).toMatchObject({
      iss: `https://sts.windows.net/${TENANT}/`,
      aud: AUDIENCE,
      appid: APP.clientId,
      ver: "1.0",
      nbf: START / 1000,
      exp: START / 1000 + 600,
    });
  });

  test("is signed by the published key", async () => {
    const { keys } = (await (await fetch(`${entra.authority}/discovery/v2.0/keys`)).json()) as {
      keys: JsonWebKey[];
    };
    const [head, payload, signature] = (await issuedToken()).split(".");
    const key = createPublicKey({ key: keys[0] ?? {}, format: "jwk" });
    const isGenuine = verifySignature(
      "sha256",
      Buffer.from(`${head ?? ""}.${payload ?? ""}`),
      { key, dsaEncoding: "ieee-p1363" },
      Buffer.from(signature ?? "", "base64url"),
    );
    expect(isGenuine).toBe(true);
  });

  test("is turned down once it has ended", async () => {
    const token = await issuedToken();
    nowMs += 599_000;
    expect(entra.verify(token, { audience: AUDIENCE })).toEqual({ appId: APP.clientId });
    nowMs += 1_000;
    expect(entra.verify(token, { audience: AUDIENCE })).toBe("expired");
  });

  test("is turned down for another audience, also when only a slash differs", async () => {
    expect(entra.verify(await issuedToken(), { audience: `${AUDIENCE}/` })).toBe("wrong-audience");
  });

  test("is unknown when anything in it was changed", async () => {
    const [head, , signature] = (await issuedToken()).split(".");
    const forged = Buffer.from(JSON.stringify({ aud: AUDIENCE, appid: "x", exp: 9e9 })).toString("base64url");
    expect(entra.verify([head, forged, signature].join("."), { audience: AUDIENCE })).toBe("unknown");
    expect(entra.verify("not-a-token", { audience: AUDIENCE })).toBe("unknown");
  });

  test("is unknown after everything was revoked, while a new one works", async () => {
    const token = await issuedToken();
    entra.revokeAll();
    expect(entra.verify(token, { audience: AUDIENCE })).toBe("unknown");
    expect(entra.verify(await issuedToken(), { audience: AUDIENCE })).toEqual({ appId: APP.clientId });
  });
});

describe("what the token endpoint refuses", () => {
  test.each([
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["no secret", { client_secret: "" }, 400, "invalid_request", 7000216],
    ["an unknown app", { client_id: "nobody" }, 400, "unauthorized_client", 700016],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    ["a missing scope", { scope: "" }, 400, "invalid_request", 900144],
    ["a scope without /.default", { scope: `${AUDIENCE}/read` }, 400, "invalid_scope", 1002012],
    ["two scopes", { scope: "a/.default b/.default" }, 400, "invalid_scope", 70011],
  ])("%s", async (_what, change, status, error, code) => {
    const reply = await postToken({ ...GOOD_FORM, ...change });
    expect(reply).toMatchObject({ status, body: { error, error_codes: [code] } });
    expect(reply.body["error_description"]).toContain(`AADSTS${code}: `);
  });

  test("a resource that the app may not ask for", async () => {
    const form = { ...GOOD_FORM, client_id: "narrow-app", client_secret: "narrow-secret" };
    expect((await postToken(form)).body).toMatchObject({ error: "invalid_resource" });
    expect((await postToken({ ...form, scope: "api://only-this/.default" })).status).toBe(200);
  });

  test("another tenant", async () => {
    const reply = await postToken(GOOD_FORM, "elsewhere");
    expect(reply).toMatchObject({ status: 400, body: { error: "invalid_tenant", error_codes: [90002] } });
  });

  test("the old secret after it was replaced", async () => {
    entra.setSecret(APP.clientId, "new-secret");
    expect((await postToken(GOOD_FORM)).status).toBe(401);
    expect((await postToken({ ...GOOD_FORM, client_secret: "new-secret" })).status).toBe(200);
  });

  test("a body that is not a form", async () => {
    const reply = await fetch(`${entra.authority}/oauth2/v2.0/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(GOOD_FORM),
    });
    expect(reply.status).toBe(400);
  });
});

test("everything else answers 501", async () => {
  expect((await fetch(`${entra.authority}/oauth2/v2.0/authorize`)).status).toBe(501);
  expect((await fetch(`${entra.authority}/oauth2/token`, { method: "POST" })).status).toBe(501);
  expect(entra.calls.get("not-simulated")).toBe(2);
});
