import type { LedgerDocument, PersonDocument } from "../cart/documents.ts";

/** A document with the version it had when it was read or written. */
export interface Stored<Doc extends LedgerDocument = LedgerDocument> {
  readonly doc: Doc;
  readonly version: string;
}

/**
 * Where we remember people. Every write is conditional; there is no upsert and no delete.
 * Throws `ledger-unreachable`, `ledger-throttled`, `ledger-refused`, `ledger-missing` or `ledger-misshapen`.
 * After such an error a write may or may not have happened: read again and judge again.
 */
export interface Ledger {
  /** Documents by id; absent ones are missing, one that we cannot understand is "unreadable" and holds up no other. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Stored | "unreadable">>;
  /** Writes a new document. "exists" when the id is taken, which after a lost reply may have been by ourselves. */
  create(doc: LedgerDocument): Promise<Stored | "exists">;
  /** Writes a document over the version given. "conflict" when it has changed or is gone. */
  replace(doc: LedgerDocument, version: string): Promise<Stored | "conflict">;
  /** People of a channel whose open entry is due until the moment given, longest due first. Unreadable ones are left out. */
  due(channel: string, until: Date, limit: number): Promise<readonly Stored<PersonDocument>[]>;
  /** People with an entry that only a person can settle, at most `limit`. */
  unsure(limit: number): Promise<readonly Stored<PersonDocument>[]>;
  /** Every person whose id comes after the one given, in the order of their ids. For lists and searches, never for a pass. */
  people(after: string | undefined, limit: number): Promise<readonly Stored<PersonDocument>[]>;
  /** Removes what has outlived its ttl, where the store does not do that by itself. */
  purge(): Promise<void>;
  close(): Promise<void>;
}

/** Setting up and looking over a ledger: for commands, never for a pass. */
export interface LedgerUpkeep {
  /** Makes what is missing (database, container, tables). Safe to repeat; never changes what exists. Returns what was done, in words. */
  init(): Promise<readonly string[]>;
  /** Throws the first fault of set-up with its mend: missing, wrong partition key, no ttl, several write regions. */
  check(): Promise<void>;
  /** Leaves nothing behind of what was replaced or removed, where the store's own files would still hold it. */
  scrub(): Promise<void>;
}
