import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
});

afterEach(() => line.close());

it.each([
  [{}, "warning: the time zone of this channel (TimeZoneInfoId) is not known, so quiet hours go by UTC"],
  [{ ReminderOptions__TimeZone: "Europe/Stockholm" }, "quiet hours by Europe/Stockholm"],
])("connector check says by whose clock the quiet hours go: %j", async (env, says) => {
  Object.assign(line.env, env, {
    ReminderOptions__QuietHours__From: "21:00",
    ReminderOptions__QuietHours__To: "08:00",
  });
  const { code, out } = await line.connector("check");
  expect([code, out.find((text) => text.startsWith("✓ Retail Server channel"))]).toEqual([
    0,
    expect.stringContaining(says),
  ]);
});

it("connector check tries everything a pass needs, mails nobody and makes no file", async () => {
  const { code, out, err } = await line.connector("check");
  expect(err).toEqual([]);
  expect(out).toEqual([
    `✓ settings — ${line.settingsFile}`,
    "✓ secret connector-app-id — readable",
    "✓ secret connector-app-secret — readable",
    "✓ secret emarsys-client-id — readable",
    "✓ secret emarsys-client-secret — readable",
    `✓ ledger (sqlite) — ${line.ledgerFile}`,
    "✓ person key — will be made by the first pass",
    "✓ Retail Server token — tenant contoso-tenant",
    "✓ Retail Server channel — operating unit 128, SEK, sv",
    "✓ cart search — carts in the window",
    expect.stringMatching(/^✓ emarsys — signed in with oauth2, event 4711 exists, /),
    "Everything a pass needs is there.",
  ]);
  expect(code).toBe(0);
  expect(line.neighbours.emarsys.calls.has("trigger")).toBe(false);
  expect(line.neighbours.retailServer.writeAttempts()).toEqual([]);
  expect(existsSync(line.ledgerFile)).toBe(false);
});

it("names each fault with its mend, and does not try what depends on it", async () => {
  line.neighbours.keyVault.remove("connector-app-secret");
  writeFileSync(join(line.folder, "in-the-way"), "");
  line.configure({
    SqliteOptions: { Path: join(line.folder, "in-the-way", "ledger.sqlite") },
    EmarsysClientOptions: { ExternalEventId: "9999" },
  });
  const { code, out } = await line.connector("check");
  expect(code).toBe(1);
  expect(out.map((text) => text.split(" — ")[0])).toEqual([
    "✓ settings",
    "✓ secret connector-app-id",
    "✗ secret connector-app-secret",
    "    mend: add the secret connector-app-secret to the key vault, or correct the setting that names it",
    "✓ secret emarsys-client-id",
    "✓ secret emarsys-client-secret",
    "✗ ledger (sqlite)",
    expect.stringMatching(/^ {4}mend: let the connector's user write the file and its folder/),
    "· person key",
    "· Retail Server token",
    "· Retail Server channel",
    "· cart search",
    "✗ emarsys",
    expect.stringMatching(/^ {4}mend: set EmarsysClientOptions.ExternalEventId/),
    "7 of these need mending.",
  ]);
  expect(out).toContain("· person key — not tried, because of: ledger (sqlite)");
  expect(out).toContain("· Retail Server token — not tried, because of: secret connector-app-secret");
  expect(out).toContain("· cart search — not tried, because of: Retail Server channel");
});

it("finds out about a ledger whose folder is one, before it is made", async () => {
  mkdirSync(join(line.folder, "deep"));
  line.configure({ SqliteOptions: { Path: join(line.folder, "deep", "er", "ledger.sqlite") } });
  const { code, out } = await line.connector("check");
  expect(code).toBe(0);
  expect(out.join("\n")).toContain("✓ ledger (sqlite)");
  expect(existsSync(join(line.folder, "deep", "er"))).toBe(false);
});

it("knows the person key after a run, and a changed one", async () => {
  await line.connector("run");
  expect((await line.connector("check")).out).toContain("✓ person key — the one this ledger was begun with");
  line.neighbours.keyVault.set("another-person-key", "canary-person-key-".repeat(3));
  line.configure({ ConnectorOptions: { PersonKeyKeyVaultSecretName: "another-person-key" } });
  const { code, out } = await line.connector("check");
  expect(code).toBe(1);
  expect(out.join("\n")).toContain("✗ person key — the person key is not the one this ledger was begun with");
});

it("tells nothing that it must not", async () => {
  line.neighbours.retailServer.faults.on("*", {
    kind: "reply",
    reply: { status: 500, body: { error: { message: line.small.addresses[0] } } },
  });
  line.configure({ RetailServerClientOptions: { MaxRetryWaitSeconds: 0 } });
  const { out, err } = await line.connector("check", "--verbose");
  const printed = [...out, ...err].join("\n");
  for (const told of line.private) expect(printed).not.toContain(told);
});

it("finds a secret that must not sign links, although it can be read", async () => {
  const links = {
    ReturnLink: "open-cart",
    OpenCartHoldPrices: true,
    OpenCartSecretKeyVaultSecretName: "links",
  };
  line.configure({ LinkOptions: links });
  line.neighbours.keyVault.set("links", "SHARED_SECRET");
  const weak = await line.connector("check");
  expect(weak.code).toBe(1);
  expect(weak.out).toContain("✓ secret links — readable");
  expect(weak.out.join("\n")).toMatch(
    /✗ open cart links — .*the secret links must not sign open cart links\n {4}mend: put a secret of your own/,
  );
  line.neighbours.keyVault.set("links", "k3V9tQz7LmP2xW8rYb4Nc6");
  const { code, out } = await line.connector("check");
  expect(code).toBe(0);
  expect(out).toContain("✓ open cart links — signed, they hold the prices of the reminder");
  expect(out.join("\n")).not.toContain("k3V9tQz7LmP2xW8rYb4Nc6");
});

it("tries what receiving links needs, when that is switched on", async () => {
  const catalogue = join(line.folder, "catalogue.json");
  writeFileSync(catalogue, JSON.stringify({ currency: "DKK", products: [] }));
  const links = { Receiver: "own-carts", ShopUrl: "https://minshop.dk" };
  line.env["SECRET__links"] = "k3J8vQ2mZ7xR5tB9wL4pN6";
  const said = async (more: Readonly<Record<string, unknown>>) => {
    line.configure({ OpenCartOptions: { ...links, ...more } });
    const { out } = await line.connector("check");
    return out.filter((text) => /receiving links|OpenCartOptions/.test(text));
  };
  expect(await said({})).toEqual(["✓ receiving links — SEK, plain links only"]);
  const signed = { SignedLinks: true, LinkSecretKeyVaultSecretNames: "links" };
  expect(await said({ Catalogue: "file", CatalogueFile: catalogue, ...signed })).toEqual([
    "✓ receiving links — DKK, 1 secret for signed links",
  ]);
  expect(await said({ Catalogue: "file", CatalogueFile: line.folder })).toEqual([
    expect.stringMatching(/^✗ receiving links — .*OpenCartOptions.CatalogueFile: expected a file/),
  ]);
  line.env["SECRET__links"] = "weak";
  expect((await said(signed)).join("\n")).toMatch(
    /^✗ receiving links — .*the secret links is no secret for links/,
  );
});
