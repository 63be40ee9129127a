import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { LedgerDocument, PersonDocument } from "../../../cart/documents.ts";
import type { Ledger, LedgerUpkeep, Stored } from "../../../ports/ledger.ts";
import { readDocument } from "../schema.ts";
import { ledgerFile, type SqliteLedgerOptions } from "./ledger-file.ts";
import { scrub } from "./open-database.ts";
import { parseBody, readRow } from "./schema.ts";
import { sqliteFault } from "./sqlite-fault.ts";

/**
 * A ledger in one SQLite file, for any number of processes of one machine. Every write is one statement, committed
 * to the disk before it is answered; writes that come in together are committed together. As in Cosmos DB, a document
 * past its ttl is gone, whether purged or not.
 */
export function openSqliteLedger(options: SqliteLedgerOptions): Ledger & LedgerUpkeep {
  const { path, clock } = options;
  const { use, look, write, close } = ledgerFile(options);

  function nowMs(): number {
    return clock.now().getTime();
  }

  return {
    async read(ids) {
      const values = { ids: JSON.stringify(ids), now: nowMs() };
      const rows = look([], ({ statements }) => statements.read.all(values));
      return new Map(rows.map((row) => [readRow(row).id, storedOf(row)]));
    },
    async create(doc) {
      const values = { ...columns(doc), ...ages(doc, nowMs()) };
      const written = await write(({ create }) => create.all(values));
      return written[0] === undefined ? "exists" : { doc, version: versionOf(written[0]) };
    },
    async replace(doc, version) {
      const values = { ...columns(doc), ...ages(doc, nowMs()), held: version };
      const written = await write(({ replace }) => replace.all(values));
      return written[0] === undefined ? "conflict" : { doc, version: versionOf(written[0]) };
    },
    async due(channel, until, limit) {
      const values = { channel, until: until.toISOString(), now: nowMs() };
      return look([], ({ statements }) => people(statements.due.iterate(values), limit));
    },
    async unsure(limit) {
      return look([], ({ statements }) => people(statements.unsure.iterate({ now: nowMs() }), limit));
    },
    async people(after, limit) {
      const values = { after: after ?? "", now: nowMs() };
      return look([], ({ statements }) => people(statements.people.iterate(values), limit));
    },
    async purge() {
      look(undefined, ({ statements }) => void statements.purge.run({ now: nowMs() }));
    },
    async close() {
      close();
    },
    async init() {
      return use(({ made }) => [made ? `made the ledger file ${path}` : `the ledger file ${path} is there`]);
    },
    async check() {
      // proves that the file can be written, or made, without doing it
      const isThere = look(false, ({ db }) => {
        db.exec("BEGIN IMMEDIATE; ROLLBACK");
        return true;
      });
      if (!isThere) requireMakeable(path);
    },
    async scrub() {
      look(undefined, ({ db }) => scrub(db));
    },
  };
}

/** The nearest folder that is there has to be one in which the rest of the path can be made. */
function requireMakeable(path: string): void {
  let folder = dirname(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    // the dot is there only when this is a folder
    accessSync(`${folder}/.`, constants.W_OK);
  } catch (cause) {
    throw sqliteFault(cause, path);
  }
}

function columns(doc: LedgerDocument) {
  const person = doc.kind === "person" ? doc : undefined;
  return {
    id: doc.id,
    kind: doc.kind,
    dueChannel: person?.dueChannel ?? null,
    dueAt: person?.dueAt ?? null,
    unsure: person?.unsure === true ? 1 : 0,
    body: JSON.stringify(doc),
  };
}

function ages(doc: LedgerDocument, now: number) {
  return { now, expiresAt: doc.ttl === -1 ? null : now + doc.ttl * 1000 };
}

function storedOf(row: unknown): Stored | "unreadable" {
  const { version, body } = readRow(row);
  const doc = readDocument(parseBody(body));
  return doc === "unreadable" ? doc : { doc, version };
}

function versionOf(row: unknown): string {
  return readRow(row).version;
}

function people(rows: Iterable<unknown>, limit: number): readonly Stored<PersonDocument>[] {
  const found: Stored<PersonDocument>[] = [];
  for (const row of rows) {
    if (found.length >= limit) break;
    const stored = storedOf(row);
    if (stored !== "unreadable" && stored.doc.kind === "person")
      found.push({ doc: stored.doc, version: stored.version });
  }
  return found;
}
