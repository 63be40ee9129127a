import type { DatabaseSync } from "node:sqlite";

/** Writes that come in together and are committed together. */
export interface GroupCommit<Opened> {
  /**
   * Does this work in the next transaction and answers once that is on the disk. What the work throws is thrown to its own
   * caller and undoes nobody else's work, unless SQLite gave up the whole transaction: then everybody in it is told.
   */
  write<T>(work: (opened: Opened) => T): Promise<T>;
  /** Commits what has come in so far, at once. */
  flush(): void;
}

interface Write<Opened> {
  /** Tries the work; returns what it threw. */
  readonly attempt: (opened: Opened) => { readonly failure: unknown } | undefined;
  /** Tells the caller how the attempt went. */
  readonly answer: () => void;
  readonly fail: (cause: unknown) => void;
}

/**
 * To wait for the disk is what makes a write slow, so writes that arrive together wait once. Nobody is answered before
 * the commit: an answer means what it means for a single write. `open` gives the database, and may throw.
 */
export function createGroupCommit<Opened extends { readonly db: DatabaseSync }>(
  open: () => Opened,
): GroupCommit<Opened> {
  let waiting: Write<Opened>[] = [];

  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      commit(open(), group);
    } catch (cause) {
      for (const { fail } of group) fail(cause);
      return;
    }
    for (const { answer } of group) answer();
  }

  return {
    flush,
    write(work) {
      return new Promise((resolve, reject) => {
        // whoever writes in the same turn comes along: a caller's loop over many people goes on in steps, not at once
        if (waiting.length === 0) queueMicrotask(flush);
        waiting.push(writeOf(work, resolve, reject));
      });
    },
  };
}

function writeOf<Opened, T>(
  work: (opened: Opened) => T,
  resolve: (result: T) => void,
  reject: (cause: unknown) => void,
): Write<Opened> {
  let answer = (): void => undefined;
  return {
    attempt(opened) {
      try {
        const result = work(opened);
        answer = () => resolve(result);
        return undefined;
      } catch (failure) {
        answer = () => reject(failure);
        return { failure };
      }
    },
    answer: () => answer(),
    fail: reject,
  };
}

function commit<Opened extends { readonly db: DatabaseSync }>(
  opened: Opened,
  group: readonly Write<Opened>[],
): void {
  const { db } = opened;
  // takes the lock now: a transaction that reads first may be refused it later
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const write of group) {
      const failed = write.attempt(opened);
      // most failures undo their own statement only; a full disk, for one, undoes all of it
      // (https://www.sqlite.org/lang_transaction.html, read 2026-11), and what followed would be committed by itself
      if (failed !== undefined && !db.isTransaction) throw failed.failure;
    }
    db.exec("COMMIT");
  } catch (cause) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw cause;
  }
}
