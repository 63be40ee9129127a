import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCommandLine, type CommandLine, type Said } from "../cli/command-line.ts";
import {
  EMARSYS,
  failing,
  HTML,
  LEDGER,
  RETAIL_SERVER,
  SETTINGS,
  SIGN_IN,
  type BadInput,
} from "./bad-input-cases.ts";

/*
 * Everything an operator can get wrong, and everything a neighbour can answer that makes no sense. Whatever it is:
 * one message that names the thing and the mend, nobody mailed, the cursor where it was, and once it is mended
 * everybody reminded exactly once.
 */

let line: CommandLine;
let closedPort: number;

beforeEach(async () => {
  line = await openCommandLine();
  closedPort = await portNobodyListensOn();
});

afterEach(() => line.close());

describe.each([
  ["the settings", SETTINGS],
  ["the sign-in", SIGN_IN],
  ["Retail Server", RETAIL_SERVER],
  ["Emarsys", EMARSYS],
  ["the ledger", LEDGER],
])("what is wrong with %s", (_where, table) => {
  it.each(table)("$name: one message, nobody mailed, nobody lost", async (bad) => {
    line.configure(bad.sections);
    bad.spoil?.(line, closedPort);
    const said = await line.connector("run", "--json");
    expectOneMessage(said, bad);
    expectNothingTold(said);
    expect(line.neighbours.emarsys.delivered).toEqual([]);
    expect(cursor()).toBeUndefined();

    mendAll(line);
    bad.repair?.(line);
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
  failing(line.neighbours.emarsys.faults, "trigger", HTML);
  const said = await line.connector("run", "--json");
  expectOneMessage(said, {
    code: "provider-unreadable",
    names: ["triggering the event"],
    mend: "EmarsysClientOptions.ApiUrl",
  });
  expect(report(said)).toMatchObject({ outcomes: { unsure: 1 }, unsettled: 1 });
  expect(cursor()).toBeUndefined();

  mendAll(line);
  const again = await line.connector("run", "--json");
  expect(report(again)).toMatchObject({ stopped: null, outcomes: { sent: 2, unsure: 1 } });
  expect(line.neighbours.emarsys.delivered).toHaveLength(2);
});

it("an Emarsys that throttles what it is handed: that person waits as long as asked, nobody is mailed, nobody lost", async () => {
  const reply = { status: 429, body: { replyCode: 7003, replyText: "x", data: "" } };
  failing(line.neighbours.emarsys.faults, "trigger", reply);
  const said = await line.connector("run", "--json");
  expectOneMessage(said, {
    code: "provider-throttled",
    names: ["triggering the event"],
    mend: "API credentials of its own",
  });
  expectNothingTold(said);
  expect(line.neighbours.emarsys.delivered).toEqual([]);
  expect(cursor()).toBeUndefined();

  mendAll(line);
  const others = line.small.addresses.length - 1;
  const soon = await line.connector("run", "--json");
  expect(report(soon)).toMatchObject({ stopped: null, outcomes: { sent: others, later: 1 } });
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

/** The cursor as it is written down; undefined when it has passed no cart yet. */
function cursor(): string | undefined {
  if (!existsSync(line.ledgerFile)) return undefined;
  const body = line.documents().find(({ kind }) => kind === "cursor")?.body;
  return body?.includes('"mark":""') === true ? undefined : body;
}

/** Settings and environment that work, and no failure that was asked for. */
function mendAll({ configure, env, neighbours }: CommandLine): void {
  for (const { faults } of [
    neighbours.entra,
    neighbours.keyVault,
    neighbours.retailServer,
    neighbours.emarsys,
  ])
    faults.clear();
  for (const name of Object.keys(env)) env[name] = neighbours.env[name];
  configure();
}

async function portNobodyListensOn(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // a server that listens on a port has such an address
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
