import { existsSync, readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aCart } from "../../simulators/shop/builders.ts";
import { stampBefore } from "../../simulators/retail-server/ticks.ts";
import type { PassReport } from "../../src/run/pass-report.ts";
import { openCommandLine, type CommandLine, type Said } from "./command-line.ts";

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
});

afterEach(() => line.close());

/** The last line of stdout. */
function report({ out }: Said): PassReport {
  // the tests say themselves what they expect in it
  return JSON.parse(out.at(-1) ?? "") as PassReport;
}

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

describe("connector run", () => {
  it("reminds everybody, and says so in words", async () => {
    const said = await line.connector("run");
    expect(said.code).toBe(0);
    expect(said.err).toEqual([]);
    expect(said.out[0]).toBe("Channel 128");
    const text = said.out.join("\n");
    expect(text).toContain("     3  found\n");
    expect(text).toContain("     3  sent              handed to the e-mail provider, which accepted it");
    expect(said.out.at(-1)).toMatch(/ s · calls: \d+ ledger, \d+ retail-server, \d+ emarsys$/);
    expect(line.neighbours.emarsys.delivered).toHaveLength(3);
  });

  it("reports as JSON on one line, and the outcomes add up", async () => {
    const [first] = line.small.contacts;
    line.neighbours.retailServer.shop.blockCustomer("KUND-70011");
    const said = await line.connector("run", "--json");
    expect(said.out).toHaveLength(1);
    const told = report(said);
    expect(told).toMatchObject({
      runId: expect.stringMatching(/^[\w-]+$/) as string,
      channel: "128",
      dryRun: false,
      window: { from: expect.any(String) as string, to: expect.any(String) as string },
      found: 3,
      outcomes: { sent: 2, "no-consent": 1 },
      stopped: null,
      behindMinutes: 0,
      durationMs: expect.any(Number) as number,
    });
    expect(Object.values(told.outcomes).reduce((sum, count) => sum + count, 0)).toBe(told.found);
    expect(told.calls).toMatchObject({ emarsys: 4 });
    expect(told.calls["retail-server"]).toBeGreaterThan(3);
    expect(told.calls["ledger"]).toBeGreaterThan(3);
    expect(line.neighbours.emarsys.deliveredTo(first?.email ?? "")).toEqual([]);
  });

  it("goes on beside a fault: the report has what was done, the rest follows", async () => {
    const { emarsys } = line.neighbours;
    emarsys.faults.on("trigger", { kind: "reply", reply: { status: 503 } });
    const said = await line.connector("run");
    expect(said.code).toBe(1);
    expect(said.out.join("\n")).toContain("Stopped: provider-unreachable. Carts not judged are found again");
    emarsys.faults.clear();
    await line.connector("run");
    expect(emarsys.delivered.map(({ email }) => email)).toEqual(line.small.addresses);
  });

  it("says that it ended before any cart was looked for, and from where to go on it does not claim to know", async () => {
    line.neighbours.keyVault.remove("connector-app-id");
    const said = await line.connector("run");
    expect(said.out.join("\n")).toContain("Ended before any cart was looked for");
    expect(report(await line.connector("run", "--json"))).not.toHaveProperty("continueFrom");
  });

  it("names the operating units there are when asked for another", async () => {
    const said = await line.connector("run", "--channel", "129");
    expect(said.code).toBe(2);
    expect(said.err).toEqual([
      "arguments-invalid: --channel: there is no operating unit of that number in the settings, only 128; see `connector --help`",
    ]);
  });

  it("prints the log only when asked to, as JSON lines", async () => {
    const { err } = await line.connector("run", "--verbose");
    const ended = err.map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(ended).toMatchObject([{ level: "info", text: "pass ended", found: 3, sent: 3, dryRun: false }]);
  });

  it("tells how far it is, and wipes that away at its end", async () => {
    const { progress } = await line.connector("run");
    expect(progress).toEqual(["3 carts judged …", ""]);
  });
});

describe("connector run --dry-run", () => {
  it("asks consent for real, triggers nobody, and does not even make the ledger's file", async () => {
    const before = readdirSync(line.folder);
    const said = await line.connector("run", "--dry-run", "--json");
    expect(said.code).toBe(0);
    expect(report(said)).toMatchObject({ dryRun: true, found: 3, outcomes: { sent: 3 }, stopped: null });
    const { emarsys } = line.neighbours;
    expect(emarsys.calls.get("getdata")).toBe(1);
    expect(emarsys.calls.get("trigger")).toBeUndefined();
    expect(emarsys.delivered).toEqual([]);
    expect(line.neighbours.retailServer.writeAttempts()).toEqual([]);
    expect(readdirSync(line.folder)).toEqual(before);
  });

  it("says in words that nothing happened", async () => {
    const text = (await line.connector("run", "--dry-run")).out.join("\n");
    expect(text).toContain("dry run: nobody was mailed, nothing was written");
    expect(text).toContain("would be handed to the e-mail provider");
    expect(text).not.toContain("which accepted it");
  });

  it("changes nothing in a ledger that is there: no key, cursor, ticket, lease, record or person", async () => {
    await line.connector("run");
    const before = line.documents();
    expect(new Set(before.map(({ kind }) => kind))).toEqual(
      new Set(["person", "ticket", "cursor", "lease", "run", "person-key", "key-check"]),
    );
    line.neighbours.retailServer.shop.putCart(
      aCart({ id: "vagn-ny", customerId: "KUND-70012", modified: stampBefore(new Date(), 31, 0n) }),
    );
    const said = await line.connector("run", "--dry-run", "--json");
    expect(report(said)).toMatchObject({ found: 1, outcomes: { capped: 1 } });
    expect(line.documents()).toEqual(before);
  });

  it("leaves everything to be done: the run after it reminds everybody", async () => {
    await line.connector("run", "--dry-run");
    const said = await line.connector("run", "--json");
    expect(report(said)).toMatchObject({ outcomes: { sent: 3 } });
    expect(line.neighbours.emarsys.delivered).toHaveLength(3);
  });

  it("fails as a run would", async () => {
    line.configure({ EmarsysClientOptions: { ApiSecretKeyVaultSecretName: "no-such-secret" } });
    const said = await line.connector("run", "--dry-run", "--json");
    expect(said.code).toBe(1);
    expect(report(said).fault?.code).toBe("secret-missing");
    expect(existsSync(line.ledgerFile)).toBe(false);
  });
});

describe("connector run --from --to", () => {
  it("judges only the carts of the window, and moves no cursor", async () => {
    const said = await line.connector("run", "--json", "--from", minutesAgo(59.5), "--to", minutesAgo(58.5));
    expect(report(said)).toMatchObject({ found: 1, outcomes: { sent: 1 }, stopped: null });
    expect(line.neighbours.emarsys.delivered.map(({ email }) => email)).toEqual([line.small.addresses[1]]);
    expect(line.documents().some(({ kind }) => kind === "cursor")).toBe(false);
    const rest = await line.connector("run", "--json");
    expect(report(rest)).toMatchObject({ outcomes: { sent: 2, "already-reminded": 1 } });
  });

  it("is cut to what is abandoned already", async () => {
    const asked = new Date(Date.now() + 3_600_000).toISOString();
    const { window } = report(
      await line.connector("run", "--dry-run", "--json", "--from", minutesAgo(600), "--to", asked),
    );
    const excludeMs = 30 * 60_000;
    expect(Date.parse(window.to)).toBeLessThanOrEqual(Date.now() - excludeMs);
    expect(Date.parse(window.to)).toBeGreaterThan(Date.now() - excludeMs - 60_000);
  });

  it("finds nobody who is still shopping, and says why the window is empty", async () => {
    const { shop } = line.neighbours.retailServer;
    shop.putCart(
      aCart({ id: "vagn-ny", customerId: "KUND-70012", modified: stampBefore(new Date(), 5, 0n) }),
    );
    const said = await line.connector("run", "--from", minutesAgo(10));
    expect(said.code).toBe(0);
    const text = said.out.join("\n");
    expect(text).toContain("0  found");
    expect(text).toContain("at the latest ExcludeAbandonedCartsModifiedSinceLastMinutes ago");
    expect(line.neighbours.emarsys.delivered).toEqual([]);
  });

  it("takes a moment without a zone as UTC", async () => {
    const said = await line.connector("run", "--dry-run", "--json", "--from", "2026-01-01T00:00:00");
    expect(report(said).window.from).toBe("2026-01-01T00:00:00Z");
  });
});
