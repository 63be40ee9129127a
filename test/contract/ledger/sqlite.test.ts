import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteLedger } from "../../../src/adapters/ledger/sqlite/sqlite-ledger.ts";
import type { Ledger, LedgerUpkeep } from "../../../src/ports/ledger.ts";
import { NOW, sending, sent, suppressed, ticket, unsure, waiting } from "./examples.ts";
import { faultOf } from "./fault-of.ts";
import { sqliteUnderTest, type SqliteUnderTest } from "./sqlite-file.ts";
import { describeLedger, written } from "./suite.ts";

describeLedger("a ledger in SQLite", async () => sqliteUnderTest());

let file: SqliteUnderTest;
let ledger: Ledger & LedgerUpkeep;

beforeEach(() => {
  file = sqliteUnderTest();
  ledger = file.connect();
});

afterEach(async () => {
  await ledger.close();
  await file.close();
});

describe("a document in SQLite that has outlived its ttl", () => {
  const TTL_MS = sent("a").ttl * 1000;

  it("is there until its last moment and gone from then on", async () => {
    await ledger.create(sent("a"));
    file.clock.pass(TTL_MS - 1);
    expect((await ledger.read(["p1-a"])).has("p1-a")).toBe(true);
    file.clock.pass(1);
    expect((await ledger.read(["p1-a"])).has("p1-a")).toBe(false);
  });

  it("lives on from its last write", async () => {
    const created = written(await ledger.create(sent("a")));
    file.clock.pass(TTL_MS - 1);
    await ledger.replace(sent("a"), created.version);
    file.clock.pass(TTL_MS - 1);
    expect((await ledger.read(["p1-a"])).has("p1-a")).toBe(true);
  });

  it("cannot be replaced", async () => {
    const created = written(await ledger.create(sent("a")));
    file.clock.pass(TTL_MS);
    expect(await ledger.replace(sent("a"), created.version)).toBe("conflict");
  });

  it("can be created anew, and its old version stays worthless", async () => {
    const before = written(await ledger.create(sent("a")));
    file.clock.pass(TTL_MS);
    expect(await ledger.create(sending("a", "claim-2"))).not.toBe("exists");
    expect(await ledger.replace(sent("a"), before.version)).toBe("conflict");
    expect((await ledger.read(["p1-a"])).get("p1-a")).toMatchObject({ doc: sending("a", "claim-2") });
  });

  it("is neither due nor for a person to decide", async () => {
    await ledger.create(waiting("a", NOW));
    await ledger.create(unsure("b"));
    file.clock.pass(TTL_MS);
    expect(await ledger.due("128", file.clock.now(), 10)).toEqual([]);
    expect(await ledger.unsure(10)).toEqual([]);
  });

  it("leaves the file when it is purged, and what never ends stays", async () => {
    await ledger.create(sent("a"));
    await ledger.create(suppressed("b"));
    file.clock.pass(TTL_MS);
    await ledger.purge();
    expect(file.raw((db) => db.prepare("SELECT id FROM documents").all())).toEqual([{ id: "p1-b" }]);
  });
});

describe("several processes on one SQLite file", () => {
  it("make it once and share everybody between them, each person claimed by exactly one", async () => {
    const racers = [0, 5, 10, 15, 20, 25].map((first) => startRacer(file.path, 30, first));
    await Promise.all(racers.map((racer) => racer.ready));
    const won = (await Promise.all(racers.map((racer) => racer.go()))).flat();
    expect(won.sort()).toEqual(Array.from({ length: 30 }, (_, index) => `n${index}`).sort());
  });

  it("can read while one is writing", async () => {
    await ledger.create(ticket("a"));
    const other = new DatabaseSync(file.path);
    other.exec("BEGIN IMMEDIATE");
    expect((await ledger.read(["ticket:a"])).has("ticket:a")).toBe(true);
    other.close();
  });
});

describe("a SQLite file", () => {
  it("is not touched before it is used", () => {
    expect(existsSync(file.path)).toBe(false);
  });

  it("is not made by looking into it", async () => {
    expect(await ledger.read(["p1-a"])).toEqual(new Map());
    expect(await ledger.due("128", NOW, 10)).toEqual([]);
    expect(await ledger.unsure(10)).toEqual([]);
    await ledger.purge();
    await ledger.check();
    expect(existsSync(dirname(file.path))).toBe(false);
  });

  it("is found by a ledger that looked before another one made it", async () => {
    await ledger.read(["ticket:a"]);
    const other = file.connect();
    await other.create(ticket("a"));
    expect((await ledger.read(["ticket:a"])).has("ticket:a")).toBe(true);
    await other.close();
  });

  it("is made at the first write, for its owner only, side files too", async () => {
    await ledger.create(ticket("a"));
    const modes = ["", "-wal", "-shm"].map((end) => statSync(file.path + end).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  it("says at init whether it was there", async () => {
    expect(await ledger.init()).toEqual([`made the ledger file ${file.path}`]);
    const other = file.connect();
    expect(await other.init()).toEqual([`the ledger file ${file.path} is there`]);
    await other.close();
  });

  it("is kept in the journal mode in which readers and a writer do not wait for each other", async () => {
    await ledger.create(ticket("a"));
    expect(file.raw((db) => db.prepare("PRAGMA journal_mode").get())).toEqual({ journal_mode: "wal" });
  });
});

describe("a SQLite ledger that cannot be used", () => {
  it("is refused inside Azure, and leaves no file", async () => {
    const there = openSqliteLedger({ path: file.path, clock: file.clock, insideAzure: true });
    const fault = await faultOf(there.read(["p1-a"]));
    expect(fault).toMatchObject({ code: "ledger-refused", fix: "set ConnectorOptions.Ledger to cosmos" });
    expect(fault.message).toContain("one machine");
    expect(existsSync(file.path)).toBe(false);
  });

  it("names SqliteOptions.Path when the path leads through a file", async () => {
    const blocked = ledgerAt(join(writtenFile("in-the-way", "x"), "ledger.sqlite"));
    const fault = await faultOf(blocked.check());
    expect(fault.code).toBe("ledger-refused");
    expect(fault.message).toContain("SqliteOptions.Path");
  });

  it("names SqliteOptions.Path when the path is a folder", async () => {
    const folder = dirname(writtenFile("beside", "x"));
    expect(await faultOf(ledgerAt(folder).check())).toMatchObject({ code: "ledger-refused" });
  });

  it("says so when the file is no database, and leaves it as it is", async () => {
    const path = writtenFile("notes.txt", "these are my notes, please do not lose them\n".repeat(50));
    const before = statSync(path);
    const fault = await faultOf(ledgerAt(path).create(ticket("a")));
    expect(fault.code).toBe("ledger-misshapen");
    expect(fault.message).toContain("SqliteOptions.Path");
    expect(statSync(path).size).toBe(before.size);
  });

  it("says so when the file is the database of another program, and makes no tables in it", async () => {
    const path = join(dirname(writtenFile("beside", "x")), "other.sqlite");
    withDatabase(path, (db) => db.exec("CREATE TABLE orders (id TEXT)"));
    expect(await faultOf(ledgerAt(path).init())).toMatchObject({ code: "ledger-misshapen" });
    const tables = withDatabase(path, (db) => db.prepare("SELECT name FROM sqlite_schema").all());
    expect(tables).toEqual([{ name: "orders" }]);
  });

  it("says so when a newer version wrote the file", async () => {
    await ledger.init();
    file.raw((db) => db.exec("PRAGMA user_version = 2"));
    const fault = await faultOf(ledgerAt(file.path).read(["p1-a"]));
    expect(fault.code).toBe("ledger-misshapen");
    expect(fault.message).toContain("schema 2, expected at most 1");
  });

  it("says so when another program keeps it locked, and works again afterwards", async () => {
    await ledger.init();
    const impatient = ledgerAt(file.path);
    const other = new DatabaseSync(file.path);
    other.exec("BEGIN IMMEDIATE");
    expect(await faultOf(impatient.create(ticket("a")))).toMatchObject({ code: "ledger-throttled" });
    expect(await faultOf(impatient.check())).toMatchObject({ code: "ledger-throttled" });
    other.exec("ROLLBACK");
    other.close();
    await expect(impatient.check()).resolves.toBeUndefined();
    expect(await impatient.create(ticket("a"))).not.toBe("exists");
    await impatient.close();
  });

  it("says so when its table has gone", async () => {
    await ledger.init();
    await ledger.close();
    file.raw((db) => db.exec("DROP TABLE documents"));
    expect(await faultOf(ledger.read(["p1-a"]))).toMatchObject({ code: "ledger-misshapen" });
  });
});

function ledgerAt(path: string): Ledger & LedgerUpkeep {
  return openSqliteLedger({ path, clock: file.clock, insideAzure: false, busyMs: 20 });
}

function writtenFile(name: string, text: string): string {
  const folder = dirname(file.path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function withDatabase<T>(path: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

interface Racer {
  readonly ready: Promise<unknown>;
  /** Starts the race and gives the names of those it won. */
  go(): Promise<readonly string[]>;
}

function startRacer(path: string, count: number, first: number): Racer {
  const script = join(import.meta.dirname, "sqlite-racer.ts");
  const child = spawn(process.execPath, [script, path, String(count), String(first)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const output = createInterface(child.stdout).on("line", (line) => lines.push(line));
  const ended = once(child, "close");
  return {
    ready: once(output, "line"),
    async go() {
      child.stdin.end("go\n");
      expect(await ended).toEqual([0, null]);
      return JSON.parse(lines.at(-1) ?? "") as readonly string[];
    },
  };
}
