import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "./open-database.ts";

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), "ledger-")), "ledger.sqlite");
});

afterEach(() => rmSync(join(path, ".."), { recursive: true }));

describe("openDatabase", () => {
  // neither can be seen from outside of a connection, and both would only be missed after a power cut
  it("answers a write when it is on the disk, also when the file was there", () => {
    for (const made of [true, false]) {
      const opened = openDatabase(path, 1_000);
      expect(opened.made).toBe(made);
      expect(opened.db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
      expect(opened.db.prepare("PRAGMA busy_timeout").get()).toEqual({ timeout: 1_000 });
      opened.db.close();
    }
  });

  it("waits for somebody who is just making the same file", async () => {
    new DatabaseSync(path).close();
    const other = new Worker(HOLDS_THE_FILE, { eval: true, workerData: path });
    await once(other, "message");
    const { db } = openDatabase(path, 10_000);
    expect(db.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    db.close();
    await once(other, "exit");
  });
});

/** Keeps the file as a maker of tables does, for a moment. A thread of its own, because opening blocks this one. */
const HOLDS_THE_FILE = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { DatabaseSync } = require("node:sqlite");
  const db = new DatabaseSync(workerData);
  db.exec("BEGIN IMMEDIATE");
  parentPort.postMessage("held");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  db.exec("ROLLBACK");
  db.close();
`;
