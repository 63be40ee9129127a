import { compareCarts } from "../cart/cart.ts";
import type { Cart } from "../cart/cart.ts";
import type { PersonId } from "../cart/shopper.ts";
import { find } from "../steps/find.ts";
import { identify } from "../steps/identify.ts";
import type { Found, Identified, Outlook, WayTools } from "../steps/way.ts";

/**
 * Looks over many slices at once, before any is judged: who has carts in them, under which accounts, and which cart
 * is the newest. Costs nothing twice, because customers are remembered for the pass.
 */
export async function survey(
  tools: Pick<WayTools, "retailServer" | "personKey" | "rules">,
  carts: readonly Cart[],
): Promise<Outlook> {
  const found = find(
    tools.rules,
    carts.map((cart) => ({ cart })),
  ).on;
  const identified = (await identify(tools, found)).on;
  const newest = new Map<PersonId, Identified>();
  const accounts = new Map<PersonId, Set<string>>();
  for (const item of identified) {
    const { person, owner } = item;
    const best = newest.get(person);
    if (best === undefined || compareCarts(item.cart, best.cart) > 0) newest.set(person, item);
    if (owner.kind === "customer")
      accounts.set(person, (accounts.get(person) ?? new Set()).add(owner.account));
  }
  const asFound = new Map<string, Found>(found.map((item) => [item.cart.id, item]));
  return {
    newestOf: (person) => newest.get(person)?.cart.id,
    stampWhenFound(cartId, contents) {
      const item = asFound.get(cartId);
      return item?.contents === contents ? item.cart.modified : undefined;
    },
    accountsOf: (person) => [...(accounts.get(person) ?? [])],
  };
}
