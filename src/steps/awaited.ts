import type { PersonDocument } from "../cart/documents.ts";
import type { Stored } from "../ports/ledger.ts";
import type { About } from "./way.ts";

/** A waiting entry as the reminder it is about, for a cart that ends before its person is recalled. */
export function aboutAwaited(awaited: Stored<PersonDocument> | undefined): About | undefined {
  const open = awaited?.doc.open;
  if (awaited === undefined || open === undefined) return undefined;
  const { key, cartId, contents, step, channel, modified } = open;
  const person = awaited.doc.id;
  return {
    candidate: { person, key, cartId, contents, step, channel, modified, account: undefined },
    memory: awaited,
  };
}
