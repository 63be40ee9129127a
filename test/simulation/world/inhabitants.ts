import type { Customer } from "../../../src/cart/shopper.ts";
import type { Dice } from "../engine/dice.ts";
import type { Inhabitant } from "../oracle/facts.ts";
import type { Town } from "./town.ts";

/** Somebody who shops here, and what is the matter with them at first. */
export interface Shopper extends Inhabitant {
  readonly optIn: string | undefined;
  readonly isPoison: boolean;
  /** What their account says; the shop knows no more of where they are. */
  readonly country: string | undefined;
  readonly record: "fine" | "missing" | "without-address" | "opted-out";
  /** What the record says about consent. */
  consent: "yes" | "no" | undefined;
}

/** A country with several time zones, or none, leaves that of the shop. */
const HOMES = [
  { country: undefined, zone: "Europe/Stockholm" },
  { country: "SE", zone: "Europe/Stockholm" },
  { country: "GB", zone: "Europe/London" },
  { country: "JP", zone: "Asia/Tokyo" },
  { country: "US", zone: "Europe/Stockholm" },
] as const;

export function drawShoppers(dice: Dice, people: number): readonly Shopper[] {
  const own = dice.fork("consent");
  return Array.from({ length: people }, (_, index): Shopper => {
    const accounts = dice.chance(0.35) ? [`account-${index}a`, `account-${index}b`] : [`account-${index}a`];
    return {
      address: `person-${index}@example.com`,
      accounts,
      ...dice.pick(HOMES),
      optIn: dice.chance(0.9) ? "1" : dice.pick(["2", "", undefined]),
      isPoison: dice.chance(0.1),
      record: dice.chance(0.95) ? "fine" : dice.pick(["missing", "without-address", "opted-out"]),
      consent: own.chance(0.9) ? "yes" : own.pick(["no", undefined]),
    };
  });
}

/** Makes the shop and the provider know everybody as they are. */
export function moveIn(town: Town, shoppers: readonly Shopper[]): void {
  for (const shopper of shoppers) {
    for (const account of shopper.accounts) {
      if (shopper.record !== "missing") town.shop.setCustomer(customerOf(shopper, account));
    }
    if (shopper.optIn !== undefined) town.emarsys.optIns.set(shopper.address, shopper.optIn);
    if (shopper.isPoison) town.emarsys.poison.add(shopper.address);
    noteStanding(town, shopper);
  }
}

/** Writes down whether somebody may be written to from now on. */
export function noteStanding(
  { history, timeline, shop, emarsys, plan }: Town,
  { address, accounts }: Inhabitant,
): void {
  const isKnown = accounts.every((account) => {
    const customer = shop.customer(account);
    return customer?.email === address && !customer.optedOut;
  });
  const optIn = emarsys.optIns.get(address);
  const saysYes = accounts.every((account) => shop.customer(account)?.consentValues.includes("yes"));
  const isPermitted = plan.consent.Basis === "customer-attribute" ? saysYes && optIn !== "2" : optIn === "1";
  const mayBeWrittenTo = isKnown && isPermitted;
  history.standings.push({ at: timeline.now, address, mayBeWrittenTo });
}

export function customerOf(shopper: Shopper, account: string): Customer {
  return {
    account,
    email: shopper.record === "without-address" ? undefined : shopper.address,
    firstName: "Kim",
    lastName: undefined,
    language: undefined,
    country: shopper.country,
    optedOut: shopper.record === "opted-out",
    group: undefined,
    consentValues: shopper.consent === undefined ? [] : [shopper.consent],
  };
}

/** Some change their minds, and say so in their account. */
export function planSecondThoughts(town: Town, shoppers: readonly Shopper[]): void {
  const { plan, timeline, shop } = town;
  const dice = town.dice.fork("second thoughts");
  for (const shopper of shoppers) {
    if (!dice.chance(0.3)) continue;
    timeline.at(dice.whole(plan.startsAt, plan.calmFrom), () => {
      shopper.consent = shopper.consent === "yes" ? "no" : "yes";
      for (const account of shopper.accounts) {
        const customer = shop.customer(account);
        if (customer !== undefined) shop.setCustomer({ ...customer, consentValues: [shopper.consent] });
      }
      noteStanding(town, shopper);
      return true;
    });
  }
}
