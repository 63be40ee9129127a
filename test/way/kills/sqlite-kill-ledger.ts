import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { openIn, pastIn, textIn, type KillLedger, type Write } from "./kill-ledger.ts";

/** Which writes are stalled, by what they do to the table of documents. Chance picks one of several alike. */
const STALLED: Readonly<Record<Write, { readonly insert?: string; readonly update?: string }>> = {
  claim: {
    insert: "new.kind = 'person' AND abs(random()) % 3 = 0",
    update: "json_extract(new.body, '$.open.state') = 'sending' AND abs(random()) % 3 = 0",
  },
  ticket: { insert: "new.kind = 'ticket'" },
  answer: { update: "new.kind = 'ticket'" },
  settle: { update: "json_extract(old.body, '$.open.state') = 'sending' AND abs(random()) % 3 = 0" },
  cursor: { insert: "new.kind = 'cursor'", update: "new.kind = 'cursor'" },
};
const EVENTS = ["insert", "update"] as const;
/** Longer than any write that comes to its end takes. */
const BUSY_MS = 150;

/** A ledger in a file that another process writes. Its tables have to be there. */
export function sqliteKillLedger(path: string): KillLedger {
  let connection: DatabaseSync | undefined;

  function db(): DatabaseSync {
    // locks of others are what is looked for, so nobody waits for them
    return (connection ??= new DatabaseSync(path, { timeout: 0 }));
  }

  function bodies(where: string): readonly unknown[] {
    const rows = db().prepare(`SELECT body FROM documents WHERE ${where}`).all();
    return rows.map(({ body }) => JSON.parse(String(body)) as unknown);
  }

  async function untilStalled(signal: AbortSignal): Promise<void> {
    for (let busyMs = 0; busyMs < BUSY_MS; busyMs = isLocked(db()) ? busyMs + 10 : 0) {
      await wait(10, undefined, { signal });
    }
  }

  return {
    sections: { ConnectorOptions: { Ledger: "sqlite" }, SqliteOptions: { Path: path } },
    open: async () => bodies("kind = 'person' AND json_extract(body, '$.open') IS NOT NULL").flatMap(openIn),
    past: async () => bodies("kind = 'person'").flatMap(pastIn),
    async ticketState(id) {
      const row = db().prepare("SELECT body FROM documents WHERE id = ?").get(id);
      return row === undefined ? undefined : textIn(JSON.parse(String(row["body"])), "state");
    },
    stall(write, _draw, signal) {
      db().exec(stalling(write));
      return {
        begun: untilStalled(signal),
        async end() {
          db().exec(EVENTS.map((event) => `DROP TRIGGER IF EXISTS stall_${event};`).join(""));
          return undefined;
        },
      };
    },
    close: async () => connection?.close(),
  };
}

/** A disk that hangs: the statement is begun and counts for ever, so it is never committed. */
function stalling(write: Write): string {
  const triggers = EVENTS.flatMap((event) => {
    const when = STALLED[write][event];
    return when === undefined
      ? []
      : [
          `CREATE TRIGGER stall_${event} BEFORE ${event} ON documents WHEN ${when}
           BEGIN SELECT count(*) FROM endless; END;`,
        ];
  });
  return `CREATE VIEW IF NOT EXISTS endless (i) AS
            WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers) SELECT i FROM numbers;
          ${triggers.join("")}`;
}

function isLocked(db: DatabaseSync): boolean {
  try {
    db.exec("BEGIN IMMEDIATE; ROLLBACK");
    return false;
  } catch {
    return true;
  }
}
