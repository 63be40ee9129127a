import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { simulatorOf, type SimulatedProvider } from "../../simulators/email/simulated-provider.ts";
import { EMAIL_PROVIDERS } from "../../src/adapters/email/providers.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { smallShop } from "../cli/small-shop.ts";
import { openTown, type Runner, type Town } from "./open-town.ts";

/*
 * Whatever is wrong with a provider or with what the settings say about it: the pass says what to mend, nothing is
 * recorded as sent, nothing secret is said, and once it is mended everybody is mailed.
 */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const { shop, contacts, personal } = smallShop(NOW);
const WRONG = "wrong-canary-secret";

describe.each(EMAIL_PROVIDERS)("$title", ({ name, sectionName }) => {
  let town: Town;
  let simulated: SimulatedProvider;
  let said: string[];

  beforeEach(async () => {
    town = await openTown({ shop, contacts, now: NOW });
    const start = await simulatorOf(name);
    simulated = await start({ contacts, clock: town.clock });
    putIn(simulated.secrets);
    said = [];
  });

  afterEach(async () => {
    await town.close();
    await simulated.close();
    for (const secret of [...Object.values(simulated.secrets), ...personal, WRONG]) {
      expect(said.join("\n")).not.toContain(secret);
    }
  });

  function putIn(secrets: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(secrets)) town.neighbours.keyVault.set(key, value);
  }

  /** A further process. */
  function runner(change: Readonly<Record<string, unknown>> = {}): Promise<Runner> {
    return town.runner({
      ConnectorOptions: { EmailProvider: name },
      ConsentOptions: { Basis: "suppression-list-only", LegalBasis: "they bought from us and may object" },
      LinkOptions: { PublicBaseUrl: "https://reminders.contoso.example" },
      [sectionName]: { ...simulated.section, ...change },
    });
  }

  async function pass(change?: Readonly<Record<string, unknown>>): Promise<PassReport> {
    const report = await (await runner(change)).pass();
    said.push(inspect(report, { depth: 9 }));
    return report;
  }

  async function mendedPass(): Promise<PassReport> {
    simulated.server.faults.clear();
    town.clock.pass(10 * 60_000);
    return pass();
  }

  function mailed(): number {
    return simulated.mails().length;
  }

  it("with wrong secrets names the section, mails nobody, and everybody once they are right", async () => {
    putIn(Object.fromEntries(Object.keys(simulated.secrets).map((key) => [key, WRONG])));
    const report = await pass();
    expect(report.fault).toMatchObject({ code: "provider-unauthorized" });
    expect(report.fault?.fix).toContain(sectionName);
    expect([report.outcomes.sent ?? 0, report.outcomes.unsure ?? 0, mailed()]).toEqual([0, 0, 0]);
    putIn(simulated.secrets);
    expect((await mendedPass()).outcomes.sent).toBe(contacts.length);
    expect(mailed()).toBe(contacts.length);
  });

  it("with something to send that does not exist names the setting, and everybody is mailed once it does", async () => {
    const report = await pass(simulated.changes.unknownTarget);
    expect(report.fault).toMatchObject({ code: "provider-misconfigured" });
    const [setting = ""] = Object.keys(simulated.changes.unknownTarget);
    expect(`${report.fault?.message ?? ""} ${report.fault?.fix ?? ""}`).toContain(setting);
    expect([report.outcomes.sent ?? 0, report.outcomes.unsure ?? 0, mailed()]).toEqual([0, 0, 0]);
    expect((await mendedPass()).outcomes.sent).toBe(contacts.length);
    expect(mailed()).toBe(contacts.length);
  });

  it("whose quota is used up costs nobody a reminder", async () => {
    simulated.server.faults.on(simulated.sends, { kind: "reply", reply: simulated.quotaUsedUp });
    const report = await pass();
    expect(report.fault?.code).toMatch(/^provider-(throttled|forbidden)$/);
    expect([report.outcomes.sent ?? 0, report.outcomes.unsure ?? 0, mailed()]).toEqual([0, 0, 0]);
    simulated.server.faults.clear();
    // who was in the request waits at most until the quota counts anew, the others go on at once
    await mendedPass();
    town.clock.pass(12 * 3_600_000);
    await pass();
    expect(mailed()).toBe(contacts.length);
  });

  it("that is a page of something else leaves one person in doubt, and the others are mailed afterwards", async () => {
    const page = "<html>Please sign in</html>";
    simulated.server.faults.on(simulated.sends, { kind: "reply", reply: { status: 200, body: page } });
    const report = await pass();
    expect(report.fault).toMatchObject({ code: "provider-unreadable" });
    expect(report.fault?.fix).toContain(sectionName);
    expect([report.outcomes.sent ?? 0, report.outcomes.unsure, mailed()]).toEqual([0, 1, 0]);
    expect((await mendedPass()).outcomes.sent).toBe(contacts.length - 1);
    expect(mailed()).toBe(contacts.length - 1);
  });
});
