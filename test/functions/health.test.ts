import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { openApp, type AppUnderTest } from "./app-under-test.ts";

const { version } = packageFile;
let app: AppUnderTest;

beforeEach(async () => {
  app = await openApp();
});

afterEach(() => app.close());

it("is well before the first pass, without asking any neighbour or making a ledger", async () => {
  expect(await app.getHealth()).toEqual({
    status: 200,
    body: { status: "ok", version, passes: [{ channel: "128", lastPass: null }] },
  });
  const { keyVault, retailServer, emarsys } = app.line.neighbours;
  for (const neighbour of [keyVault, retailServer, emarsys]) expect(neighbour.calls.size).toBe(0);
  expect(app.line.documents()).toEqual([]);
});

it("says when the last pass of each channel ended, because a job that has died says nothing itself", async () => {
  const before = new Date().toISOString();
  await app.tick();
  const { body } = await app.getHealth();
  const { passes } = body as { readonly passes: readonly [{ readonly lastPass: string }] };
  expect(passes[0].lastPass >= before && passes[0].lastPass <= new Date().toISOString()).toBe(true);
});

it("says that a pass is under way", async () => {
  const { retailServer } = app.line.neighbours;
  const held = Promise.withResolvers<unknown>();
  retailServer.faults.on("Carts/Search", { kind: "hold", until: held.promise }, 1);
  const tick = app.tick();
  await vi.waitFor(() => expect(retailServer.calls.get("Carts/Search")).toBe(1));
  expect(await app.getHealth()).toMatchObject({
    status: 200,
    body: { passes: [{ channel: "128", underWay: true }] },
  });
  held.resolve(undefined);
  await tick;
});

it("is not well with wrong settings: the code of the fault and nothing else, because anybody may ask", async () => {
  app.line.configure({ ConnectorOptions: { SliceSize: 0 } });
  expect(await app.getHealth()).toEqual({
    status: 503,
    body: { status: "unhealthy", version, code: "settings-invalid" },
  });
  app.line.configure();
  expect(await app.getHealth()).toMatchObject({ status: 200 });
});

it("is not well with a ledger that cannot be used", async () => {
  writeFileSync(app.line.ledgerFile, "no database at all\n".repeat(100));
  expect(await app.getHealth()).toEqual({
    status: 503,
    body: { status: "unhealthy", version, code: "ledger-misshapen" },
  });
});
