import type { Dice } from "../../simulation/engine/dice.ts";
import type { Inhabitant } from "../../simulation/oracle/facts.ts";

/** Where somebody lives: the country in the customer record, and the time on the wall there. */
export interface Home {
  /** In the customer record, two letters; undefined = the record has no country, and the shop's own time counts. */
  readonly country: string | undefined;
  readonly zone: string;
  /** About so far ahead of UTC, to shop at hours at which people shop. */
  readonly aheadHours: number;
}

/** Somebody who shops here for a month, as drawn before anything happens. Guests have no account. */
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
  /**
   * `late`: registers at the first visit, and the record comes to the shop's own database hours later. `deleted`: has it
   * deleted some time in the month just after leaving a cart, which stays.
   */
  readonly record: "fine" | "late" | "deleted";
}

/** The customer group of the shop's own people. */
export const STAFF = "Staff";

/** One shop in Sweden, which sends abroad; Europe puts its clocks back within the month. */
export const SHOP_ZONE = "Europe/Stockholm";

const SWEDEN: Home = { country: "SE", zone: SHOP_ZONE, aheadHours: 2 };
const UNKNOWN: Home = { country: undefined, zone: SHOP_ZONE, aheadHours: 2 };
const HOMES: readonly Home[] = [
  ...Array.from({ length: 8 }, () => SWEDEN),
  { country: "FI", zone: "Europe/Helsinki", aheadHours: 3 },
  { country: "FI", zone: "Europe/Helsinki", aheadHours: 3 },
  { country: "GB", zone: "Europe/London", aheadHours: 1 },
  { country: "GB", zone: "Europe/London", aheadHours: 1 },
  { country: "IN", zone: "Asia/Kolkata", aheadHours: 5.5 },
  { country: "JP", zone: "Asia/Tokyo", aheadHours: 9 },
  UNKNOWN,
  UNKNOWN,
];

/** Under what a guest's orders stand in the world's records: Retail Server gives them to nobody. */
export function guestOrders({ index }: Pick<Shopper, "index">): string {
  return `guest ${index}`;
}

export function drawShoppers(dice: Dice, many: number): readonly Shopper[] {
  return Array.from({ length: many }, (_, index) => drawShopper(dice.fork(`shopper ${index}`), index));
}

const WAYS_OUT = ["commerce-flag", "provider", "unsubscribe-link"] as const;

function drawShopper(dice: Dice, index: number): Shopper {
  const kind = dice.chance(0.95) ? "shopper" : dice.pick(["staff", "test-account", "role-address"] as const);
  const isGuest = kind === "shopper" && dice.chance(0.07);
  const accounts = Array.from(
    { length: isGuest ? 0 : dice.pick([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3]) },
    (_, nth) => `${kind === "test-account" ? "TEST-" : ""}C${index}-${nth + 1}`,
  );
  // some come every day, and change their minds all the time
  const daysBetweenVisits = dice.chance(0.14) ? 0.7 : dice.pick([3, 6, 10]);
  return {
    index,
    kind,
    accounts,
    address: kind === "role-address" ? `noreply@shop-${index}.example` : `shopper-${index}@example.com`,
    home: isGuest ? UNKNOWN : dice.pick(HOMES),
    permission: dice.chance(0.8) ? "yes" : dice.pick(["no", "no", "never-asked", "not-a-contact"] as const),
    isFlagged: !isGuest && dice.chance(0.04),
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
      ? dice.pick(isGuest ? WAYS_OUT.slice(1) : WAYS_OUT)
      : "never",
    record: isGuest ? "fine" : index % 200 === 7 ? "deleted" : dice.chance(0.05) ? "late" : "fine",
  };
}
