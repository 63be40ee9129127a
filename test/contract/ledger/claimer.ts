import { ConnectorError } from "../../../src/cart/connector-error.ts";
import { hindrance } from "../../../src/cart/hindrance.ts";
import { claim, type Candidate } from "../../../src/cart/person.ts";
import type { Ledger, Stored } from "../../../src/ports/ledger.ts";
import { AT, by } from "./examples.ts";

/**
 * Tries to be the one who reminds somebody, as a pass does it: read, judge, one conditional write, and all of it again
 * when beaten or when nobody knows whether the write has happened.
 */
export async function tryToClaim(ledger: Ledger, candidate: Candidate, claimId: string): Promise<boolean> {
  for (;;) {
    const known = (await ledger.read([candidate.person])).get(candidate.person);
    if (known === "unreadable") throw new Error("the person became unreadable");
    const doc = known?.doc.kind === "person" ? known.doc : undefined;
    if (doc?.open !== undefined && doc.open.state !== "waiting" && doc.open.claimId === claimId) return true;
    if (hindrance(doc, candidate, AT.rules, AT.now) !== undefined) return false;
    const claimed = claim(doc, candidate, by(candidate, claimId, `ticket:${claimId}`), AT);
    if ((await write(ledger, claimed, known)) === "written") return true;
  }
}

async function write(ledger: Ledger, doc: Stored["doc"], known: Stored | undefined): Promise<string> {
  try {
    const result = await (known === undefined ? ledger.create(doc) : ledger.replace(doc, known.version));
    return typeof result === "string" ? result : "written";
  } catch (error) {
    if (error instanceof ConnectorError && error.code === "ledger-unreachable") return "nobody knows";
    throw error;
  }
}
