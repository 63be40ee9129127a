import { describe, expect, it } from "vitest";
import { customer, cart } from "../../test/carts.ts";
import { fakeProvider } from "../../test/fake-provider.ts";
import { fakeShop } from "../../test/fake-shop.ts";
import { idOf, minutesAgo, NOW } from "../../test/stage.ts";
import type { ConsentFinding } from "../cart/consent.ts";
import { ConnectorError } from "../cart/connector-error.ts";
import { normalAddress, type Customer } from "../cart/shopper.ts";
import type { ConsentAnswer } from "../ports/email-provider.ts";
import type { Settings } from "../settings/schema.ts";
import type { ConsentSubject } from "../steps/way.ts";
import { consentGate } from "./consent-gate.ts";

const BASES = {
  "provider-opt-in": { Basis: "provider-opt-in", AcceptedValues: ["yes"] },
  "customer-attribute": {
    ...{ Basis: "customer-attribute", AcceptedValues: ["yes"] },
    CustomerAttributeName: "MayWeWrite",
  },
  "suppression-list-only": {
    ...{ Basis: "suppression-list-only", AcceptedValues: ["yes"] },
    LegalBasis: "existing customers, similar goods, § 7 (3)",
  },
} as const satisfies Record<string, Settings["ConsentOptions"]>;

type Basis = keyof typeof BASES;

/** Somebody with the account `kim`, and what there is to find out about them. */
interface Case {
  readonly records?: Readonly<Record<string, Partial<Customer> | "missing">>;
  readonly answer?: ConsentAnswer;
  readonly knowsConsent?: boolean;
  readonly guest?: boolean;
}

function neighbours({ records = {}, answer = "opted-in", knowsConsent = true }: Case) {
  const retailServer = fakeShop({ now: () => NOW });
  retailServer.put(cart("any", { account: "kim", modified: minutesAgo(60) }));
  for (const [account, of] of Object.entries(records)) {
    retailServer.customersByAccount.set(account, of === "missing" ? of : customer(account, of));
  }
  const provider = fakeProvider({ knowsConsent });
  provider.permissions.set("kim@example.com", answer);
  return { provider, retailServer };
}

const KIM: ConsentSubject = {
  person: idOf("kim"),
  address:
    normalAddress("kim@example.com") ??
    (() => {
      throw new Error("no address");
    })(),
  account: "kim",
  accounts: ["kim"],
};

async function found(basis: Basis, of: Case): Promise<ConsentFinding | undefined> {
  const others = Object.keys(of.records ?? {}).filter((account) => account !== "kim");
  const who = of.guest === true ? { account: undefined, accounts: others } : { accounts: ["kim", ...others] };
  const gate = consentGate(BASES[basis], neighbours(of));
  return (await gate.ask([{ ...KIM, ...who }])).get(KIM.person);
}

const SAME = { email: " KIM@Example.com" };

it.each([
  ["provider-opt-in", "fake"],
  ["customer-attribute", "MayWeWrite"],
  ["suppression-list-only", "existing customers, similar goods, § 7 (3)"],
] as const)("keeps with %s the source in the words of the settings", (basis, source) => {
  expect(consentGate(BASES[basis], neighbours({}))).toMatchObject({ basis, source });
});

describe("whatever the basis", () => {
  it.each(Object.keys(BASES) as readonly Basis[])(
    "%s: what Commerce flags is a no, and nobody else hears of it",
    async (basis) => {
      const around = neighbours({ records: { kim: { optedOut: true, consentValues: ["yes"] } } });
      const asked: unknown[] = [];
      const provider = {
        ...around.provider,
        consent: (those: readonly unknown[]) => {
          asked.push(...those);
          return Promise.resolve(new Map());
        },
      };
      const gate = consentGate(BASES[basis], { ...around, provider });
      expect((await gate.ask([KIM])).get(KIM.person)).toBe("commerce-flags");
      expect(asked).toEqual([]);
    },
  );

  it.each(Object.keys(BASES) as readonly Basis[])(
    "%s: a flag on another account of the same address counts",
    async (basis) => {
      const records = {
        kim: { consentValues: ["yes"] },
        kim2: { ...SAME, optedOut: true, consentValues: ["yes"] },
      };
      expect(await found(basis, { records })).toBe("commerce-flags");
      const elsewhere = { ...records, kim2: { optedOut: true } };
      expect(await found(basis, { records: elsewhere })).not.toBe("commerce-flags");
    },
  );

  it.each(Object.keys(BASES) as readonly Basis[])(
    "%s: a record that is gone or has another address is no answer",
    async (basis) => {
      expect(await found(basis, { records: { kim: "missing" } })).toBe("unanswered");
      const moved = { email: "other@example.com", consentValues: ["yes"] };
      expect(await found(basis, { records: { kim: moved } })).toBe("unanswered");
    },
  );

  it.each(Object.keys(BASES) as readonly Basis[])(
    "%s: a refusal that the provider knows of is a no, and its silence no yes",
    async (basis) => {
      const records = { kim: { consentValues: ["yes"] } };
      expect(await found(basis, { records, answer: "opted-out" })).toBe("opted-out");
      expect(await found(basis, { records, answer: "unanswered" })).toBe("unanswered");
    },
  );

  it.each(Object.keys(BASES) as readonly Basis[])(
    "%s: who cannot be asked is a fault, never an answer",
    async (basis) => {
      const around = neighbours({ records: { kim: { consentValues: ["yes"] } } });
      const fault = new ConnectorError("retail-server-unreachable", "no connection");
      around.retailServer.faults.set("customers", fault);
      await expect(consentGate(BASES[basis], around).ask([KIM])).rejects.toBe(fault);
    },
  );
});

describe("by the provider's opt-in", () => {
  it.each(["opted-in", "unknown"] as const)("the answer %s is the finding", async (answer) => {
    expect(await found("provider-opt-in", { answer })).toBe(answer);
  });

  it("a guest is asked about by the address alone", async () => {
    expect(await found("provider-opt-in", { guest: true })).toBe("opted-in");
    expect(await found("provider-opt-in", { guest: true, answer: "unknown" })).toBe("unknown");
  });
});

describe("by an attribute of the customer", () => {
  it.each([
    ["attribute-accepted", { kim: { consentValues: [" YES "] } }],
    ["attribute-not-accepted", { kim: { consentValues: ["no"] } }],
    ["attribute-missing", { kim: { consentValues: [] } }],
    ["unanswered", { kim: { consentValues: "unreadable" } }],
  ] as const)("it is %s", async (finding, records) => {
    expect(await found("customer-attribute", { records, answer: "unknown" })).toBe(finding);
  });

  it("a provider that knows of no consent is not asked", async () => {
    const records = { kim: { consentValues: ["yes"] } };
    expect(await found("customer-attribute", { records, knowsConsent: false, answer: "unanswered" })).toBe(
      "attribute-accepted",
    );
  });

  it("a guest has none of their own; accounts of the same address speak for them", async () => {
    expect(await found("customer-attribute", { guest: true })).toBe("attribute-missing");
    const records = { kim2: { ...SAME, consentValues: ["yes"] } };
    expect(await found("customer-attribute", { guest: true, records })).toBe("attribute-accepted");
  });
});

describe("by the suppression list only", () => {
  it("everybody may be written to who did not object", async () => {
    expect(await found("suppression-list-only", { answer: "unknown" })).toBe("not-objected");
    expect(await found("suppression-list-only", { knowsConsent: false })).toBe("not-objected");
    expect(await found("suppression-list-only", { guest: true })).toBe("not-objected");
  });
});
