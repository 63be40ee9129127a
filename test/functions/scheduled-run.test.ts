import { afterEach, beforeEach, expect, it } from "vitest";
import { SECRETS } from "../../simulators/start-neighbours.ts";
import { openApp, type AppUnderTest } from "./app-under-test.ts";

let app: AppUnderTest;

beforeEach(async () => {
  app = await openApp();
});

afterEach(async () => {
  const told = app.logged.join("\n");
  for (const word of [...app.line.private, ...app.line.small.cartIds]) expect(told).not.toContain(word);
  await app.close();
});

it("a tick reminds everybody once, and the next one nobody", async () => {
  await app.tick();
  expect(app.line.neighbours.emarsys.delivered.map(({ email }) => email)).toEqual(app.line.small.addresses);
  await app.tick();
  expect(app.line.neighbours.emarsys.delivered).toHaveLength(3);
  const ended = app.logged.map((text) => JSON.parse(text) as Record<string, unknown>);
  expect(ended).toMatchObject([
    { text: "pass ended", found: 3, sent: 3 },
    { text: "pass ended", found: 0 },
  ]);
});

it("a fault fails the invocation and is logged with its mend; the next tick goes on after mending", async () => {
  const { keyVault } = app.line.neighbours;
  keyVault.remove("connector-app-secret");
  await expect(app.tick()).rejects.toMatchObject({
    code: "secret-missing",
    message: expect.stringContaining("connector-app-secret") as string,
  });
  expect(app.logged.join("\n")).toContain("add the secret connector-app-secret to the key vault");
  keyVault.set("connector-app-secret", SECRETS["connector-app-secret"]);
  await app.tick();
  expect(app.line.neighbours.emarsys.delivered).toHaveLength(3);
});

it("wrong settings fail the invocation with all their faults, and are read again at the next tick", async () => {
  app.line.configure({ ConnectorOptions: { SliceSize: 0 }, LinkOptions: { ProductUrl: "https://x" } });
  await expect(app.tick()).rejects.toMatchObject({
    code: "settings-invalid",
    message: expect.stringMatching(/LinkOptions\.ProductUrl[^]*ConnectorOptions\.SliceSize/) as string,
  });
  app.line.configure();
  await app.tick();
  expect(app.line.neighbours.emarsys.delivered).toHaveLength(3);
});

it("a fault of one channel does not keep the others from their pass", async () => {
  app.line.env["Channels__0__RetailServerClientOptions__OperatingUnitNumber"] = "129";
  await expect(app.tick()).rejects.toMatchObject({ code: "operating-unit-unknown" });
  expect(app.line.neighbours.emarsys.delivered).toHaveLength(3);
  const faults = app.logged.filter((text) => text.includes("stopped by a fault"));
  expect(faults.map((text) => JSON.parse(text) as unknown)).toMatchObject([{ channel: "129" }]);
});

it("ticks at the same time remind everybody exactly once", async () => {
  await Promise.all([app.tick(), app.tick(), app.tick()]);
  expect(app.line.neighbours.emarsys.delivered).toHaveLength(3);
  expect(app.line.neighbours.emarsys.swallowed).toEqual([]);
});
