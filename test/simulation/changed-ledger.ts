import type { LedgerDocument, PersonDocument } from "../../src/cart/documents.ts";
import type { Ledger } from "../../src/ports/ledger.ts";
import type { PassTools } from "../../src/run/pass.ts";

/* A ledger that says or writes something else than it was told, for rules that are broken on purpose. */

export function changedLedger(tools: PassTools, change: (ledger: Ledger) => Partial<Ledger>): PassTools {
  return { ...tools, ledger: { ...tools.ledger, ...change(tools.ledger) } };
}

/** Changes people just before they are written. */
export function changedWrites(tools: PassTools, change: (doc: PersonDocument) => PersonDocument): PassTools {
  const changed = (doc: LedgerDocument) => (doc.kind === "person" ? change(doc) : doc);
  return changedLedger(tools, (ledger) => ({
    create: (doc) => ledger.create(changed(doc)),
    replace: (doc, version) => ledger.replace(changed(doc), version),
  }));
}

export function withoutOpen(doc: PersonDocument): PersonDocument {
  return without(doc, "open", "dueAt", "dueChannel", "unsure");
}

type Optional = "open" | "next" | "dueAt" | "dueChannel" | "unsure";

export function without(doc: PersonDocument, ...names: readonly Optional[]): PersonDocument {
  const rest: { -readonly [Name in keyof PersonDocument]: PersonDocument[Name] } = { ...doc };
  for (const name of names) Reflect.deleteProperty(rest, name);
  return rest;
}

/** Changes documents after they were read. */
export function changedReads(tools: PassTools, change: (doc: LedgerDocument) => LedgerDocument): PassTools {
  return changedLedger(tools, (ledger) => ({
    async read(ids) {
      const found = await ledger.read(ids);
      const changed = new Map(found);
      for (const [id, stored] of found) {
        if (stored !== "unreadable") changed.set(id, { ...stored, doc: change(stored.doc) });
      }
      return changed;
    },
  }));
}
