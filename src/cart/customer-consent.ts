import type { ConsentFinding } from "./consent.ts";
import type { Customer } from "./shopper.ts";

/**
 * What the customer records of one person say about consent, of which values the retailer accepts. Several records of
 * one address are one person: the strictest counts. No record, or one that cannot be read, is no answer.
 */
export function customerConsent(
  customers: readonly Pick<Customer, "consentValues">[],
  accepted: readonly string[],
): ConsentFinding {
  const known = new Set(accepted.map(plain));
  const said = customers.map(({ consentValues }) => consentValues);
  if (said.length === 0) return "attribute-missing";
  if (said.some((values) => values !== "unreadable" && values.some((value) => !known.has(plain(value))))) {
    return "attribute-not-accepted";
  }
  if (said.includes("unreadable")) return "unanswered";
  return said.some((values) => values.length === 0) ? "attribute-missing" : "attribute-accepted";
}

/** How values are compared. */
function plain(value: string): string {
  return value.trim().toLowerCase();
}
