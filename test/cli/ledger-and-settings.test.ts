import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
});

afterEach(() => line.close());

describe("connector ledger", () => {
  it("init makes the file once", async () => {
    const first = await line.connector("ledger", "init");
    expect(first).toMatchObject({ code: 0, out: [`made the ledger file ${line.ledgerFile}`] });
    const second = await line.connector("ledger", "init");
    expect(second).toMatchObject({ code: 0, out: [`the ledger file ${line.ledgerFile} is there`] });
  });

  it("status before any pass says so, and makes no file", async () => {
    const { code, out } = await line.connector("ledger", "status");
    expect([code, ...out]).toEqual([
      0,
      "channel 128: no pass yet, 0 due now",
      "0 may or may not have been sent",
    ]);
    expect(existsSync(line.ledgerFile)).toBe(false);
  });

  it("status says how far each channel is, and what a person has to settle", async () => {
    line.neighbours.emarsys.faults.on("trigger", { kind: "drop-after" }, 1);
    await line.connector("run");
    await line.connector("run");
    const { out } = await line.connector("ledger", "status");
    expect(out).toEqual([
      expect.stringMatching(/^channel 128: judged up to \d{4}-.*Z, 0 due now$/),
      "1 may or may not have been sent",
      expect.stringMatching(
        new RegExp(`^  cart ${line.small.cartIds[0] ?? ""}, claimed .*Z, connection-lost$`),
      ),
    ]);
  });
});

describe("connector settings", () => {
  it("prints what is in force, defaults included, with the one key that may stand in them hidden", async () => {
    line.configure({
      ConnectorOptions: { Ledger: "cosmos" },
      AzureCosmosOptions: { EndPointUri: "https://localhost:8081", PrimaryKey: "Y2FuYXJ5LWNvc21vcy1rZXk=" },
    });
    const { code, out } = await line.connector("settings");
    expect(code).toBe(0);
    const text = out.join("\n");
    expect(text).not.toContain("Y2FuYXJ5");
    expect(JSON.parse(text)).toMatchObject({
      AzureCosmosOptions: { EndPointUri: "https://localhost:8081", PrimaryKey: "***" },
      ReminderOptions: { MaxRemindersPerRun: 2000 },
      RetailServerClientOptions: { OperatingUnitNumber: "128" },
      EmarsysClientOptions: { Authentication: "oauth2" },
    });
  });

  it("says nothing of a key that is not there", async () => {
    line.configure({
      ConnectorOptions: { Ledger: "cosmos" },
      AzureCosmosOptions: { EndPointUri: "https://localhost:8081" },
    });
    const { out } = await line.connector("settings", "--json");
    expect(out).toHaveLength(1);
    expect(out[0]).not.toContain("PrimaryKey");
  });

  it("prints what comes from the environment, and each further channel", async () => {
    line.env["Channels__0__RetailServerClientOptions__OperatingUnitNumber"] = "129";
    line.env["ReminderOptions__MaxRemindersPerRun"] = "7";
    const { out } = await line.connector("settings");
    expect(JSON.parse(out.join("\n"))).toMatchObject({
      ReminderOptions: { MaxRemindersPerRun: 7 },
      Channels: [{ RetailServerClientOptions: { OperatingUnitNumber: "129" } }],
    });
  });

  it("talks to nobody", async () => {
    await line.connector("settings");
    const { keyVault, entra, retailServer, emarsys } = line.neighbours;
    for (const neighbour of [keyVault, entra, retailServer, emarsys]) expect(neighbour.calls.size).toBe(0);
  });
});
