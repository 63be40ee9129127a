import { describe, expect, it } from "vitest";
import { line } from "../../test/carts.ts";
import { groundsFor } from "../../test/grounds.ts";
import { by, CANDIDATE, HOUR, later, NOW, OTHER, PERSON } from "../../test/somebody.ts";
import { shownLines } from "./cart.ts";
import { Consent, type ConsentFinding } from "./consent.ts";
import { evidenceFor } from "./grounds.ts";
import { NotBought, type PurchaseQuestion } from "./not-bought.ts";
import type { Order, OrdersAnswer } from "./order.ts";
import { claim, type Candidate } from "./person.ts";
import { stampOf } from "./stamp.ts";

const AT = {
  rules: {
    claimSeconds: 120,
    minHoursBetweenReminders: 24,
    maxRemindersPer30Days: 4,
    maxWaitMinutes: 60,
    retentionDays: 90,
  },
  now: NOW,
};

describe("a consent", () => {
  const decide = (finding: ConsentFinding) =>
    Consent.decide({
      person: PERSON,
      basis: "customer-attribute",
      source: "MayWeWrite",
      askedAt: NOW,
      finding,
    });

  it.each(["opted-in", "attribute-accepted", "not-objected"] as const)(
    "comes of %s, with all that is to be kept",
    (finding) => {
      const decision = decide(finding);
      expect(decision.kind === "given" && decision.consent.recordFor(PERSON)).toEqual({
        decision: finding,
        basis: "customer-attribute",
        source: "MayWeWrite",
        at: NOW.toISOString(),
      });
    },
  );

  it.each(["commerce-flags", "opted-out", "unknown", "attribute-missing", "attribute-not-accepted"] as const)(
    "never comes of %s",
    (finding) => {
      expect(decide(finding)).toEqual({ kind: "withheld", why: finding });
    },
  );

  it("never comes of no answer", () => {
    expect(decide("unanswered")).toEqual({ kind: "unanswered" });
  });
});

describe("the proof that nothing was bought", () => {
  const left = stampOf(later(-HOUR));
  const question: Omit<PurchaseQuestion, "answers"> = {
    key: CANDIDATE.key,
    cart: { account: "account-1", modified: left },
    lines: shownLines({ id: "c", account: "account-1", modified: left, lines: [line("p1")] }),
    askedAt: NOW,
  };
  const told = (...orders: readonly Order[]): OrdersAnswer => ({ kind: "orders", orders });
  const older: Order = { created: stampOf(later(-2 * HOUR)), productIds: ["p9"] };
  const unreadable: OrdersAnswer = { kind: "unreadable", why: "refused" };

  it("comes of every account having told of nothing that counts", () => {
    const decision = NotBought.decide({ ...question, answers: [told(), told(older)] });
    expect(decision.kind === "not-bought" && decision.purchases.recordFor(CANDIDATE.key)).toEqual({
      at: NOW.toISOString(),
      accounts: 2,
      orders: 1,
    });
  });

  it("says of a guest that their orders cannot be asked for", () => {
    const cart = { ...question.cart, account: undefined };
    const decision = NotBought.decide({ ...question, cart, answers: [] });
    expect(decision.kind === "not-bought" && decision.purchases.recordFor(CANDIDATE.key)).toEqual({
      at: NOW.toISOString(),
      accounts: 0,
      orders: 0,
      limit: "not-offered-for-guests",
    });
  });

  it("does not come of an account that did not tell, and a purchase is one whoever else did not tell", () => {
    expect(NotBought.decide({ ...question, answers: [told(), unreadable] })).toEqual({ kind: "unreadable" });
    const bought = told({ created: stampOf(NOW), productIds: ["p9"] });
    expect(NotBought.decide({ ...question, answers: [bought, unreadable] })).toEqual({ kind: "bought" });
  });

  it("does not come of asking nobody about a customer", () => {
    expect(() => NotBought.decide({ ...question, answers: [] })).toThrow(/nobody asked/);
  });
});

describe("the grounds of a claim", () => {
  it("are kept with the seconds between each question and the claim", () => {
    const grounds = groundsFor(CANDIDATE, { consent: later(-90_000), purchases: later(-30_400) });
    expect(evidenceFor(CANDIDATE, grounds, NOW)).toMatchObject({
      consent: { askedSecondsBeforeClaim: 90 },
      purchases: { askedSecondsBeforeClaim: 30 },
    });
  });

  it("hold for one person and one reminder only", () => {
    const someoneElse: Candidate = { ...CANDIDATE, person: "p1-else" as typeof PERSON };
    expect(() => claim(undefined, someoneElse, by(CANDIDATE, "claim-1"), AT)).toThrow(/another person/);
    expect(() => claim(undefined, OTHER, by(CANDIDATE, "claim-1"), AT)).toThrow(/another one/);
  });

  it("cannot be put together from what merely looks like them", () => {
    const { grounds } = by(CANDIDATE, "claim-1");
    const forged = { ...grounds, consent: Object.create(Consent.prototype) as Consent };
    expect(() => claim(undefined, CANDIDATE, { claimId: "c", ticket: "t", grounds: forged }, AT)).toThrow(
      TypeError,
    );
  });
});
