import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startEntra, type Entra } from "../../../simulators/entra/start-entra.ts";
import { createTestAuthority, type TestAuthority } from "../../../simulators/tls.ts";
import { manualClock } from "../../../test/manual-clock.ts";
import { retailServerToken, type RetailServerTokenOptions } from "./retail-server-token.ts";
import { createRedaction } from "../log/redaction.ts";
import { Agent } from "undici";

test("try", async () => {
  const authority = await createTestAuthority();
  setDefaultCACertificates([...getCACertificates("default"), authority.ca]);
  const entra = await startEntra({ tls: authority.leaf, tenantId: "t1", apps: [{clientId: "app", clientSecret: "sec-ret"}] });
  const secrets: Record<string,string> = { id: "app", secret: "sec-ret" };
  const forgotten: string[] = [];
  const base: RetailServerTokenOptions = { tenantId: "t1", audience: "https://commerce.dynamics.com/", appIdSecretName: "id", appSecretSecretName: "secret", secrets: { read: async (n) => secrets[n]!, forget: (n) => void forgotten.push(n) }, clock: manualClock(new Date()), redaction: createRedaction(), authorityHost: entra.url, dispatcher: new Agent() };
  console.log((await retailServerToken(base).get()).slice(0,10), [...entra.calls]);
  async function t(o: Partial<RetailServerTokenOptions>) { try { await retailServerToken({...base, ...o}).get() } catch (e) { console.log((e as any).code, (e as any).message, (e as any).fix, String((e as any).cause)) } }
  await t({ tenantId: "t2" });
  await t({ audience: "a b" });
  secrets["secret"] = "wrong"; await t({}); console.log(forgotten);
  secrets["id"] = "nobody"; await t({});
  entra.faults.on("token", {kind: "drop-before"}); await t({}); entra.faults.clear();
  entra.faults.on("openid-configuration", {kind: "drop-before"}); await t({}); entra.faults.clear();
  entra.faults.on("token", {kind: "reply", reply: {status: 503, body: "busy"}}); await t({}); entra.faults.clear();
  entra.faults.on("token", {kind: "reply", reply: {status: 429, body: {error: "too_many", error_description: "x"}}}); await t({}); entra.faults.clear();
  entra.faults.on("token", {kind: "reply", reply: {status: 200, body: "<html>"}}); await t({}); entra.faults.clear();
  entra.faults.on("token", {kind: "reply", reply: {status: 200, body: {access_token: "x"}}}); await t({}); entra.faults.clear();
  await entra.close(); await t({});
});
