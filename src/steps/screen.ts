import { notAShopper } from "../cart/not-a-shopper.ts";
import { aboutAwaited } from "./awaited.ts";
import type { Ending, Identified, Sifted, WayTools } from "./way.ts";

/** Who is no shopper: staff, tests, addresses that nobody reads. Before anybody else hears of them. */
export function screen({ rules }: Pick<WayTools, "rules">, items: readonly Identified[]): Sifted<Identified> {
  const on: Identified[] = [];
  const ended: Ending[] = [];
  for (const item of items) {
    const why = notAShopper(item, rules.notShoppers);
    if (why === undefined) on.push(item);
    else {
      const about = aboutAwaited(item.awaited);
      ended.push({ cartId: item.cart.id, outcome: "not-a-shopper", why, about });
    }
  }
  return { on, ended };
}
