import { normalAddress, personId } from "../cart/shopper.ts";
import { aboutAwaited } from "./awaited.ts";
import type { Ending, Found, Identified, Outlook, Sifted, WayTools } from "./way.ts";

/** Whose carts these are. One address is one person, however many accounts it has. */
export async function identify(
  tools: Pick<WayTools, "retailServer" | "personKey">,
  found: readonly Found[],
): Promise<Sifted<Identified>> {
  const accounts = [
    ...new Set(found.flatMap(({ owner }) => (owner.kind === "customer" ? owner.account : []))),
  ];
  const customers =
    accounts.length === 0 ? new Map<string, never>() : await tools.retailServer.customers(accounts);
  const on: Identified[] = [];
  const ended: Ending[] = [];
  for (const item of found) {
    const { owner } = item;
    const customer = owner.kind === "customer" ? customers.get(owner.account) : undefined;
    const address = normalAddress((owner.kind === "customer" ? customer?.email : owner.email) ?? "");
    if (address !== undefined) {
      on.push({ ...item, customer, address, person: personId(address, tools.personKey) });
    } else {
      const isMissing = owner.kind === "customer" && customer === undefined;
      const outcome = isMissing ? "customer-missing" : "no-address";
      ended.push({ cartId: item.cart.id, outcome, about: aboutAwaited(item.awaited) });
    }
  }
  return { on, ended };
}

/** Of several carts of one person only the newest goes on; nothing is read for this. */
export function newestOnly(items: readonly Identified[], outlook: Outlook): Sifted<Identified> {
  const isNewest = (item: Identified) => (outlook.newestOf(item.person) ?? item.cart.id) === item.cart.id;
  return {
    on: items.filter(isNewest),
    ended: items
      .filter((item) => !isNewest(item))
      .map((item) => ({
        cartId: item.cart.id,
        outcome: "superseded" as const,
        about: aboutAwaited(item.awaited),
      })),
  };
}
