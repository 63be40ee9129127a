import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Failure, Reply } from "../../simulators/server.ts";
import type { FaultCode } from "../../src/cart/connector-error.ts";
import { openCommandLine, type CommandLine, type Said, type Sections } from "../cli/command-line.ts";

/*
 * Everything an operator can get wrong, and everything a neighbour can answer that makes no sense. Whatever it is:
 * one message that names the thing and the mend, nobody mailed, the cursor where it was, and once it is mended
 * everybody reminded exactly once.
 */

interface BadInput {
  readonly name: string;
  /** Laid over settings that work. */
  readonly sections?: Sections;
  /** Makes it bad; returns what has to be done to mend it, besides setting the settings right. */
  spoil?(line: CommandLine): void | (() => void);
  readonly code: FaultCode;
  /** What the message has to name, settings by their names. */
  readonly names: readonly string[];
  /** What the mend has to say. */
  readonly mend: string;
}

const HTML: Reply = {
  status: 200,
  headers: { "content-type": "text/html" },
  body: "<html><title>Sign in</title></html>",
};
const NO_PATIENCE: Sections = { RetailServerClientOptions: { MaxRetryWaitSeconds: 0 } };
const RETAIL_SERVER_URL = "RetailServerClientOptions.RetailServerUrl";

let line: CommandLine;
let closedPort: number;

beforeEach(async () => {
  line = await openCommandLine();
  closedPort = await portNobodyListensOn();
});

afterEach(() => line.close());

const SETTINGS: readonly BadInput[] = [
  {
    name: "several settings that are wrong together",
    sections: {
      RetailServerClientOptions: { RetailServerUrl: "http://shop.example", OperatingUnitNumber: "" },
      EmarsysClientOptions: { ExternalEventId: "cart" },
      ConnectorOptions: { SliceSize: 0 },
    },
    code: "settings-invalid",
    names: [
      "has 4 faults",
      "RetailServerClientOptions.RetailServerUrl: expected an https address",
      "RetailServerClientOptions.OperatingUnitNumber: expected",
      "EmarsysClientOptions.ExternalEventId: expected",
      "ConnectorOptions.SliceSize: expected a whole number from 1 to 200, got 0",
      "RetailServerClientOptions__OperatingUnitNumber",
    ],
    mend: "docs/settings.md",
  },
  {
    name: "a key that there is not",
    sections: { RetailServerClientOptions: { OperatingUnitNumbers: "129" } },
    code: "settings-invalid",
    names: ["RetailServerClientOptions.OperatingUnitNumbers", "did you mean OperatingUnitNumber?"],
    mend: "docs/settings.md",
  },
  {
    name: "a placeholder left in place",
    sections: { RetailServerClientOptions: { TenantId: "<Azure Tenant Id>" } },
    code: "settings-invalid",
    names: ["RetailServerClientOptions.TenantId", "the placeholder <Azure Tenant Id>"],
    mend: "docs/settings.md",
  },
  {
    name: "an app secret where its name should be",
    sections: { RetailServerClientOptions: { AppSecretKeyVaultSecretName: "canary~app.secret_7f3a" } },
    code: "settings-invalid",
    names: ["RetailServerClientOptions.AppSecretKeyVaultSecretName", "a value that is not shown"],
    mend: "docs/settings.md",
  },
  {
    name: "settings that are no JSON",
    spoil: ({ settingsFile }) => writeFileSync(settingsFile, '{\n  "KeyVaultOptions": {\n}'),
    code: "settings-invalid",
    names: ["line 3, column 2: expected a comma or }"],
    mend: "JSON",
  },
  {
    name: "a settings file that is not there",
    spoil: ({ settingsFile }) => rmSync(settingsFile),
    code: "settings-invalid",
    names: ["appSettings.json cannot be read"],
    mend: "name the settings file",
  },
];

const SIGN_IN: readonly BadInput[] = [
  {
    name: "a key vault that cannot be reached",
    spoil: ({ configure }) =>
      configure({ KeyVaultOptions: { KeyVaultURI: `https://localhost:${closedPort}` } }),
    code: "vault-unreachable",
    names: ["connector-app-id", "key vault localhost:"],
    mend: "KeyVaultOptions.KeyVaultURI",
  },
  {
    name: "a secret that is not in the vault",
    sections: { RetailServerClientOptions: { AppSecretKeyVaultSecretName: "no-such-secret" } },
    code: "secret-missing",
    names: ["secret no-such-secret"],
    mend: "add the secret no-such-secret",
  },
  {
    name: "a vault that refuses us a secret",
    sections: { EmarsysClientOptions: { ApiSecretKeyVaultSecretName: "of-somebody-else" } },
    spoil({ neighbours: { keyVault } }) {
      keyVault.set("of-somebody-else", "canary-of-somebody-else");
      keyVault.deny("of-somebody-else");
    },
    code: "vault-refused",
    names: ["secret of-somebody-else"],
    mend: "Key Vault Secrets User",
  },
  {
    name: "an identity that may not sign in to Azure",
    spoil({ env, neighbours }) {
      env["AZURE_CLIENT_SECRET"] = "canary-of-yesterday";
      return () => Object.assign(env, neighbours.env);
    },
    code: "vault-refused",
    names: ["could not sign in to Azure"],
    mend: "managed identity",
  },
  {
    name: "an app secret that is wrong",
    spoil({ neighbours: { keyVault, entra } }) {
      keyVault.set("connector-app-secret", "canary-wrong-secret");
      return () => entra.setSecret("5e1f0c4e-0000-4000-8000-00000000c0de", "canary-wrong-secret");
    },
    code: "token-refused",
    names: ["the app secret in connector-app-secret", "AADSTS7000215"],
    mend: "connector-app-secret",
  },
  {
    name: "an audience that is not Retail Server's",
    sections: { RetailServerClientOptions: { RetailServerAudienceId: "https://erp.dynamics.com" } },
    code: "retail-server-unauthorized",
    names: ["did not accept our token", "InvalidAudience"],
    mend: "RetailServerClientOptions.RetailServerAudienceId",
  },
];

const RETAIL_SERVER: readonly BadInput[] = [
  {
    name: "a Retail Server that does not accept our token",
    spoil: ({ neighbours: { retailServer } }) => failing(retailServer.faults, "*", { status: 401 }),
    code: "retail-server-unauthorized",
    names: ["did not accept our token", "status 401"],
    mend: "relying party",
  },
  {
    name: "a Retail Server that does not let us search carts",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { status: 403 }),
    code: "retail-server-forbidden",
    names: ["Carts/Search", "status 403"],
    mend: "user type Application",
  },
  {
    name: "an operating unit that there is not",
    sections: { RetailServerClientOptions: { OperatingUnitNumber: "999" } },
    code: "operating-unit-unknown",
    names: ["RetailServerClientOptions.OperatingUnitNumber"],
    mend: "published to this scale unit",
  },
  {
    name: "malformed JSON from Retail Server",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { status: 200, body: '{"value":[{"Id":' }),
    code: "retail-server-unreadable",
    names: ["Carts/Search", "not JSON"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "HTML from Retail Server",
    spoil: ({ neighbours: { retailServer } }) => failing(retailServer.faults, "*", HTML),
    code: "retail-server-unreadable",
    names: ["OrgUnits/GetOrgUnitConfiguration"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "an answer of 10 MB",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { status: 200, body: `["${"x".repeat(10_000_000)}"]` }),
    code: "retail-server-too-large",
    names: ["Carts/Search", "more than 8000000 bytes"],
    mend: "RetailServerClientOptions.MaxResponseMegabytes",
  },
  {
    name: "an answer that stops in its middle",
    sections: { RetailServerClientOptions: { RequestTimeoutSeconds: 1, MaxRetryWaitSeconds: 0 } },
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Carts/Search", { kind: "stall" }),
    code: "retail-server-slow",
    names: ["Carts/Search", "within 1000 ms"],
    mend: "RetailServerClientOptions.RequestTimeoutSeconds",
  },
  {
    name: "a Retail Server that is down",
    spoil: ({ configure }) =>
      configure({
        RetailServerClientOptions: {
          RetailServerUrl: `http://127.0.0.1:${closedPort}/Commerce`,
          MaxRetryWaitSeconds: 0,
        },
      }),
    code: "retail-server-unreachable",
    names: ["could not be reached"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "a Retail Server that breaks every connection",
    sections: NO_PATIENCE,
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Customers/GetByAccountNumbers", { kind: "drop-before" }),
    code: "retail-server-unreachable",
    names: ["Customers/GetByAccountNumbers"],
    mend: RETAIL_SERVER_URL,
  },
  {
    name: "a Retail Server that asks us to stay away for an hour",
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "*", { status: 429, headers: { "retry-after": "3600" } }),
    code: "retail-server-throttled",
    names: ["asks us to wait"],
    mend: "MaxConcurrency",
  },
  {
    name: "a Retail Server that throttles in the middle of a slice",
    sections: NO_PATIENCE,
    spoil: ({ neighbours: { retailServer } }) =>
      failing(retailServer.faults, "Customers(id)/GetOrderHistory", { status: 429 }),
    code: "retail-server-throttled",
    names: ["GetOrderHistory"],
    mend: "MaxConcurrency",
  },
];

const EMARSYS: readonly BadInput[] = [
  {
    name: "an Emarsys sign-in that is wrong",
    spoil({ neighbours: { keyVault } }) {
      keyVault.set("emarsys-client-secret", "canary-wrong-emarsys");
      return () => keyVault.set("emarsys-client-secret", "canary-emarsys-secret-91bd");
    },
    code: "provider-unauthorized",
    names: ["emarsys turned down the client id and secret"],
    mend: "EmarsysClientOptions.ApiUserNameKeyVaultSecretName",
  },
  {
    name: "an Emarsys sign-in without the permission",
    spoil: ({ neighbours: { emarsys } }) =>
      failing(emarsys.faults, "getdata", { status: 403, body: "Forbidden" }),
    code: "provider-forbidden",
    names: ["reading the opt-in of contacts", "403"],
    mend: "Security Settings",
  },
  {
    name: "an event that Emarsys does not know",
    sections: { EmarsysClientOptions: { ExternalEventId: "9999" } },
    code: "provider-misconfigured",
    names: ["EmarsysClientOptions.ExternalEventId"],
    mend: "EmarsysClientOptions.ExternalEventId",
  },
  {
    name: "an event on which nothing hangs",
    spoil: ({ neighbours: { emarsys } }) =>
      failing(emarsys.faults, "trigger", {
        status: 400,
        body: { replyCode: 5005, replyText: "x", data: "" },
      }),
    code: "provider-nothing-attached",
    names: ["EmarsysClientOptions.ExternalEventId"],
    mend: "activate the program",
  },
  {
    name: "HTML from Emarsys",
    spoil: ({ neighbours: { emarsys } }) => failing(emarsys.faults, "getdata", HTML),
    code: "provider-unreadable",
    names: ["reading the opt-in of contacts"],
    mend: "EmarsysClientOptions.ApiUrl",
  },
  {
    name: "HTML where the tokens of Emarsys should come from",
    spoil: ({ neighbours: { emarsys } }) => failing(emarsys.faults, "token", HTML),
    code: "provider-unreadable",
    names: ["EmarsysClientOptions.TokenUrl"],
    mend: "EmarsysClientOptions.TokenUrl",
  },
  {
    name: "an Emarsys that throttles what it is asked",
    spoil: ({ neighbours: { emarsys } }) =>
      failing(emarsys.faults, "getdata", { status: 429, headers: { "retry-after": "3600" } }),
    code: "provider-throttled",
    names: ["fewer requests"],
    mend: "API credentials of its own",
  },
  {
    name: "an Emarsys that throttles what it is handed",
    spoil: ({ neighbours: { emarsys } }) =>
      failing(emarsys.faults, "trigger", {
        status: 429,
        body: { replyCode: 7003, replyText: "x", data: "" },
      }),
    code: "provider-throttled",
    names: ["triggering the event"],
    mend: "API credentials of its own",
  },
];

const LEDGER: readonly BadInput[] = [
  {
    name: "a ledger path that cannot be written",
    spoil({ configure, folder }) {
      writeFileSync(join(folder, "in-the-way"), "");
      configure({ SqliteOptions: { Path: join(folder, "in-the-way", "ledger.sqlite") } });
    },
    code: "ledger-refused",
    names: ["SqliteOptions.Path"],
    mend: "let the connector's user write",
  },
  {
    name: "a ledger path that is a folder",
    spoil: ({ configure, folder }) => configure({ SqliteOptions: { Path: folder } }),
    code: "ledger-refused",
    names: ["SqliteOptions.Path"],
    mend: "choose another",
  },
  {
    name: "a ledger inside Azure that is a file",
    spoil({ env }) {
      env["WEBSITE_INSTANCE_ID"] = "0";
      return () => delete env["WEBSITE_INSTANCE_ID"];
    },
    code: "ledger-refused",
    names: ["ConnectorOptions.Ledger is sqlite"],
    mend: "set ConnectorOptions.Ledger to cosmos",
  },
  {
    name: "a person key that is too short",
    sections: { ConnectorOptions: { PersonKeyKeyVaultSecretName: "short-key" } },
    spoil: ({ neighbours: { keyVault } }) => keyVault.set("short-key", "canary-short"),
    code: "secret-missing",
    names: ["the secret short-key is too short"],
    mend: "at least 32 random characters",
  },
];

describe.each([
  ["the settings", SETTINGS],
  ["the sign-in", SIGN_IN],
  ["Retail Server", RETAIL_SERVER],
  ["Emarsys", EMARSYS],
  ["the ledger", LEDGER],
])("what is wrong with %s", (_where, table) => {
  it.each(table)("$name: one message, nobody mailed, nobody lost", async (bad) => {
    line.configure(bad.sections);
    const mend = bad.spoil?.(line);
    const said = await line.connector("run", "--json");
    expectOneMessage(said, bad);
    expectNothingTold(said);
    expect(line.neighbours.emarsys.delivered).toEqual([]);
    expect(cursor()).toBeUndefined();

    mend?.();
    line.configure();
    await expectEverybodyReminded();
  });
});

it("a ledger that is no database stays as it is, and another path works", async () => {
  const notes = "these are my notes\n".repeat(100);
  writeFileSync(line.ledgerFile, notes);
  const said = await line.connector("run", "--json");
  expectOneMessage(said, {
    code: "ledger-misshapen",
    names: ["SqliteOptions.Path"],
    mend: "choose a SqliteOptions.Path where there is no file yet",
  });
  expect(line.neighbours.emarsys.delivered).toEqual([]);
  expect(readFileSync(line.ledgerFile, "utf8")).toBe(notes);
  rmSync(line.ledgerFile);
  await expectEverybodyReminded();
});

it("a person key other than the one the ledger was begun with: nobody is forgotten, nobody mailed again", async () => {
  await expectEverybodyReminded();
  const before = cursor();
  line.neighbours.keyVault.set("another-person-key", "canary-person-key-".repeat(3));
  line.configure({ ConnectorOptions: { PersonKeyKeyVaultSecretName: "another-person-key" } });
  const said = await line.connector("run", "--json");
  expectOneMessage(said, {
    code: "person-key-changed",
    names: ["the person key"],
    mend: "ConnectorOptions.PersonKeyKeyVaultSecretName",
  });
  expectNothingTold(said);
  expect(cursor()).toEqual(before);

  line.configure();
  const again = await line.connector("run", "--from", "2020-01-01T00:00:00Z", "--json");
  expect(again.code).toBe(0);
  expect(deliveredTo()).toEqual(line.small.addresses);
});

it("HTML instead of the answer to a trigger leaves one person's doubt, and everybody else is reminded", async () => {
  const mend = failing(line.neighbours.emarsys.faults, "trigger", HTML);
  const said = await line.connector("run", "--json");
  expectOneMessage(said, {
    code: "provider-unreadable",
    names: ["triggering the event"],
    mend: "EmarsysClientOptions.ApiUrl",
  });
  expect(report(said)).toMatchObject({ outcomes: { unsure: 1 }, unsettled: 1 });
  expect(cursor()).toBeUndefined();

  mend();
  const again = await line.connector("run", "--json");
  expect(report(again)).toMatchObject({ stopped: null, outcomes: { sent: 2, unsure: 1 } });
  expect(line.neighbours.emarsys.delivered).toHaveLength(2);
});

it("two channels that share a fault say it once, and report it each", async () => {
  line.configure({ ConnectorOptions: { PersonKeyKeyVaultSecretName: "no-such-key" } });
  line.env["Channels__0__RetailServerClientOptions__OperatingUnitNumber"] = "129";
  const said = await line.connector("run", "--json");
  expect(said.code).toBe(1);
  expect(said.err).toHaveLength(1);
  expect(said.out.map((text) => (JSON.parse(text) as { channel: string }).channel)).toEqual(["128", "129"]);
});

/** Exactly one message on stderr, and the same fault on the last line of stdout. */
function expectOneMessage(said: Said, expected: Pick<BadInput, "code" | "names" | "mend">): void {
  expect(said.code).toBe(1);
  expect(said.err).toHaveLength(1);
  const [message = ""] = said.err;
  const [head = "", mend = ""] = message.split("\n  mend: ");
  expect(head).toMatch(new RegExp(`^${expected.code}: `));
  for (const name of expected.names) expect(head).toContain(name);
  expect(mend).toContain(expected.mend);
  expect(message).not.toMatch(/\n\s+at |\[object |undefined|node_modules/);
  const last = JSON.parse(said.out.at(-1) ?? "") as { readonly fault?: unknown };
  const text = head.slice(expected.code.length + 2);
  expect(last.fault).toEqual({ code: expected.code, message: text, fix: mend });
}

function expectNothingTold(said: Said): void {
  const printed = [...said.out, ...said.err].join("\n").toLowerCase();
  for (const told of [...line.private, ...line.small.cartIds, "canary", "eyj"])
    expect(printed).not.toContain(told.toLowerCase());
}

/** A run without any fault reminds everybody of the shop, and the next one nobody. */
async function expectEverybodyReminded(): Promise<void> {
  const good = await line.connector("run", "--json");
  expect(good.err).toEqual([]);
  expect(report(good)).toMatchObject({ stopped: null, outcomes: { sent: line.small.addresses.length } });
  const again = await line.connector("run", "--json");
  expect(report(again)).toMatchObject({ found: 0, stopped: null });
  expect(deliveredTo()).toEqual(line.small.addresses);
  expect(line.neighbours.emarsys.swallowed).toEqual([]);
  expect(cursor()).toBeDefined();
}

function deliveredTo(): readonly string[] {
  return line.neighbours.emarsys.delivered.map(({ email }) => email);
}

function report(said: Said): unknown {
  return JSON.parse(said.out.at(-1) ?? "");
}

function cursor(): string | undefined {
  return existsSync(line.ledgerFile)
    ? line.documents().find(({ kind }) => kind === "cursor")?.body
    : undefined;
}

/** Every such call fails like this until the returned mend is called. */
function failing(
  faults: CommandLine["neighbours"]["emarsys"]["faults"],
  operation: string,
  how: Reply | Failure,
): () => void {
  faults.on(operation, "kind" in how ? how : { kind: "reply", reply: how });
  return () => faults.clear();
}

async function portNobodyListensOn(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // a server that listens on a port has such an address
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
