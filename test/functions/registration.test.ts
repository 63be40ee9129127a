import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fakeCore } from "../../simulators/functions-host/fake-core.ts";

const registered = fakeCore();

const REGISTERED = [
  "scheduledRun",
  "runs",
  "unsureList",
  "unsureDecision",
  "suppressionExport",
  "suppressionImport",
  "unsubscribe",
  "returnLink",
  "privacy",
  "openCartAdd",
  "openCartAddMulti",
  "cart",
  "health",
];

let folder: string;

beforeEach(() => {
  vi.resetModules();
  registered.splice(0);
  // no settings file here, so whoever reads one at import fails
  folder = mkdtempSync(join(tmpdir(), "registration-"));
  vi.stubEnv("AzureWebJobsScriptRoot", folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** The app as it registers itself with this schedule in its settings. */
async function appWith(
  schedule: string | undefined,
): Promise<ReadonlyMap<string, (typeof registered)[number]>> {
  vi.stubEnv("RUN_SCHEDULE", schedule);
  const connect = vi.spyOn(Socket.prototype, "connect");
  await import("../../src/functions/index.ts");
  expect(connect).not.toHaveBeenCalled();
  return new Map(registered.map((one) => [one.name, one]));
}

/** The one binding that starts a function. */
function triggerOf(
  one: (typeof registered)[number] | undefined,
): Readonly<Record<string, unknown>> | undefined {
  return Object.values(one?.bindings ?? {}).find(({ type }) => String(type).endsWith("Trigger"));
}

it("these functions are registered, and none is started on start-up or repeated by the host", async () => {
  const app = await appWith(undefined);
  expect([...app.keys()]).toEqual(REGISTERED);
  // as part of the app setting that switches a function off, AzureWebJobs.<name>.Disabled, a hyphen is not allowed
  for (const name of app.keys()) expect(name).toMatch(/^[A-Za-z]\w*$/);
  const timer = triggerOf(app.get("scheduledRun"));
  expect(timer).toMatchObject({ type: "timerTrigger", direction: "in", schedule: "0 */5 * * * *" });
  // it would mail people on every cold start
  expect(timer).not.toHaveProperty("runOnStartup");
  for (const one of app.values()) expect(one.retryOptions).toBeUndefined();
});

it.each([
  ["0 0 * * * *", "0 0 * * * *"],
  [" 0 30 7 * * * ", "0 30 7 * * *"],
  ["%MY_SCHEDULE%", "%MY_SCHEDULE%"],
  ["", "0 */5 * * * *"],
])("RUN_SCHEDULE=%j is the schedule %s", async (given, schedule) => {
  expect(triggerOf((await appWith(given)).get("scheduledRun"))).toMatchObject({ schedule });
});

it("a run by hand is a POST with a function key, health is a GET for anybody", async () => {
  const app = await appWith(undefined);
  expect(triggerOf(app.get("runs"))).toMatchObject({
    type: "httpTrigger",
    route: "api/runs",
    methods: ["POST"],
    authLevel: "function",
  });
  expect(triggerOf(app.get("health"))).toMatchObject({
    type: "httpTrigger",
    route: "api/health",
    methods: ["GET"],
    authLevel: "anonymous",
  });
});

it("every route stands under api/ by itself but those of links to carts: host.json puts nothing in front of them", async () => {
  const host = JSON.parse(readFileSync("host.json", "utf8")) as unknown;
  expect(host).toMatchObject({ extensions: { http: { routePrefix: "" } } });
  const routes = [...(await appWith(undefined)).values()].flatMap((one) => triggerOf(one)?.["route"] ?? []);
  expect(routes.length).toBe(REGISTERED.length - 1);
  const elsewhere = routes.filter((route) => typeof route === "string" && !route.startsWith("api/"));
  // but for what shoppers see
  expect(elsewhere).toEqual(["r/{token}", "actions/cart/add", "actions/cart/addmulti", "kurv"]);
});

it("only what shoppers, mail programs and watchers open needs no key; what shows or changes people does", async () => {
  const triggers = [...(await appWith(undefined))].map(([name, one]) => [name, triggerOf(one)] as const);
  const open = triggers.filter(([, trigger]) => trigger?.["authLevel"] === "anonymous").map(([name]) => name);
  expect(open).toEqual(["unsubscribe", "returnLink", "openCartAdd", "openCartAddMulti", "cart", "health"]);
  const keyed = triggers.filter(([, trigger]) => trigger?.["authLevel"] === "function").map(([name]) => name);
  expect([...open, ...keyed, "scheduledRun"].sort()).toEqual([...REGISTERED].sort());
  const links = new Map(triggers).get("unsubscribe");
  expect(links).toMatchObject({ route: "api/unsubscribe/{token}", methods: ["GET", "HEAD", "POST"] });
});

it("loading the app connects nowhere and reads no settings, so that a fault in them cannot leave it without functions", async () => {
  vi.stubEnv("ConnectorOptions__Ledger", "no such ledger");
  const app = await appWith(undefined);
  expect(app.size).toBe(REGISTERED.length);
});
