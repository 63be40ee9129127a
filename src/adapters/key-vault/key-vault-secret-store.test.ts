import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startEntra, type Entra } from "../../../simulators/entra/start-entra.ts";
import { startKeyVault, type KeyVault } from "../../../simulators/key-vault/start-key-vault.ts";
import { createTestAuthority, type TestAuthority } from "../../../simulators/tls.ts";
import { manualClock, type ManualClock } from "../../../test/manual-clock.ts";
import { createRedaction, type Redaction } from "../log/redaction.ts";
import { keyVaultSecretStore, type KeyVaultSecretStoreOptions } from "./key-vault-secret-store.ts";

const TENANT = "9b1c6a4e-0d3f-4c55-8d7e-3f6b5a2c1d00";

let authority: TestAuthority;
let entra: Entra;
let vault: KeyVault;
let clock: ManualClock;
let redaction: Redaction;

beforeAll(async () => {
  authority = await createTestAuthority();
  setDefaultCACertificates([...getCACertificates("default"), authority.ca]);
});

beforeEach(async () => {
  const apps = [{ clientId: "identity-of-the-app", clientSecret: "its-secret" }];
  entra = await startEntra({ tls: authority.leaf, tenantId: TENANT, apps });
  vault = await startKeyVault({ tls: authority.leaf, entra, secrets: { "retail-app-id": "the-value" } });
  clock = manualClock(new Date("2026-03-01T12:00:00Z"));
  redaction = createRedaction();
});

afterEach(async () => {
  await vault.close();
  await entra.close();
});

function azure(): Record<string, string> {
  return {
    AZURE_AUTHORITY_HOST: entra.url,
    AZURE_TENANT_ID: TENANT,
    AZURE_CLIENT_ID: "identity-of-the-app",
    AZURE_CLIENT_SECRET: "its-secret",
  };
}

function store(changes: Partial<KeyVaultSecretStoreOptions> = {}) {
  return keyVaultSecretStore({ vaultUrl: vault.url, env: azure(), clock, redaction, ...changes });
}

/** Requests that carried a token: the first of all is a question without one. */
function readings(): number {
  return (vault.calls.get("get-secret") ?? 0) - 1;
}

describe("a secret", () => {
  test("is read from the key vault of the settings, signed in through AZURE_AUTHORITY_HOST", async () => {
    expect(await store().read("retail-app-id")).toBe("the-value");
    expect(entra.calls.get("token")).toBe(1);
  });

  test("asks nobody before it is needed", () => {
    store();
    expect([vault.calls.size, entra.calls.size]).toEqual([0, 0]);
  });

  test("is read once for everybody who wants it at the same time, and kept for 30 minutes", async () => {
    const secrets = store();
    await Promise.all([secrets.read("retail-app-id"), secrets.read("retail-app-id")]);
    clock.pass(29 * 60_000);
    await secrets.read("retail-app-id");
    expect(readings()).toBe(1);
  });

  test("is read again after 30 minutes", async () => {
    const secrets = store();
    await secrets.read("retail-app-id");
    vault.set("retail-app-id", "rotated");
    clock.pass(31 * 60_000);
    expect(await secrets.read("retail-app-id")).toBe("rotated");
  });

  test("is read again at once when it was forgotten", async () => {
    const secrets = store();
    await secrets.read("retail-app-id");
    vault.set("retail-app-id", "rotated");
    secrets.forget("retail-app-id");
    expect(await secrets.read("retail-app-id")).toBe("rotated");
  });

  test("is hidden from everything that is printed, wherever it came from", async () => {
    await store().read("retail-app-id");
    await store({ env: { SECRET__other: "from-the-environment" } }).read("other");
    expect(redaction.clean("the-value, from-the-environment")).toBe("***, ***");
  });

  test("loses the line break that a tool left at its end", async () => {
    vault.set("retail-app-id", "the-value\n");
    expect(await store().read("retail-app-id")).toBe("the-value");
  });

  test("comes when the key vault is out of order for a moment", async () => {
    vault.faults.on("get-secret", { kind: "reply", reply: { status: 503, body: "busy" } }, 1);
    expect(await store().read("retail-app-id")).toBe("the-value");
  });
});

describe("an environment variable SECRET__<name>", () => {
  test.each(["SECRET__retail-app-id", "SECRET__retail_app_id"])(
    "%s comes before the key vault",
    async (name) => {
      const secrets = store({ env: { ...azure(), [name]: "local" } });
      expect(await secrets.read("retail-app-id")).toBe("local");
      expect(vault.calls.size).toBe(0);
    },
  );

  test("does without a key vault", async () => {
    const secrets = store({ vaultUrl: undefined, env: { SECRET__name: "local" } });
    expect(await secrets.read("name")).toBe("local");
  });

  test("counts as not set when it is blank", async () => {
    const secrets = store({ env: { ...azure(), "SECRET__retail-app-id": " " } });
    expect(await secrets.read("retail-app-id")).toBe("the-value");
  });
});

describe("a secret that is written", () => {
  test("is the new value for everybody, at once for us", async () => {
    const [secrets, other] = [store(), store()];
    await secrets.read("retail-app-id");
    await secrets.write("retail-app-id", "rotated");
    expect(vault.valueOf("retail-app-id")).toBe("rotated");
    expect(await secrets.read("retail-app-id")).toBe("rotated");
    expect(await other.read("retail-app-id")).toBe("rotated");
    expect(redaction.clean("rotated")).toBe("***");
  });

  test("without the right to says which role is missing, and for what", async () => {
    vault.denyWriting("retail-app-id");
    await expect(store().write("retail-app-id", "rotated")).rejects.toMatchObject({
      code: "vault-refused",
      message: expect.stringContaining("writing it was refused (403)") as string,
      fix: expect.stringContaining("Key Vault Secrets Officer") as string,
    });
  });

  test("into a key vault that drops every connection is vault-unreachable", async () => {
    vault.faults.on("set-secret", { kind: "drop-before" });
    await expect(store().write("retail-app-id", "rotated")).rejects.toMatchObject({
      code: "vault-unreachable",
    });
  });

  test("over one that comes from the environment is refused: nobody would read it", async () => {
    const secrets = store({ env: { ...azure(), "SECRET__retail-app-id": "local" } });
    await expect(secrets.write("retail-app-id", "rotated")).rejects.toMatchObject({
      code: "vault-refused",
      fix: expect.stringContaining("SECRET__retail-app-id") as string,
    });
    expect(vault.calls.size).toBe(0);
  });

  test("is not printed when it could not be", async () => {
    vault.denyWriting("retail-app-id");
    const fault: unknown = await store()
      .write("retail-app-id", "rotated-value")
      .catch((thrown: unknown) => thrown);
    expect(String(fault)).not.toContain("rotated-value");
  });
});

describe("a secret that cannot be read", () => {
  async function faultOf(reading: Promise<string>): Promise<Record<string, unknown>> {
    return reading.then(
      () => ({}),
      (thrown: unknown) => thrown as Record<string, unknown>,
    );
  }

  test.each([
    ["is absent", "secret-missing", () => vault.remove("retail-app-id")],
    ["is empty", "secret-missing", () => vault.set("retail-app-id", "")],
    ["may not be read by us", "vault-refused", () => vault.deny("retail-app-id")],
    ["is disabled", "vault-refused", () => vault.disable("retail-app-id")],
    ["stays out of order", "vault-unreachable", () => failing(503)],
    ["throttles on and on", "vault-unreachable", () => failing(429)],
    ["drops every connection", "vault-unreachable", () => vault.faults.on("*", { kind: "drop-before" })],
  ] as const)("because it or the key vault %s is %s", async (_what, code, arrange) => {
    arrange();
    const fault = await faultOf(store().read("retail-app-id"));
    expect(fault["code"]).toBe(code);
    expect(fault["message"]).toContain(`secret retail-app-id in key vault ${new URL(vault.url).host}`);
    expect(fault["fix"]).toBeTruthy();
  });

  test("because our sign-in to Azure is refused is vault-refused", async () => {
    entra.setSecret("identity-of-the-app", "another-secret");
    const fault = await faultOf(store().read("retail-app-id"));
    expect(fault).toMatchObject({ code: "vault-refused" });
    expect(fault["message"]).toContain("could not sign in to Azure");
    expect(JSON.stringify([fault["message"], fault["fix"]])).not.toContain("its-secret");
  });

  test("because the sign-in to Azure is not reached is vault-unreachable", async () => {
    entra.faults.on("*", { kind: "drop-before" });
    const fault = await faultOf(store().read("retail-app-id"));
    expect(fault).toMatchObject({ code: "vault-unreachable" });
    expect(fault["message"]).toContain("no connection to the sign-in for Azure");
  });

  test("because no answer comes in time is vault-unreachable", async () => {
    let answer: (value?: unknown) => void = () => undefined;
    vault.faults.on("get-secret", { kind: "hold", until: new Promise((resolve) => (answer = resolve)) });
    const impatient = {
      ...clock,
      deadline: () => ({ signal: AbortSignal.timeout(200), release: () => undefined }),
    };
    expect(await faultOf(store({ clock: impatient }).read("retail-app-id"))).toMatchObject({
      code: "vault-unreachable",
    });
    answer();
  });

  test("because there is no key vault names the environment variable that would do", async () => {
    expect(await faultOf(store({ vaultUrl: undefined }).read("name"))).toMatchObject({
      code: "secret-missing",
      fix: expect.stringContaining("SECRET__name") as string,
    });
  });

  test("is tried again by the next one who asks", async () => {
    const secrets = store();
    vault.remove("retail-app-id");
    await faultOf(secrets.read("retail-app-id"));
    vault.set("retail-app-id", "back");
    expect(await secrets.read("retail-app-id")).toBe("back");
  });
});

function failing(status: number): void {
  vault.faults.on("get-secret", { kind: "reply", reply: { status, body: { error: { code: "Busy" } } } });
}
