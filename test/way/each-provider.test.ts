import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { simulatorOf, type SimulatedProvider } from "../../simulators/email/simulated-provider.ts";
import { demoShop } from "../../simulators/shop/demo-shop.ts";
import type { ProviderEntry } from "../../src/adapters/email/entry.ts";
import { EMAIL_PROVIDERS } from "../../src/adapters/email/providers.ts";
import { checkAll } from "../../src/run/check.ts";
import { probesOf } from "../../src/run/probes.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { openTown, type Runner, type Town } from "./open-town.ts";

/*
 * Changing the provider changes one setting and a section, and nobody else is mailed. Not every provider knows who
 * agreed, so here everybody did, and the passes stand on a legal basis instead.
 */

const NOW = new Date("2026-11-22T12:00:00.000Z");
const { shop } = demoShop({ now: NOW });
const ADDRESSES = new Set(
  shop.customers.flatMap(({ email }) => (email?.includes("@") ? email.toLowerCase() : [])),
);
const CONTACTS = [...ADDRESSES].map((email) => ({ email, optIn: "1" }) as const);

interface Line {
  readonly town: Town;
  readonly runner: Runner;
  readonly simulated: SimulatedProvider;
}

async function openLine(entry: ProviderEntry): Promise<Line> {
  const town = await openTown({ shop, contacts: CONTACTS, now: NOW });
  const start = await simulatorOf(entry.name);
  const simulated = await start({ contacts: CONTACTS, clock: town.clock });
  for (const [name, value] of Object.entries(simulated.secrets)) town.neighbours.keyVault.set(name, value);
  const runner = await town.runner({
    ConnectorOptions: { EmailProvider: entry.name },
    ConsentOptions: { Basis: "suppression-list-only", LegalBasis: "they bought from us and may object" },
    LinkOptions: { PublicBaseUrl: "https://reminders.contoso.example" },
    [entry.sectionName]: simulated.section,
  });
  return { town, runner, simulated };
}

function people(line: Line): readonly string[] {
  return line.simulated
    .mails()
    .flatMap(({ recipients }) => recipients)
    .map((address) => address.toLowerCase())
    .toSorted();
}

describe("a pass over the demo shop", () => {
  const lines = new Map<string, Line>();
  const reports = new Map<string, PassReport>();

  beforeAll(async () => {
    for (const entry of EMAIL_PROVIDERS) {
      const line = await openLine(entry);
      lines.set(entry.name, line);
      reports.set(entry.name, await line.runner.pass());
    }
  });
  afterAll(async () => {
    for (const { town, simulated } of lines.values()) {
      await town.close();
      await simulated.close();
    }
  });

  function lineOf(name: string): Line {
    const line = lines.get(name);
    if (line === undefined) throw new Error(`no line for ${name}`);
    return line;
  }

  describe.each(EMAIL_PROVIDERS)("with $title", ({ name }) => {
    it("mails the very people that it mails with any other provider, each once", () => {
      const mailed = people(lineOf(name));
      expect(mailed).toEqual(people(lineOf(EMAIL_PROVIDERS[0].name)));
      expect(mailed.length).toBeGreaterThan(100);
      expect(new Set(mailed).size).toBe(mailed.length);
    });

    it("records what was mailed, and gives every cart the same outcome", () => {
      expect(reports.get(name)?.outcomes).toEqual(reports.get(EMAIL_PROVIDERS[0].name)?.outcomes);
      expect(reports.get(name)?.outcomes.sent).toBe(people(lineOf(name)).length);
      expect(reports.get(name)?.stopped).toBeNull();
    });

    it("mails nobody again when the same window is judged again", async () => {
      const before = people(lineOf(name)).length;
      await lineOf(name).runner.pass({ window: {} });
      expect(people(lineOf(name))).toHaveLength(before);
    });

    it("is found good by the check, with its own secrets, and nobody is mailed by it", async () => {
      const { runner, simulated } = lineOf(name);
      const before = simulated.mails().length;
      const results = await Array.fromAsync(checkAll(probesOf(runner.wired)));
      expect(results.filter(({ kind }) => kind !== "good")).toEqual([]);
      const secrets = Object.keys(simulated.secrets).map((secret) => `secret ${secret}`);
      expect(results.map((result) => result.name)).toEqual(expect.arrayContaining([...secrets, name]));
      expect(results.filter(({ name: probed }) => probed.startsWith("secret "))).toHaveLength(
        2 + secrets.length,
      );
      expect(simulated.mails()).toHaveLength(before);
    });

    it("leaves the others alone", () => {
      expect(lineOf(name).town.neighbours.emarsys.calls.size).toBe(0);
    });
  });
});
