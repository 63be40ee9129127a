import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteLedger } from "../../../src/adapters/ledger/sqlite/sqlite-ledger.ts";
import { NOW } from "./examples.ts";
import { manualClock, type ManualClock } from "../../manual-clock.ts";
import type { LedgerUnderTest } from "./suite.ts";

export interface SqliteUnderTest extends LedgerUnderTest {
  readonly path: string;
  readonly clock: ManualClock;
  /** Past the ledger: the file itself. */
  raw<T>(work: (db: DatabaseSync) => T): T;
}

/** A file of its own in a new folder; nothing is there until the ledger is used. */
export function sqliteUnderTest(): SqliteUnderTest {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  const path = join(folder, "data", "ledger.sqlite");
  const clock = manualClock(NOW);

  function raw<T>(work: (db: DatabaseSync) => T): T {
    const db = new DatabaseSync(path);
    try {
      return work(db);
    } finally {
      db.close();
    }
  }

  return {
    path,
    clock,
    raw,
    connect: () => openSqliteLedger({ path, clock, insideAzure: false, busyMs: 2_000 }),
    async plant(id, body) {
      const { kind, dueChannel, dueAt } = body;
      raw((db) =>
        db
          .prepare(
            `INSERT INTO documents (id, kind, version, due_channel, due_at, unsure, expires_at, body)
             VALUES (?, ?, 'planted', ?, ?, 0, NULL, ?)`,
          )
          .run(id, textOf(kind) ?? "", textOf(dueChannel), textOf(dueAt), JSON.stringify(body)),
      );
    },
    async ttlOf(id) {
      const row = raw((db) => db.prepare("SELECT expires_at FROM documents WHERE id = ?").get(id));
      return typeof row?.expires_at === "number" ? (row.expires_at - clock.now().getTime()) / 1000 : -1;
    },
    async close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
