import type { DatabaseSync, StatementSync } from "node:sqlite";

export interface Statements {
  readonly read: StatementSync;
  readonly create: StatementSync;
  readonly replace: StatementSync;
  readonly due: StatementSync;
  readonly unsure: StatementSync;
  readonly people: StatementSync;
  readonly purge: StatementSync;
}

const LIVE = "(documents.expires_at IS NULL OR documents.expires_at > :now)";
const ROW = "id, version, body";
// never used twice, so that a version of a document that expired and was made anew cannot be mistaken for the old one
const NEW_VERSION = "lower(hex(randomblob(16)))";

/**
 * The two writes are single statements: the condition and the write cannot be torn apart by another process.
 * Read their result with `all()`, never `get()`: only running a statement to its end shows whether it was committed.
 */
export function prepareStatements(db: DatabaseSync): Statements {
  return {
    read: db.prepare(
      `SELECT ${ROW} FROM documents WHERE id IN (SELECT value FROM json_each(:ids)) AND ${LIVE}`,
    ),
    // over an expired document as over none
    create: db.prepare(
      `INSERT INTO documents (id, kind, version, due_channel, due_at, unsure, expires_at, body)
       VALUES (:id, :kind, ${NEW_VERSION}, :dueChannel, :dueAt, :unsure, :expiresAt, :body)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version,
         due_channel = excluded.due_channel, due_at = excluded.due_at, unsure = excluded.unsure,
         expires_at = excluded.expires_at, body = excluded.body
       WHERE NOT ${LIVE}
       RETURNING ${ROW}`,
    ),
    replace: db.prepare(
      `UPDATE documents SET kind = :kind, version = ${NEW_VERSION}, due_channel = :dueChannel, due_at = :dueAt,
         unsure = :unsure, expires_at = :expiresAt, body = :body
       WHERE id = :id AND version = :held AND ${LIVE}
       RETURNING ${ROW}`,
    ),
    due: db.prepare(
      `SELECT ${ROW} FROM documents
       WHERE kind = 'person' AND due_channel = :channel AND due_at <= :until AND ${LIVE} ORDER BY due_at`,
    ),
    unsure: db.prepare(`SELECT ${ROW} FROM documents WHERE kind = 'person' AND unsure = 1 AND ${LIVE}`),
    people: db.prepare(
      `SELECT ${ROW} FROM documents WHERE kind = 'person' AND id > :after AND ${LIVE} ORDER BY id`,
    ),
    purge: db.prepare("DELETE FROM documents WHERE expires_at <= :now"),
  };
}
