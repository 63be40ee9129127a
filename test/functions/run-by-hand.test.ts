import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openApp, type AppUnderTest } from "./app-under-test.ts";

let app: AppUnderTest;

beforeEach(async () => {
  app = await openApp();
});

afterEach(async () => {
  const told = app.logged.join("\n");
  for (const word of app.line.private) expect(told).not.toContain(word);
  await app.close();
});

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

describe("POST /api/runs", () => {
  it.each([[undefined], [""], [{}], [{ channel: "128" }], [{ channel: 128, dryRun: false }]])(
    "with %j is a pass of the channel, answered with its report",
    async (body) => {
      const { status, body: report } = await app.postRun(body);
      expect(status).toBe(200);
      expect(report).toMatchObject({ channel: "128", found: 3, outcomes: { sent: 3 }, stopped: null });
      expect(app.line.neighbours.emarsys.delivered).toHaveLength(3);
      expect(app.line.documents().some(({ kind }) => kind === "cursor")).toBe(true);
    },
  );

  it("with dryRun mails nobody and writes nothing", async () => {
    const { status, body } = await app.postRun({ dryRun: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({ dryRun: true, found: 3, outcomes: { sent: 3 } });
    expect(app.line.neighbours.emarsys.delivered).toEqual([]);
    expect(app.line.documents()).toEqual([]);
  });

  it("with a window judges that only, and moves no cursor", async () => {
    const { body } = await app.postRun({ from: minutesAgo(58.5), to: minutesAgo(57.5) });
    expect(body).toMatchObject({ found: 1, outcomes: { sent: 1 } });
    const { addresses } = app.line.small;
    expect(app.line.neighbours.emarsys.delivered.map(({ email }) => email)).toEqual([addresses[2]]);
    expect(app.line.documents().some(({ kind }) => kind === "cursor")).toBe(false);
  });

  it("does not reach beyond what is abandoned, whatever is asked for", async () => {
    const { body } = await app.postRun({ from: minutesAgo(600), to: minutesAgo(-600), dryRun: true });
    const { window } = body as { readonly window: { readonly to: string } };
    expect(Date.parse(window.to)).toBeLessThanOrEqual(Date.now() - 30 * 60_000);
  });
});

describe("a request that is not right", () => {
  it.each([
    ["not JSON", "{", ["body: expected a JSON object with from, to, channel and dryRun"]],
    ["a list", "[]", ["body: expected a JSON object with from, to, channel and dryRun"]],
    [
      "far too long",
      " ".repeat(20_000) + "{}",
      ["body: expected a JSON object with from, to, channel and dryRun"],
    ],
    [
      "several faults at once",
      { from: "yesterday", to: 5, channel: {}, dryRun: "yes", dry: true, "astrid@example.com": 1 },
      [
        "from: expected a moment with its zone, such as 2026-11-22T10:00:00Z",
        "to: expected a moment with its zone, such as 2026-11-22T10:00:00Z",
        "channel: expected an operating unit number",
        "dryRun: expected true or false",
        "dry: expected only from, to, channel and dryRun",
        "a key: expected only from, to, channel and dryRun",
      ],
    ],
    [
      "a window that ends before it begins",
      { from: "2026-11-22T10:00:00Z", to: "2026-11-22T09:00:00Z" },
      ["from: expected a moment before that of to"],
    ],
    ["a channel that there is not", { channel: "129" }, ["channel: expected one of 128"]],
  ])("%s is a 400 that names every fault, and nothing is done", async (_what, body, faults) => {
    expect(await app.postRun(body)).toEqual({ status: 400, body: { faults } });
    expect(app.line.neighbours.retailServer.calls.size).toBe(0);
    expect(app.line.documents()).toEqual([]);
  });

  it("is one without a channel where there are several", async () => {
    app.line.env["Channels__0__RetailServerClientOptions__OperatingUnitNumber"] = "129";
    expect(await app.postRun({ dryRun: true })).toEqual({
      status: 400,
      body: { faults: ["channel: expected one of 128, 129"] },
    });
    expect(await app.postRun({ dryRun: true, channel: "128" })).toMatchObject({ status: 200 });
  });
});

describe("POST /api/runs beside another pass", () => {
  it("is a 409 until that has ended, and disturbs nothing", async () => {
    const { retailServer, emarsys } = app.line.neighbours;
    const held = Promise.withResolvers<unknown>();
    retailServer.faults.on("Carts/Search", { kind: "hold", until: held.promise }, 1);
    const first = app.postRun();
    await vi.waitFor(() => expect(retailServer.calls.get("Carts/Search")).toBe(1));
    const second = await app.postRun();
    expect(second).toMatchObject({
      status: 409,
      body: { fault: { code: "pass-under-way", fix: expect.stringContaining("wait") as string } },
    });
    held.resolve(undefined);
    expect(await first).toMatchObject({ status: 200, body: { found: 3, outcomes: { sent: 3 } } });
    expect(await app.postRun()).toMatchObject({ status: 200, body: { found: 0 } });
    expect(emarsys.delivered).toHaveLength(3);
  });
});

describe("what cannot be done", () => {
  it("because of the settings is a 500 with all their faults, and works once they are mended", async () => {
    app.line.configure({ RetailServerClientOptions: { RetailServerUrl: "ftp://x", AppId: "y" } });
    const { status, body } = await app.postRun();
    expect(status).toBe(500);
    expect(body).toMatchObject({ fault: { code: "settings-invalid" } });
    const { message } = (body as { readonly fault: { readonly message: string } }).fault;
    expect(message).toContain("RetailServerClientOptions.RetailServerUrl");
    expect(message).toContain("RetailServerClientOptions.AppId");
    app.line.configure();
    expect(await app.postRun()).toMatchObject({ status: 200, body: { outcomes: { sent: 3 } } });
  });

  it("because there is no settings file is a 500 too", async () => {
    rmSync(app.line.settingsFile);
    expect(await app.postRun()).toMatchObject({ status: 500, body: { fault: { code: "settings-invalid" } } });
    app.line.configure();
  });

  it("because of a neighbour is a 503 with the report, without a secret, and works once that is mended", async () => {
    const { keyVault } = app.line.neighbours;
    keyVault.set("emarsys-client-secret", "canary-wrong");
    const { status, body } = await app.postRun();
    expect(status).toBe(503);
    expect(body).toMatchObject({
      found: 0,
      stopped: "provider-unauthorized",
      fault: {
        code: "provider-unauthorized",
        fix: expect.stringContaining("ApiSecretKeyVaultSecretName") as string,
      },
    });
    expect(JSON.stringify(body)).not.toContain("canary");
    keyVault.set("emarsys-client-secret", "canary-emarsys-secret-91bd");
    expect(await app.postRun()).toMatchObject({ status: 200, body: { outcomes: { sent: 3 } } });
  });
});
