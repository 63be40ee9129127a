import type { ConsentFinding } from "../cart/consent.ts";
import { customerConsent } from "../cart/customer-consent.ts";
import { normalAddress, type Customer } from "../cart/shopper.ts";
import type { ConsentAnswer, IEmailProvider } from "../ports/email-provider.ts";
import type { RetailServer } from "../ports/retail-server.ts";
import type { Settings } from "../settings/schema.ts";
import type { ConsentGate, ConsentSubject } from "../steps/way.ts";

type ConsentSettings = Settings["ConsentOptions"];

interface Neighbours {
  readonly provider: IEmailProvider;
  /** Must not remember: consent is asked for at the time of sending. */
  readonly retailServer: Pick<RetailServer, "customers">;
}

/**
 * How we know whether we may write, as `ConsentOptions` says. Cheapest and most private first: Commerce's own flags,
 * which count for every basis, then what the customer records say; the provider only hears of people who are left. A
 * refusal that it knows of counts for every basis, too.
 */
export function consentGate(settings: ConsentSettings, { provider, retailServer }: Neighbours): ConsentGate {
  const { Basis: basis } = settings;
  return {
    basis,
    source: sourceOf(settings, provider),
    async ask(people) {
      const accounts = [...new Set(people.flatMap((one) => one.accounts))];
      const customers =
        accounts.length === 0 ? new Map<string, Customer>() : await retailServer.customers(accounts);
      const findings = new Map(people.map((one) => [one.person, byCommerce(settings, one, customers)]));
      const left = people.filter(({ person }) => isYes(findings.get(person)));
      if (left.length === 0 || !provider.can.knowsConsent) return findings;
      const answers = await provider.consent(left.map(({ address }) => address));
      for (const { person, address } of left) {
        const answer = answers.get(address) ?? "unanswered";
        findings.set(
          person,
          basis === "provider-opt-in" ? answer : unlessObjected(findings.get(person), answer),
        );
      }
      return findings;
    },
  };
}

function sourceOf(settings: ConsentSettings, provider: IEmailProvider): string {
  switch (settings.Basis) {
    case "provider-opt-in":
      return provider.name;
    case "customer-attribute":
      return settings.CustomerAttributeName ?? "";
    case "suppression-list-only":
      return settings.LegalBasis ?? "";
  }
}

/** What Commerce has to say. Records that have another address by now are about somebody else. */
function byCommerce(
  settings: ConsentSettings,
  { account, accounts, address }: ConsentSubject,
  customers: ReadonlyMap<string, Customer>,
): ConsentFinding {
  const records = accounts.flatMap((one) => customers.get(one) ?? []);
  const own = records.filter(({ email }) => normalAddress(email ?? "") === address);
  if (own.some(({ optedOut }) => optedOut)) return "commerce-flags";
  if (account !== undefined && !own.some((record) => record.account === account)) return "unanswered";
  return settings.Basis === "customer-attribute"
    ? customerConsent(own, settings.AcceptedValues)
    : "not-objected";
}

function isYes(finding: ConsentFinding | undefined): boolean {
  return finding === "not-objected" || finding === "attribute-accepted";
}

/** Where the provider does not decide it can only object: knowing nobody, or nothing, is no objection. */
function unlessObjected(finding: ConsentFinding = "unanswered", answer: ConsentAnswer): ConsentFinding {
  return answer === "opted-out" || answer === "unanswered" ? answer : finding;
}
