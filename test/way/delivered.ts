import type { Town } from "./open-town.ts";

/** The ids of the carts that Emarsys really mailed somebody about, repetitions included. */
export function deliveredCarts(town: Town): string[] {
  return town.neighbours.emarsys.delivered.map(({ data }) => String(data["cartId"]));
}
