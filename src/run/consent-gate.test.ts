import { expect, it } from "vitest";
import { fakeProvider } from "../../test/fake-provider.ts";
import type { Address } from "../cart/shopper.ts";
import { consentGate } from "./consent-gate.ts";

// the cast stands for an address that was read elsewhere; the gate only hands it on
const KIM = "kim@example.com" as Address;

it("asks the provider, and names it as the source, when the basis is its opt-in", async () => {
  const provider = fakeProvider();
  provider.permissions.set(KIM, "opted-out");
  const gate = consentGate({ Basis: "provider-opt-in" }, provider);
  expect(gate).toMatchObject({ basis: "provider-opt-in", source: "fake" });
  expect(await gate.ask([KIM])).toEqual(new Map([[KIM, "opted-out"]]));
});

it("asks nobody when the basis is that nobody objected, and keeps the legal basis as evidence", async () => {
  const provider = fakeProvider();
  provider.permissions.set(KIM, "opted-out");
  const consent = {
    Basis: "suppression-list-only",
    LegalBasis: "legitimate interest, reviewed 2026",
  } as const;
  const gate = consentGate(consent, provider);
  expect(gate).toMatchObject({
    basis: "suppression-list-only",
    source: "legitimate interest, reviewed 2026",
  });
  expect(await gate.ask([KIM])).toEqual(new Map([[KIM, "opted-in"]]));
});
