import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SimulatedProvider } from "../../simulators/email/simulated-provider.ts";
import { startSimulated } from "../../simulators/email/constant-contact/simulated.ts";
import { smallShop } from "../cli/small-shop.ts";
import { openTown, type Runner, type Town } from "./open-town.ts";

/* Refresh tokens that are good once, over whole processes: the real key vault client, the real turns in the ledger. */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const { shop, contacts } = smallShop(NOW);
const TOKEN = "constant-contact-refresh-token";

let town: Town;
let simulated: SimulatedProvider;

beforeEach(async () => {
  town = await openTown({ shop, contacts, now: NOW });
  simulated = await startSimulated({ contacts, clock: town.clock });
  for (const [name, value] of Object.entries(simulated.secrets)) town.neighbours.keyVault.set(name, value);
});

afterEach(async () => {
  await town.close();
  await simulated.close();
});

function process(env: Readonly<Record<string, string>> = {}): Promise<Runner> {
  Object.assign(town.neighbours.env, env);
  return town.runner({
    ConnectorOptions: { EmailProvider: "constant-contact" },
    ConstantContactClientOptions: simulated.section,
  });
}

function kept(): string | undefined {
  return town.neighbours.keyVault.valueOf(TOKEN);
}

function renewals(): number {
  return simulated.server.calls.get("token") ?? 0;
}

describe("a refresh token that is good once", () => {
  it("is kept for the next process, which starts without one more renewal", async () => {
    expect((await (await process()).pass()).outcomes.sent).toBe(contacts.length);
    expect(kept()).not.toBe(simulated.secrets[TOKEN]);
    const report = await (await process()).pass({ window: {} });
    expect(report.fault).toBeUndefined();
    expect(renewals()).toBe(1);
  });

  it("is spent by one of two processes that start at the same moment, and both get in", async () => {
    const [one, other] = [await process(), await process()];
    // the second one asks while the first one's renewal is under way, and waits for it
    let arrive: (value?: unknown) => void = () => undefined;
    const arrived = new Promise((resolve) => (arrive = resolve));
    simulated.server.faults.on("token", { kind: "hold", until: arrived }, 1);
    const asked = simulated.server.whenCalled("token");
    const first = one.wired.channels[0]?.provider.check();
    await asked;
    const second = other.wired.channels[0]?.provider.check().catch((fault: unknown) => fault);
    // with time standing still, waiting ends at once: what counts is that the second one spends nothing
    await second;
    arrive();
    await first;
    expect(renewals()).toBe(1);
    expect(await other.wired.channels[0]?.provider.check()).toContain(
      "signed in with rotating refresh tokens",
    );
    expect(renewals()).toBe(1);
  });

  it("is not spent by an app that may not write it, and the report says which role is missing", async () => {
    town.neighbours.keyVault.denyWriting(TOKEN);
    const report = await (await process()).pass();
    expect(report.fault).toMatchObject({ code: "vault-refused" });
    expect(report.fault?.fix).toContain("Key Vault Secrets Officer");
    expect([renewals(), kept()]).toEqual([0, simulated.secrets[TOKEN]]);
    town.neighbours.keyVault.denyWriting(TOKEN, false);
    town.clock.pass(10 * 60_000);
    expect((await (await process()).pass()).outcomes.sent).toBe(contacts.length);
  });

  it("is not spent where it comes from the environment, because the next one could not be kept there", async () => {
    const report = await (await process({ [`SECRET__${TOKEN}`]: simulated.secrets[TOKEN] ?? "" })).pass();
    expect(report.fault).toMatchObject({ code: "vault-refused" });
    expect(report.fault?.fix).toContain(`SECRET__${TOKEN}`);
    expect(renewals()).toBe(0);
  });
});
