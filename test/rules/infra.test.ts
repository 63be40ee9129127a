import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { containerDefinition } from "../../src/adapters/ledger/cosmos/set-up.ts";
import { resolveKeys } from "../../src/settings/known-keys.ts";
import { settingsSchema } from "../../src/settings/schema.ts";
import { cosmos } from "../../src/settings/sections/ledger.ts";
import { aboutOf } from "../../src/settings/setting.ts";
import { createBicepReader, type Resource, type Value } from "./bicep.ts";

const read = await createBicepReader();
const main = read("infra/main.bicep");
const files = [main, ...globSync("infra/app/*.bicep").map((path) => read(path))];
const resources = files.flatMap((file) => file.resources);
const functions = globSync("src/functions/*.ts")
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

/** The only resource of a type. */
function only(type: string): Resource {
  const found = resources.filter((resource) => resource.type === type);
  expect(found, type).toHaveLength(1);
  return found[0] ?? expect.unreachable();
}

/** What lies under the keys, or undefined. */
function at(value: Value | undefined, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

function settingNames(): readonly string[] {
  return Object.keys(only("Microsoft.Web/sites/config").body["properties"] ?? {});
}

test.each(files.map((file) => file.path))("%s is well-formed Bicep", (path) => {
  expect(read(path).isWellFormed).toBe(true);
});

test.each([
  ["a brace that is never closed", "resource a 'B/c@2024-01-01' = {\n  name: 'd'\n"],
  ["a property without a colon", "resource a 'B/c@2024-01-01' = {\n  name 'd'\n}\n"],
])("%s is not well-formed", (_, text) => {
  expect(read("made-up.bicep", text).isWellFormed).toBe(false);
});

test("every parameter says what it is for", () => {
  const silent = files.flatMap((file) => file.parameters.filter((parameter) => !parameter.isDescribed));
  expect(silent).toEqual([]);
});

test("every module is given what it needs and nothing that it does not know", () => {
  expect(main.modules).not.toHaveLength(0);
  for (const { path, given } of main.modules) {
    const { parameters } = read(path);
    const needed = parameters.filter(({ standard }) => standard === undefined).map(({ name }) => name);
    expect(Object.keys(given), path).toEqual(expect.arrayContaining(needed));
    expect(
      parameters.map(({ name }) => name),
      path,
    ).toEqual(expect.arrayContaining(Object.keys(given)));
  }
});

test("every output that is used is one that its module has", () => {
  const used = [...main.text.matchAll(/\b(\w+)\.outputs\.(\w+)/g)].map(([, symbol, name]) => ({
    symbol,
    name,
  }));
  expect(used).not.toHaveLength(0);
  for (const { symbol, name = "" } of used) {
    const module = main.modules.find((known) => known.symbol === symbol);
    expect([...read(module?.path ?? expect.unreachable()).outputs.keys()], symbol).toContain(name);
  }
});

test("every API version is a released one", () => {
  const versions = resources.flatMap(({ apiVersion }) => apiVersion ?? []);
  expect(versions.filter((version) => !/^\d{4}-\d{2}-\d{2}$/.test(version))).toEqual([]);
});

test("no secret goes in, comes out or is looked up", () => {
  for (const { path, text, outputs } of files) {
    // one that is only named, to say where a role holds, is not looked up
    const own = text.replace(/'Microsoft\.KeyVault\/vaults\/secrets@[\d-]+' existing = /, "");
    expect(own.match(/@secure|\blist[A-Z]\w*\(|getSecret\(|vaults\/secrets/g), path).toBeNull();
    // the keys of storage and Cosmos DB accounts are longer than any name here
    expect(text.match(/[A-Za-z0-9+=]{40,}/g), path).toBeNull();
    for (const expression of outputs.values()) {
      expect(expression, path).not.toMatch(/connectionString|instrumentationKey|password|\bkeys?\b/i);
    }
  }
  expect(readFileSync("infra/main.parameters.json", "utf8")).not.toMatch(/secret|password|"\w*key\w*"/i);
});

test("nobody gets in with a key", () => {
  const storage = only("Microsoft.Storage/storageAccounts").body["properties"];
  expect(storage).toMatchObject({ allowSharedKeyAccess: false, allowBlobPublicAccess: false });
  const account = only("Microsoft.DocumentDB/databaseAccounts").body["properties"];
  expect(account).toMatchObject({ disableLocalAuth: true });
  expect(only("Microsoft.Insights/components").body["properties"]).toMatchObject({ DisableLocalAuth: true });
  const workspace = only("Microsoft.OperationalInsights/workspaces").body["properties"];
  expect(workspace).toMatchObject({ features: { disableLocalAuth: true } });
  const vault = only("Microsoft.KeyVault/vaults").body["properties"];
  expect(vault).toMatchObject({ enableRbacAuthorization: true, enablePurgeProtection: true });
});

test("the app may write one secret at most, and none unless it is named", () => {
  const vault = read("infra/app/vault.bicep");
  const roles = vault.resources.flatMap(({ body }) =>
    at(body["properties"], "principalId", "code") === "appPrincipalId"
      ? [
          `${String(at(body["properties"], "roleDefinitionId", "code"))} on ${String(at(body["scope"], "code"))}`,
        ]
      : [],
  );
  expect(roles).toEqual([
    expect.stringMatching(/secretsUser\) on vault$/),
    expect.stringMatching(/secretsOfficer\) on rotatingToken$/),
  ]);
  expect(vault.text).toMatch(/resource appMayWriteIt '[^']+' = if \(!empty\(rotatingTokenName\)\)/);
  expect(main.parameters.find(({ name }) => name === "rotatingTokenName")?.standard).toBe("");
});

test("nothing is reached over less than TLS 1.2", () => {
  const storage = only("Microsoft.Storage/storageAccounts").body["properties"];
  expect(storage).toMatchObject({ minimumTlsVersion: "TLS1_2", supportsHttpsTrafficOnly: true });
  const account = only("Microsoft.DocumentDB/databaseAccounts").body["properties"];
  expect(account).toMatchObject({ minimalTlsVersion: "Tls12" });
  const app = only("Microsoft.Web/sites").body["properties"];
  expect(app).toMatchObject({ httpsOnly: true, siteConfig: { minTlsVersion: "1.2" } });
});

test("the container of the ledger is the one that `connector ledger init` makes", () => {
  const { body } = only("Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers");
  const { partitionKey, defaultTtl, indexingPolicy } = containerDefinition("any");
  const deployed = at(body["properties"], "resource");
  expect(deployed).toMatchObject({ partitionKey, defaultTtl, indexingPolicy });
});

test("the ledger lives in an account that the connector accepts: one write region, Session", () => {
  const account = only("Microsoft.DocumentDB/databaseAccounts").body["properties"];
  expect(at(account, "locations")).toHaveLength(1);
  expect(account).toMatchObject({
    enableMultipleWriteLocations: false,
    consistencyPolicy: { defaultConsistencyLevel: "Session" },
    backupPolicy: { type: "Continuous" },
  });
});

test("the ledger's names and the schedule are those that the code takes without being told", () => {
  const standards = new Map(main.parameters.map(({ name, standard }) => [name, standard]));
  expect(standards.get("ledgerDatabaseId")).toBe(aboutOf(cosmos.shape.DatabaseId)?.fallback);
  expect(standards.get("ledgerContainerId")).toBe(aboutOf(cosmos.shape.ContainerId)?.fallback);
  const schedule = /empty\(runSchedule\) \? '([^']+)'/.exec(main.text)?.[1] ?? expect.unreachable();
  expect(functions).toContain(JSON.stringify(schedule));
});

test("the alerts look for the timer that the app registers", () => {
  const timers = [...functions.matchAll(/app\.timer\("([^"]+)"/g)].map(([, name]) => name);
  expect(timers).toEqual([main.variables.get("timerName")]);
});

/** Read by the Functions host, by the sign-in to Azure, or by src/functions. */
const NOT_OURS = [
  "APPLICATIONINSIGHTS_CONNECTION_STRING",
  "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
  "AZURE_CLIENT_ID",
  "RUN_SCHEDULE",
];

test("every app setting is one that somebody reads", () => {
  const ours = settingNames().filter(
    (name) => !NOT_OURS.includes(name) && !/^AzureWebJobsStorage__/.test(name),
  );
  expect(ours).toContain("KeyVaultOptions__KeyVaultURI");
  const outputs = [...main.outputs.keys()].filter((name) => name.includes("__"));
  const unknown = [...ours, ...outputs].filter(
    (name) => resolveKeys(settingsSchema, name.split("__")).kind !== "setting",
  );
  expect(unknown).toEqual([]);
});

test("every app setting has a name that Linux apps may have", () => {
  expect(settingNames().filter((name) => !/^[A-Za-z0-9_.]+$/.test(name))).toEqual([]);
});

test("azd gives every parameter that has to be given, and the same defaults", () => {
  const { parameters } = JSON.parse(readFileSync("infra/main.parameters.json", "utf8")) as {
    readonly parameters: Readonly<Record<string, { readonly value: string }>>;
  };
  const standards = new Map(main.parameters.map(({ name, standard }) => [name, standard]));
  expect([...standards.keys()]).toEqual(expect.arrayContaining(Object.keys(parameters)));
  for (const [name, standard] of standards) {
    const given = parameters[name]?.value;
    if (standard === undefined) expect(given, name).toMatch(/^\$\{AZURE_\w+\}$/);
    const byDefault = /^\$\{\w+=(.*)\}$/.exec(given ?? "")?.[1];
    if (byDefault !== undefined) expect([byDefault, Number(byDefault)], name).toContain(standard);
  }
});

test("azure.yaml names what is there", () => {
  const text = readFileSync("azure.yaml", "utf8");
  const value = (key: string) =>
    new RegExp(`^ +${key}: (.+)$`, "m").exec(text)?.[1] ?? expect.unreachable(key);
  expect(existsSync(value("project"))).toBe(true);
  const script = /npx node (\S+)$/m.exec(text)?.[1] ?? expect.unreachable();
  // the folder is made by the script
  expect(readFileSync(script, "utf8")).toContain(`"${value("dist")}"`);
  // a bundle without packages must not be built again in Azure
  expect(value("remoteBuild")).toBe("false");
  const service = /^services:\n {2}(\S+):$/m.exec(text)?.[1];
  const app = read("infra/app/function-app.bicep").text;
  expect(app).toContain(`'azd-service-name': '${service ?? expect.unreachable()}'`);
});

test("what is deployed is there", () => {
  const script = readFileSync("tools/package.ts", "utf8");
  const named = /FILES = \[([^\]]+)\]/.exec(script)?.[1] ?? expect.unreachable();
  const sources = [...named.matchAll(/"([^"]+)"/g)].flatMap(([, file = ""]) => file);
  expect(sources).toContain(packageFile.main);
  for (const file of sources.filter((name) => !name.startsWith("dist/")))
    expect(existsSync(file), file).toBe(true);
});
