import type { IEmailProvider } from "../ports/email-provider.ts";
import type { Settings } from "../settings/schema.ts";
import type { ConsentGate } from "../steps/way.ts";

/** How we know whether we may write, as `ConsentOptions.Basis` says. */
export function consentGate(consent: Settings["ConsentOptions"], provider: IEmailProvider): ConsentGate {
  const { Basis: basis } = consent;
  switch (basis) {
    case "provider-opt-in":
      return { basis, source: provider.name, ask: (addresses) => provider.consent(addresses) };
    case "suppression-list-only":
      // whoever refused is suppressed in the ledger, or flagged in Commerce; both were looked at before
      return {
        basis,
        source: consent.LegalBasis ?? "",
        ask: (addresses) => Promise.resolve(new Map(addresses.map((address) => [address, "opted-in"]))),
      };
  }
}
