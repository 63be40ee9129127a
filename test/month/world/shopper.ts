import type { Dice } from "../../simulation/engine/dice.ts";
import type { Inhabitant } from "../../simulation/oracle/facts.ts";

/** Where somebody lives: the country in the customer record, and the time on the wall there. */
export interface Home {
  /** As Commerce writes it; undefined = the record has no country, and the shop's own time counts. */
  readonly country: string | undefined;
  readonly zone: string;
  /** About so far ahead of UTC, to shop at hours at which people shop. */
  readonly aheadHours: number;
}

/** Somebody who shops here for a month, as drawn before anything happens. */
export interface Shopper extends Inhabitant {
  readonly index: number;
  readonly kind: "shopper" | "staff" | "test-account" | "role-address";
  readonly home: Home;
  /** What the provider knows at first: field 31 says 1, 2 or nothing; or it does not know the address at all. */
  readonly permission: "yes" | "no" | "never-asked" | "not-a-contact";
  /** Commerce's own opt-out flag, from the first day. */
  readonly isFlagged: boolean;
  /** What the storefront that this person uses does to a cart that was paid for. */
  readonly checkout: "removes" | "empties" | "leaves" | "leaves-and-saves";
  readonly daysBetweenVisits: number;
  /** Says no some time in the month. */
  readonly leaves: "never" | "provider" | "commerce-flag" | "unsubscribe-link";
  /** The customer record is deleted some time in the month, the carts stay. */
  readonly isDeleted: boolean;
}

/** One shop in Sweden, which sends abroad; Europe puts its clocks back within the month. */
export const SHOP_ZONE = "Europe/Stockholm";

const SWEDEN: Home = { country: "SWE", zone: SHOP_ZONE, aheadHours: 2 };
const HOMES: readonly Home[] = [
  ...Array.from({ length: 8 }, () => SWEDEN),
  { country: "FIN", zone: "Europe/Helsinki", aheadHours: 3 },
  { country: "FIN", zone: "Europe/Helsinki", aheadHours: 3 },
  { country: "GBR", zone: "Europe/London", aheadHours: 1 },
  { country: "GBR", zone: "Europe/London", aheadHours: 1 },
  { country: "IND", zone: "Asia/Kolkata", aheadHours: 5.5 },
  { country: "JPN", zone: "Asia/Tokyo", aheadHours: 9 },
  { country: undefined, zone: SHOP_ZONE, aheadHours: 2 },
  { country: undefined, zone: SHOP_ZONE, aheadHours: 2 },
];

export function drawShoppers(dice: Dice, many: number): readonly Shopper[] {
  return Array.from({ length: many }, (_, index) => drawShopper(dice.fork(`shopper ${index}`), index));
}

function drawShopper(dice: Dice, index: number): Shopper {
  const kind = dice.chance(0.95) ? "shopper" : dice.pick(["staff", "test-account", "role-address"] as const);
  const accounts = Array.from(
    { length: dice.pick([1, 1, 1, 1, 1, 1, 2, 2, 2, 3]) },
    (_, nth) => `${kind === "test-account" ? "TEST-" : ""}C${index}-${nth + 1}`,
  );
  // some come every day, and change their minds all the time
  const daysBetweenVisits = dice.chance(0.14) ? 0.7 : dice.pick([3, 6, 10]);
  return {
    index,
    kind,
    accounts,
    address: `${kind === "role-address" ? "noreply" : "shopper"}-${index}@example.com`,
    home: dice.pick(HOMES),
    permission: dice.chance(0.8) ? "yes" : dice.pick(["no", "no", "never-asked", "not-a-contact"] as const),
    isFlagged: dice.chance(0.04),
    checkout: dice.pick([
      "removes",
      "removes",
      "removes",
      "removes",
      "empties",
      "leaves",
      "leaves-and-saves",
    ] as const),
    daysBetweenVisits,
    // who is mailed often has had enough sooner
    leaves: dice.chance(daysBetweenVisits < 1 ? 0.4 : 0.14)
      ? dice.pick(["provider", "commerce-flag", "unsubscribe-link"] as const)
      : "never",
    isDeleted: dice.chance(0.004),
  };
}
