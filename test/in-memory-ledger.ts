import { readDocument } from "../src/adapters/ledger/schema.ts";
import type { LedgerDocument, PersonDocument } from "../src/cart/documents.ts";
import type { Clock } from "../src/ports/clock.ts";
import type { Ledger, LedgerUpkeep, Stored } from "../src/ports/ledger.ts";

/** A store that any number of ledgers share, as processes share a database. It passes the ledger contract. */
export interface InMemoryStore {
  /** One more connection to the store. */
  connect(): Ledger & LedgerUpkeep;
  /** Writes past the ledger, as another version or a person might have. */
  plant(id: string, body: Readonly<Record<string, unknown>>): Promise<void>;
  /** Seconds after its last write at which a document ends; -1 for never. */
  ttlOf(id: string): Promise<number>;
  /** Every document that is there now and can be understood. */
  documents(): readonly LedgerDocument[];
  close(): Promise<void>;
}

interface Row {
  readonly body: string;
  readonly version: string;
  readonly ttl: number;
  readonly writtenAt: number;
}

export function inMemoryStore(clock: Pick<Clock, "now">): InMemoryStore {
  const rows = new Map<string, Row>();
  let writes = 0;

  function put(id: string, body: object, ttl: number): string {
    writes += 1;
    const version = `v${writes}`;
    rows.set(id, { body: JSON.stringify(body), version, ttl, writtenAt: clock.now().getTime() });
    return version;
  }

  function live(id: string): Row | undefined {
    const row = rows.get(id);
    const hasEnded =
      row !== undefined && row.ttl !== -1 && row.writtenAt + row.ttl * 1000 <= clock.now().getTime();
    return hasEnded ? undefined : row;
  }

  function stored(id: string): Stored | "unreadable" | undefined {
    const row = live(id);
    if (row === undefined) return undefined;
    const doc = readDocument(JSON.parse(row.body));
    return doc === "unreadable" ? doc : { doc, version: row.version };
  }

  function people(): readonly Stored<PersonDocument>[] {
    return [...rows.keys()].flatMap((id) => {
      const found = stored(id);
      if (found === undefined || found === "unreadable" || found.doc.kind !== "person") return [];
      return [{ doc: found.doc, version: found.version }];
    });
  }

  const ledger: Ledger & LedgerUpkeep = {
    async read(ids) {
      const found = new Map<string, Stored | "unreadable">();
      for (const id of ids) {
        const one = stored(id);
        if (one !== undefined) found.set(id, one);
      }
      return found;
    },
    async create(doc) {
      return live(doc.id) === undefined ? { doc, version: put(doc.id, doc, doc.ttl) } : "exists";
    },
    async replace(doc, version) {
      return live(doc.id)?.version === version ? { doc, version: put(doc.id, doc, doc.ttl) } : "conflict";
    },
    async due(channel, until, limit) {
      const isDue = ({ doc }: Stored<PersonDocument>) =>
        doc.dueChannel === channel && doc.dueAt !== undefined && doc.dueAt <= until.toISOString();
      const byTime = (a: Stored<PersonDocument>, b: Stored<PersonDocument>) =>
        (a.doc.dueAt ?? "") < (b.doc.dueAt ?? "") ? -1 : 1;
      return people().filter(isDue).sort(byTime).slice(0, limit);
    },
    async unsure(limit) {
      return people()
        .filter(({ doc }) => doc.unsure === true)
        .slice(0, limit);
    },
    async people(after, limit) {
      const byId = (a: Stored<PersonDocument>, b: Stored<PersonDocument>) => (a.doc.id < b.doc.id ? -1 : 1);
      return people()
        .filter(({ doc }) => after === undefined || doc.id > after)
        .sort(byId)
        .slice(0, limit);
    },
    async purge() {
      for (const id of rows.keys()) if (live(id) === undefined) rows.delete(id);
    },
    async close() {},
    async init() {
      return ["the ledger is there"];
    },
    async check() {},
    async scrub() {},
  };

  return {
    connect: () => ledger,
    async plant(id, body) {
      put(id, body, typeof body.ttl === "number" ? body.ttl : -1);
    },
    async ttlOf(id) {
      return rows.get(id)?.ttl ?? Number.NaN;
    },
    documents: () =>
      [...rows.keys()].flatMap((id) => {
        const found = stored(id);
        return found === undefined || found === "unreadable" ? [] : [found.doc];
      }),
    async close() {},
  };
}
