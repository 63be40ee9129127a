import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConnectorError } from "../../../cart/connector-error.ts";
import { readNumber } from "./schema.ts";
import { isBusy } from "./sqlite-fault.ts";

const SCHEMA_VERSION = 1;
const MOST_TRIES = 20;

const TABLES = `
  CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    version TEXT NOT NULL,
    due_channel TEXT,
    due_at TEXT,
    unsure INTEGER NOT NULL,
    expires_at INTEGER,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX documents_due ON documents (due_channel, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX documents_unsure ON documents (unsure) WHERE unsure = 1;
  CREATE INDEX documents_expiry ON documents (expires_at) WHERE expires_at IS NOT NULL;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the file, making it (for its owner only) and its tables where they are missing. Several processes may do so
 * at once. `made` tells whether there was no file before. Waits at most `busyMs` for a lock.
 */
export function openDatabase(
  path: string,
  busyMs: number,
): { readonly db: DatabaseSync; readonly made: boolean } {
  const made = !existsSync(path);
  if (made) makeFile(path);
  const db = new DatabaseSync(path, { timeout: busyMs });
  try {
    switchToWal(db, MOST_TRIES);
    // a claim that was written must survive the power cord, or it would be made again
    db.exec("PRAGMA synchronous = FULL");
    // what is replaced or removed is overwritten: an erasure must hold for the bytes of the file as well
    db.exec("PRAGMA secure_delete = ON");
    if (schemaVersion(db) !== SCHEMA_VERSION) makeTables(db, path);
    return { db, made };
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Empties the write-ahead log, which still holds what was replaced. Waits for readers and writers of other processes, and
 * throws `ledger-throttled` when one of them does not end.
 */
export function scrub(db: DatabaseSync): void {
  if (readNumber(db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get(), "busy") === 0) return;
  throw new ConnectorError(
    "ledger-throttled",
    "the side file of SqliteOptions.Path could not be emptied, because another program is reading the ledger",
    { fix: "end the other program and erase once more: the same erasure may be repeated" },
  );
}

/** Made before SQLite opens it, because SQLite would let the whole group read it; its side files follow suit. */
function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, "a", 0o600));
}

/** Readers and the one writer do not wait for each other then. The file remembers it. */
function switchToWal(db: DatabaseSync, triesLeft: number): void {
  try {
    db.exec("PRAGMA journal_mode = WAL");
  } catch (error) {
    if (triesLeft === 0 || !isBusy(error)) throw error;
    // unlike every other statement the switch fails at once when another process is at it; this one waits
    db.exec("BEGIN EXCLUSIVE; ROLLBACK");
    switchToWal(db, triesLeft - 1);
  }
}

function makeTables(db: DatabaseSync, path: string): void {
  db.exec("BEGIN IMMEDIATE");
  // looked at again under the lock: another process may have made them meanwhile
  const version = schemaVersion(db);
  if (version > SCHEMA_VERSION) throw tooNew(path, version);
  if (version === 0 && isForeign(db)) throw foreign(path);
  if (version === 0) db.exec(TABLES);
  db.exec("COMMIT");
}

function schemaVersion(db: DatabaseSync): number {
  return readNumber(db.prepare("PRAGMA user_version").get(), "user_version");
}

function isForeign(db: DatabaseSync): boolean {
  return readNumber(db.prepare("SELECT count(*) AS count FROM sqlite_schema").get(), "count") > 0;
}

function tooNew(path: string, version: number): ConnectorError {
  return new ConnectorError(
    "ledger-misshapen",
    `the ledger file of SqliteOptions.Path, ${path}, has schema ${version}, expected at most ${SCHEMA_VERSION}`,
    { fix: "it was written by a newer version of the connector: run that one, or choose another file" },
  );
}

function foreign(path: string): ConnectorError {
  return new ConnectorError(
    "ledger-misshapen",
    `the ledger file of SqliteOptions.Path, ${path}, is a database of another program`,
    { fix: "choose a SqliteOptions.Path where there is no file yet" },
  );
}
