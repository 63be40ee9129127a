import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger, LedgerUpkeep, Stored } from "../../../src/ports/ledger.ts";
import { sent, ticket } from "./examples.ts";
import { faultOf } from "./fault-of.ts";
import { sqliteUnderTest, type SqliteUnderTest } from "./sqlite-file.ts";
import { written } from "./suite.ts";

/* Writes that arrive together wait for the disk together. What each of them is told must mean what it means alone. */

let file: SqliteUnderTest;
let ledger: Ledger & LedgerUpkeep;

beforeEach(async () => {
  file = sqliteUnderTest();
  ledger = file.connect();
  await ledger.init();
});

afterEach(async () => {
  await ledger.close();
  await file.close();
});

const NAMES = Array.from({ length: 50 }, (_, index) => `n${index}`);

describe("writes to SQLite that arrive together", () => {
  it("are one commit, and as many commits when they come one after the other", async () => {
    await commitsOf(() => Promise.all(NAMES.map((name) => ledger.create(ticket(name)))), 1);
    await commitsOf(async () => {
      for (const name of ["x", "y", "z"]) await ledger.create(ticket(name));
    }, 3);
  });

  it("are all on the disk before the first of them is answered", async () => {
    const seen: number[] = [];
    const other = new DatabaseSync(file.path, { readOnly: true });
    const count = other.prepare("SELECT count(*) AS count FROM documents");
    await Promise.all(
      NAMES.map(async (name) => {
        await ledger.create(ticket(name));
        seen.push(Number(count.get()?.["count"]));
      }),
    );
    other.close();
    expect(new Set(seen)).toEqual(new Set([NAMES.length]));
  });

  it("compare and set each by itself: of two with the same version one wins, of two new ones too", async () => {
    const { version } = written(await ledger.create(ticket("a")));
    const results = await Promise.all([
      ledger.replace(ticket("a", "answered"), version),
      ledger.replace(ticket("a", "abandoned"), version),
      ledger.create(ticket("b", "handed-over")),
      ledger.create(ticket("b", "abandoned")),
      ledger.create(ticket("c")),
    ]);
    expect(results.map(wordOf)).toEqual(["written", "conflict", "written", "exists", "written"]);
    expect(await stateOf("ticket:a")).toBe("answered");
    expect(await stateOf("ticket:b")).toBe("handed-over");
  });

  it("fail each by itself: the others are written", async () => {
    failingOn("ticket:n7", "ABORT");
    const results = await Promise.allSettled(NAMES.map((name) => ledger.create(ticket(name))));
    expect(results.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([7]);
    expect((await ledger.read(NAMES.map((name) => `ticket:${name}`))).size).toBe(NAMES.length - 1);
  });

  it("all fail when SQLite gives up their transaction, nothing of them is written, and the next ones go well", async () => {
    failingOn("ticket:n7", "ROLLBACK");
    const faults = await Promise.all(NAMES.map((name) => faultOf(ledger.create(ticket(name)))));
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(["ledger-unreachable"]));
    expect(file.raw((db) => db.prepare("SELECT id FROM documents").all())).toEqual([]);
    file.raw((db) => db.exec("DROP TRIGGER failing"));
    expect(await ledger.create(ticket("n7"))).not.toBe("exists");
  });

  it("all wait for a lock and are all told when they do not get it; none is written later", async () => {
    const other = new DatabaseSync(file.path);
    other.exec("BEGIN IMMEDIATE");
    const faults = await Promise.all(["a", "b"].map((name) => faultOf(ledger.create(ticket(name)))));
    expect(faults.map(({ code }) => code)).toEqual(["ledger-throttled", "ledger-throttled"]);
    other.exec("ROLLBACK");
    other.close();
    await ledger.create(ticket("c"));
    expect(file.raw((db) => db.prepare("SELECT id FROM documents").all())).toEqual([{ id: "ticket:c" }]);
  });

  it("are written when the ledger is closed right behind them", async () => {
    const writes = ["a", "b"].map((name) => ledger.create(sent(name)));
    await ledger.close();
    expect((await Promise.all(writes)).map(wordOf)).toEqual(["written", "written"]);
    expect(file.raw((db) => db.prepare("SELECT id FROM documents").all())).toHaveLength(2);
  });
});

/** What the work adds to the write-ahead log, counted by the frames that end a transaction. */
async function commitsOf(work: () => Promise<unknown>, expected: number): Promise<void> {
  const before = commitFrames();
  await work();
  expect(commitFrames() - before).toBe(expected);
}

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log: a frame that commits tells the size of the database. */
function commitFrames(): number {
  const wal = readFileSync(`${file.path}-wal`);
  const [header, frameHeader] = [32, 24];
  if (wal.length < header) return 0;
  const page = wal.readUInt32BE(8);
  let commits = 0;
  for (let at = header; at + frameHeader <= wal.length; at += frameHeader + page)
    if (wal.readUInt32BE(at + 4) !== 0) commits += 1;
  return commits;
}

function failingOn(id: string, how: "ABORT" | "ROLLBACK"): void {
  file.raw((db) =>
    db.exec(
      `CREATE TRIGGER failing BEFORE INSERT ON documents WHEN new.id = '${id}'
       BEGIN SELECT RAISE(${how}, 'as the test wants it'); END`,
    ),
  );
}

function wordOf(result: Stored | "exists" | "conflict"): string {
  return typeof result === "string" ? result : "written";
}

async function stateOf(id: string): Promise<string | undefined> {
  const stored = (await ledger.read([id])).get(id);
  return stored === undefined || stored === "unreadable" || stored.doc.kind !== "ticket"
    ? undefined
    : stored.doc.state;
}
