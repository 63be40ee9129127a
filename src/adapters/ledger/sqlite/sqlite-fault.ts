import { ConnectorError, type FaultCode } from "../../../cart/connector-error.ts";

type Trouble = readonly [code: FaultCode, what: string, fix: string];

const PERMISSION: Trouble = [
  "ledger-refused",
  "cannot be opened for writing",
  "let the connector's user write the file and its folder, or choose another SqliteOptions.Path",
];
const NO_ROOM: Trouble = ["ledger-refused", "finds no room on its disk", "free some space on that disk"];
const NOT_OURS: Trouble = [
  "ledger-misshapen",
  "is not a ledger of the connector",
  "choose a SqliteOptions.Path where there is no file yet",
];
const BROKEN: Trouble = [
  "ledger-misshapen",
  "is damaged",
  "restore it from a backup: with an empty ledger everybody would be reminded again",
];
const LOCKED: Trouble = [
  "ledger-throttled",
  "is locked by another program",
  "find out which program keeps SqliteOptions.Path open for writing, and try again",
];
const UNUSABLE: Trouble = [
  "ledger-unreachable",
  "cannot be read or written",
  "look after the disk that SqliteOptions.Path is on",
];

/** Primary result codes, https://www.sqlite.org/rescode.html (read 2026-11). */
const BY_SQLITE: Readonly<Record<number, Trouble>> = {
  1: NOT_OURS, // ERROR: a table or column is not there
  3: PERMISSION,
  5: LOCKED, // BUSY
  6: LOCKED,
  8: PERMISSION, // READONLY
  11: BROKEN, // CORRUPT
  13: NO_ROOM, // FULL
  14: PERMISSION, // CANTOPEN
  26: NOT_OURS, // NOTADB
};

const BY_SYSTEM: Readonly<Record<string, Trouble>> = {
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EROFS: PERMISSION,
  EISDIR: PERMISSION,
  ENOTDIR: PERMISSION,
  EEXIST: PERMISSION,
  ENOENT: PERMISSION,
  ENOSPC: NO_ROOM,
};

/** What SQLite or the file system threw, as a fault that names the setting. Anything else is a bug and passes. */
export function sqliteFault(cause: unknown, path: string): unknown {
  if (cause instanceof ConnectorError) return cause;
  const trouble = troubleOf(cause);
  if (trouble === undefined) return cause;
  const [code, what, fix] = trouble;
  return new ConnectorError(code, `the ledger file of SqliteOptions.Path, ${path}, ${what}`, { cause, fix });
}

/** Somebody else holds the lock that was needed. */
export function isBusy(thrown: unknown): boolean {
  return resultOf(thrown) === 5;
}

function troubleOf(cause: unknown): Trouble | undefined {
  const result = resultOf(cause);
  if (result !== undefined) return BY_SQLITE[result] ?? UNUSABLE;
  if (cause instanceof Error && "syscall" in cause && "code" in cause && typeof cause.code === "string")
    return BY_SYSTEM[cause.code] ?? UNUSABLE;
  return undefined;
}

/** node:sqlite gives the extended result code; its low byte is the primary one. */
function resultOf(thrown: unknown): number | undefined {
  return thrown instanceof Error && "errcode" in thrown && typeof thrown.errcode === "number"
    ? thrown.errcode & 0xff
    : undefined;
}
