import type { LedgerDocument, PersonDocument } from "../../../src/cart/documents.ts";
import type { Stored } from "../../../src/ports/ledger.ts";
import type { Timeline } from "../engine/timeline.ts";

/** One write that the ledger has taken. The documents are as they stand there, to be read only. */
export interface LedgerWrite {
  readonly at: number;
  readonly by: string;
  readonly before: LedgerDocument | undefined;
  readonly after: LedgerDocument;
}

/**
 * The database behind everybody's ledger. Documents go in and out as text, so that nobody shares an object. Nothing
 * in a world lasts long enough to outlive its ttl. `asOf` asks for the state of an earlier moment, as a replica that
 * lags behind would give it.
 */
export interface LedgerStore {
  read(ids: readonly string[], asOf?: number): ReadonlyMap<string, Stored>;
  create(doc: LedgerDocument, by: string): Stored | "exists";
  replace(doc: LedgerDocument, version: string, by: string): Stored | "conflict";
  people(isMeant: (person: PersonDocument) => boolean, asOf?: number): readonly Stored<PersonDocument>[];
  /** Every document as it is now. */
  documents(): readonly LedgerDocument[];
}

interface Version {
  readonly at: number;
  readonly version: string;
  readonly doc: LedgerDocument;
  readonly text: string;
}

export function ledgerStore(
  timeline: Pick<Timeline, "now">,
  written: (write: LedgerWrite) => void,
): LedgerStore {
  const rows = new Map<string, Version[]>();
  const people: Version[][] = [];
  let writes = 0;

  function versionOf(id: string, asOf?: number): Version | undefined {
    return versionAt(rows.get(id) ?? [], asOf);
  }

  function put(doc: LedgerDocument, by: string): Stored {
    writes += 1;
    const before = versionOf(doc.id)?.doc;
    const text = JSON.stringify(doc);
    const kept = { at: timeline.now, version: `v${writes}`, text, doc: JSON.parse(text) as LedgerDocument };
    const row = rows.get(doc.id) ?? [];
    row.push(kept);
    if (row.length === 1) rows.set(doc.id, row);
    if (row.length === 1 && doc.kind === "person") people.push(row);
    written({ at: timeline.now, by, before, after: kept.doc });
    return { doc, version: kept.version };
  }

  return {
    read(ids, asOf) {
      const found = new Map<string, Stored>();
      for (const id of ids) {
        const row = versionOf(id, asOf);
        // the text was one of our documents when it came
        if (row !== undefined)
          found.set(id, { doc: JSON.parse(row.text) as LedgerDocument, version: row.version });
      }
      return found;
    },
    create: (doc, by) => (rows.has(doc.id) ? "exists" : put(doc, by)),
    replace: (doc, version, by) => (versionOf(doc.id)?.version === version ? put(doc, by) : "conflict"),
    people(isMeant, asOf) {
      const found: Stored<PersonDocument>[] = [];
      for (const row of people) {
        const kept = versionAt(row, asOf);
        if (kept?.doc.kind !== "person" || !isMeant(kept.doc)) continue;
        found.push({ doc: JSON.parse(kept.text) as PersonDocument, version: kept.version });
      }
      return found;
    },
    documents: () => [...rows.keys()].flatMap((id) => versionOf(id)?.doc ?? []),
  };
}

function versionAt(row: readonly Version[], asOf: number | undefined): Version | undefined {
  return asOf === undefined ? row[row.length - 1] : row.findLast((version) => version.at <= asOf);
}
