import { quietUntil } from "../cart/quiet-hours.ts";
import { shopperZone } from "../cart/shopper-zone.ts";
import type { Ending, Recalled, Sifted, WayTools } from "./way.ts";

type QuietTools = Pick<WayTools, "rules" | "shop" | "clock">;

/** Whoever's clock stands in the quiet hours waits until they end; nobody is passed over because of them. */
export function keepQuiet<Item extends Recalled>(tools: QuietTools, items: readonly Item[]): Sifted<Item> {
  const on: Item[] = [];
  const ended: Ending[] = [];
  for (const item of items) {
    const until = quietFor(tools, item);
    if (until === undefined) on.push(item);
    else ended.push(hushed(item, until));
  }
  return { on, ended };
}

export function hushed(about: Recalled, until: Date): Ending {
  return { cartId: about.cart.id, outcome: "later", why: "quiet-hours", about, pause: "quiet-hours", until };
}

/**
 * Until when a person is to be left in peace. A claim may take as long as `ClaimSeconds` to be sent, so the quiet hours
 * count as begun that long before.
 */
export function quietFor({ rules, shop, clock }: QuietTools, { customer }: Recalled): Date | undefined {
  const { quietHours, claimSeconds } = rules;
  if (quietHours === undefined) return undefined;
  const now = clock.now();
  const where = { forAll: shop.timeZoneForAll, country: customer?.country, ofChannel: shop.timeZone };
  const zone = shopperZone(where, now);
  const soon = new Date(now.getTime() + claimSeconds * 1000);
  return quietUntil(quietHours, zone, now) ?? quietUntil(quietHours, zone, soon);
}
