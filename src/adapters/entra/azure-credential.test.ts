import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startEntra, type Entra } from "../../../simulators/entra/start-entra.ts";
import { startServer, type Call, type SimulatorServer } from "../../../simulators/server.ts";
import { createTestAuthority, type TestAuthority } from "../../../simulators/tls.ts";
import { azureCredential } from "./azure-credential.ts";

const TENANT = "9b1c6a4e-0d3f-4c55-8d7e-3f6b5a2c1d00";
const VAULT = "https://vault.azure.net";

let authority: TestAuthority;
let entra: Entra;
let identity: SimulatorServer;
let asked: Call[];

beforeAll(async () => {
  authority = await createTestAuthority();
  setDefaultCACertificates([...getCACertificates("default"), authority.ca]);
});

beforeEach(async () => {
  asked = [];
  entra = await startEntra({
    tls: authority.leaf,
    tenantId: TENANT,
    apps: [{ clientId: "the-app", clientSecret: "the-secret" }],
  });
  // the endpoint that Azure gives to an app with a managed identity
  identity = await startServer({
    operationOf: () => "identity",
    answer(call) {
      asked.push(call);
      const expires_on = String(Date.parse("2100-01-01T00:00:00Z") / 1000);
      return { status: 200, body: { access_token: "managed", expires_on, token_type: "Bearer" } };
    },
  });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await identity.close();
  await entra.close();
});

test("signs in with the app secret of the environment that it was given", async () => {
  const credential = azureCredential({
    AZURE_AUTHORITY_HOST: entra.url,
    AZURE_TENANT_ID: TENANT,
    AZURE_CLIENT_ID: "the-app",
    AZURE_CLIENT_SECRET: "the-secret",
  });
  const token = await credential.getToken(`${VAULT}/.default`);
  expect(entra.verify(token?.token ?? "", { audience: VAULT })).toEqual({ appId: "the-app" });
});

test("signs in with the managed identity of the app inside Azure", async () => {
  vi.stubEnv("IDENTITY_ENDPOINT", `${identity.url}/msi/token`);
  vi.stubEnv("IDENTITY_HEADER", "identity-header");
  vi.stubEnv("AZURE_CLIENT_ID", "identity-of-the-app");
  const token = await azureCredential(process.env).getToken(`${VAULT}/.default`);
  expect(token?.token).toBe("managed");
  expect(asked[0]?.url.searchParams.get("resource")).toBe(VAULT);
  expect(asked[0]?.url.searchParams.get("client_id")).toBe("identity-of-the-app");
  expect(asked[0]?.headers["x-identity-header"]).toBe("identity-header");
});
