import { compareCarts, shownLines, type Cart } from "../cart/cart.ts";
import { fingerprint } from "../cart/contents.ts";
import type { Evidence } from "../cart/documents.ts";
import type { Outcome } from "../cart/outcome.ts";
import { stampOf, type Stamp } from "../cart/stamp.ts";
import type { Order } from "../ports/retail-server.ts";
import { atMost } from "./at-most.ts";
import type { Ending, Guarded, Outlook, Recalled, Sifted, WayTools } from "./way.ts";

/**
 * May we write, and is the cart still abandoned? Cheapest and most private questions first: Commerce's own flags,
 * consent, the person's carts, the person's orders. No answer is never a yes. When time is up the people not looked
 * at yet are in neither list: a slow server costs a pass its tail, not its work.
 */
export async function guard(
  tools: WayTools,
  items: readonly Recalled[],
  around: { readonly outlook: Outlook; readonly isTimeUp: () => boolean },
): Promise<Sifted<Guarded>> {
  const { outlook, isTimeUp } = around;
  const permitted = await withConsent(tools, items);
  const looked = await atMost(16, permitted.on, async (item): Promise<Guarded | Ending | undefined> => {
    if (isTimeUp()) return undefined;
    const accounts = accountsOf(item, outlook);
    const carts = await lookAtCarts(tools, item, { accounts, outlook });
    return carts ?? lookAtOrders(tools, item, accounts);
  });
  const reached = looked.filter((one) => one !== undefined);
  return {
    on: reached.filter((one): one is Guarded => !("outcome" in one)),
    ended: [...permitted.ended, ...reached.filter((one): one is Ending => "outcome" in one)],
  };
}

async function withConsent(tools: WayTools, items: readonly Recalled[]): Promise<Sifted<Recalled>> {
  const open = items.filter((item) => !item.customer.optedOut);
  const flagged = items.filter((item) => item.customer.optedOut);
  const answers = open.length === 0 ? undefined : await tools.consent.ask(open.map((item) => item.address));
  const on: Recalled[] = [];
  const ended: Ending[] = flagged.map((about) => ending(about, "no-consent", "commerce-flags"));
  for (const item of open) {
    const answer = answers?.get(item.address) ?? "unanswered";
    switch (answer) {
      case "opted-in":
        on.push(item);
        break;
      case "opted-out":
      case "unknown":
        ended.push(ending(item, "no-consent", answer));
        break;
      case "unanswered":
        ended.push({ ...ending(item, "later", "consent-unanswered"), pause: "consent-unanswered" });
        break;
    }
  }
  return { on, ended };
}

/** Every account known for this address: a purchase or a newer cart under any of them counts. */
function accountsOf(item: Recalled, outlook: Outlook): readonly string[] {
  const known = item.memory?.doc.accounts ?? [];
  return [...new Set([item.cart.account, ...outlook.accountsOf(item.person), ...known])];
}

async function lookAtCarts(
  tools: WayTools,
  item: Recalled,
  around: { readonly accounts: readonly string[]; readonly outlook: Outlook },
): Promise<Ending | undefined> {
  const seen = new Map<string, Cart>();
  let all = true;
  for (const account of around.accounts) {
    const answer = await tools.retailServer.cartsOf(account);
    if (answer === "not-offered") all = false;
    else {
      all &&= answer.complete;
      for (const cart of answer.carts) seen.set(cart.id, cart);
    }
  }
  const own = seen.get(item.cart.id) ?? (all ? undefined : await tools.retailServer.cart(item.cart.id));
  if (own === "unreadable") {
    return { ...ending(item, "later", "cart-unreadable"), pause: "cart-unreadable" };
  }
  const verdict = stillAbandoned(item, own, { others: [...seen.values()], outlook: around.outlook });
  return verdict === undefined ? undefined : ending(item, verdict.outcome, verdict.why);
}

/**
 * Compares contents, never the stamp: reading may itself re-save a cart. For the same reason a cart seen earlier
 * with these contents counts with the stamp it had then.
 */
export function stillAbandoned(
  item: Pick<Recalled, "cart" | "contents">,
  own: Cart | undefined,
  around: { readonly others: readonly Cart[]; readonly outlook: Outlook },
): { readonly outcome: Outcome; readonly why?: string } | undefined {
  if (own === undefined) return { outcome: "cart-gone" };
  const lines = shownLines(own);
  if (lines.length === 0) return { outcome: "cart-gone", why: "emptied" };
  if (fingerprint(lines) !== item.contents) return { outcome: "cart-changed" };
  const isNewer = (other: Cart): boolean => {
    const shown = shownLines(other);
    if (other.id === item.cart.id || shown.length === 0) return false;
    const modified = around.outlook.stampWhenFound(other.id, fingerprint(shown)) ?? other.modified;
    return compareCarts({ id: other.id, modified }, item.cart) > 0;
  };
  return around.others.some(isNewer) ? { outcome: "superseded" } : undefined;
}

async function lookAtOrders(
  tools: WayTools,
  item: Recalled,
  accounts: readonly string[],
): Promise<Guarded | Ending> {
  const since = earliestOrder(tools, item);
  const orders: Order[] = [];
  for (const account of accounts) {
    const answer = await tools.retailServer.ordersSince(account, since);
    if (answer.kind === "unreadable") {
      return { ...ending(item, "later", "orders-unreadable"), pause: "orders-unreadable" };
    }
    orders.push(...answer.orders);
  }
  if (hasBought(item, orders)) return ending(item, "bought-since");
  const at = tools.clock.now().toISOString();
  const { basis, source } = tools.consent;
  const evidence: Evidence = {
    consent: { basis, source, at },
    purchases: { at, accounts: accounts.length, orders: orders.length },
  };
  return { ...item, evidence };
}

function earliestOrder(tools: WayTools, item: Recalled): Stamp {
  const lookback = stampOf(
    new Date(tools.clock.now().getTime() - tools.rules.purchaseLookbackDays * 86_400_000),
  );
  return lookback.ticks < item.cart.modified.ticks ? lookback : item.cart.modified;
}

/** Bought: any order newer than the cart, or a recent one that shares a product with it. */
export function hasBought(item: Pick<Recalled, "cart" | "lines">, orders: readonly Order[]): boolean {
  const inCart = new Set(item.lines.map((line) => line.productId));
  return orders.some(
    (order) =>
      order.created.ticks > item.cart.modified.ticks || order.productIds.some((id) => inCart.has(id)),
  );
}

function ending(about: Recalled, outcome: Outcome, why?: string): Ending {
  return { cartId: about.cart.id, outcome, about, ...(why === undefined ? {} : { why }) };
}
