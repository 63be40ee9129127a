import type { Evidence } from "../../../src/cart/documents.ts";
import type { History } from "../../simulation/oracle/facts.ts";
import type { Mail } from "./lives.ts";

/**
 * Finds mails of which the ledger does not say why they were allowed: what was written before the request left has to
 * name the permission with its source and time, and the question for purchases.
 */
export function lackEvidence({ writes }: History): (mail: Mail) => boolean {
  const claims = new Map<string, { readonly at: number; readonly evidence: Evidence | undefined }[]>();
  for (const { at, after } of writes) {
    if (after.kind !== "person" || after.open?.state !== "sending") continue;
    const { key, evidence } = after.open;
    claims.set(key, [...(claims.get(key) ?? []), { at, evidence }]);
  }
  return ({ key, at }) => {
    const claim = claims.get(key)?.findLast((one) => one.at <= at);
    return claim?.evidence === undefined || !isWhole(claim.evidence, at);
  };
}

const YES: ReadonlySet<string> = new Set(["opted-in", "attribute-accepted", "not-objected"]);

function isWhole({ consent, purchases }: Evidence, sentAt: number): boolean {
  const isInTime = (text: string) => Date.parse(text) <= sentAt;
  return YES.has(consent.decision) && consent.source !== "" && isInTime(consent.at) && isInTime(purchases.at);
}
