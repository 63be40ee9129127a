import { claim, hindrance, type Candidate } from "../../../src/cart/person.ts";
import type { Ledger, Stored } from "../../../src/ports/ledger.ts";
import { AT, EVIDENCE } from "./examples.ts";

/** Tries to be the one who reminds somebody, as a pass does it: read, judge, one conditional write, again when beaten. */
export async function tryToClaim(ledger: Ledger, candidate: Candidate, claimId: string): Promise<boolean> {
  for (;;) {
    const known = (await ledger.read([candidate.person])).get(candidate.person);
    if (known === "unreadable") throw new Error("the person became unreadable");
    const doc = known?.doc.kind === "person" ? known.doc : undefined;
    if (doc?.open !== undefined && doc.open.state !== "waiting" && doc.open.claimId === claimId) return true;
    if (hindrance(doc, candidate, AT.rules, AT.now) !== undefined) return false;
    const claimed = claim(doc, candidate, { claimId, ticket: `ticket:${claimId}`, evidence: EVIDENCE }, AT);
    const written = await write(ledger, claimed, known);
    if (typeof written !== "string") return true;
  }
}

function write(ledger: Ledger, doc: Stored["doc"], known: Stored | undefined) {
  return known === undefined ? ledger.create(doc) : ledger.replace(doc, known.version);
}
