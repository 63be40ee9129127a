import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { Clock } from "../../../ports/clock.ts";
import { createGroupCommit } from "./group-commit.ts";
import { openDatabase } from "./open-database.ts";
import { sqliteFault } from "./sqlite-fault.ts";
import { prepareStatements, type Statements } from "./statements.ts";

export interface SqliteLedgerOptions {
  /** The file; made at the first write, readable by its owner only. Its folder must be on a local disk. */
  readonly path: string;
  readonly clock: Clock;
  /** True inside Azure Functions, where this store is refused. */
  readonly insideAzure: boolean;
  /** How long to wait for another process that is writing, in ms. */
  readonly busyMs?: number;
}

export interface Opened {
  readonly db: DatabaseSync;
  readonly statements: Statements;
  readonly made: boolean;
}

/** The ledger's file, opened at its first use. Everything in here throws `ledger-…` faults. */
export interface LedgerFile {
  /** Opens the file, and makes it where it is missing. */
  readonly use: <T>(work: (opened: Opened) => T) => T;
  /** As `use`, but a file that is not there holds `nothing`: looking does not make it. */
  readonly look: <T>(nothing: T, work: (opened: Opened) => T) => T;
  /** Work that changes documents; answered once it is on the disk. */
  readonly write: <T>(work: (statements: Statements) => T) => Promise<T>;
  /** What was begun is ended first. May be used again afterwards. */
  readonly close: () => void;
}

const BUSY_MS = 5_000;

export function ledgerFile(options: SqliteLedgerOptions): LedgerFile {
  const { path } = options;
  let opened: Opened | undefined;
  const writes = createGroupCommit(() => (opened ??= open(options)));

  function use<T>(work: (opened: Opened) => T): T {
    try {
      return work((opened ??= open(options)));
    } catch (cause) {
      throw sqliteFault(cause, path);
    }
  }

  return {
    use,
    look(nothing, work) {
      refuseInsideAzure(options);
      return opened === undefined && !existsSync(path) ? nothing : use(work);
    },
    async write(work) {
      try {
        return await writes.write(({ statements }) => work(statements));
      } catch (cause) {
        throw sqliteFault(cause, path);
      }
    },
    close() {
      writes.flush();
      opened?.db.close();
      opened = undefined;
    },
  };
}

function open(options: SqliteLedgerOptions): Opened {
  refuseInsideAzure(options);
  const { db, made } = openDatabase(options.path, options.busyMs ?? BUSY_MS);
  return { db, made, statements: prepareStatements(db) };
}

function refuseInsideAzure(options: SqliteLedgerOptions): void {
  if (!options.insideAzure) return;
  throw new ConnectorError(
    "ledger-refused",
    "ConnectorOptions.Ledger is sqlite, which is for one machine with a disk of its own, not for Azure Functions",
    { fix: "set ConnectorOptions.Ledger to cosmos" },
  );
}
