import { compareCarts, shownLines, type Cart } from "../cart/cart.ts";
import { Consent } from "../cart/consent.ts";
import { fingerprint } from "../cart/contents.ts";
import { NotBought } from "../cart/not-bought.ts";
import type { OrdersAnswer } from "../cart/order.ts";
import type { Outcome } from "../cart/outcome.ts";
import { normalAddress } from "../cart/shopper.ts";
import { stampOf, type Stamp } from "../cart/stamp.ts";
import { atMost } from "./at-most.ts";
import type { ConsentSubject, Ending, Guarded, Outlook, Recalled, Sifted, WayTools } from "./way.ts";

/** People whose carts and orders are asked for at the same time. */
export const LOOKED_AT_TOGETHER = 16;

/** Somebody who may be written to. */
interface Permitted extends Recalled {
  readonly consent: Consent;
  /** Every account known for this address: a purchase or a newer cart under any of them counts. */
  readonly accounts: readonly string[];
}

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
  const permitted = await withConsent(tools, items, outlook);
  const looked = await atMost(
    LOOKED_AT_TOGETHER,
    permitted.on,
    async (item): Promise<Guarded | Ending | undefined> => {
      if (isTimeUp()) return undefined;
      const askedAt = tools.clock.now();
      return (await lookAtCarts(tools, item, outlook)) ?? lookAtOrders(tools, item, askedAt);
    },
  );
  const reached = looked.filter((one) => one !== undefined);
  return {
    on: reached.filter((one): one is Guarded => !("outcome" in one)),
    ended: [...permitted.ended, ...reached.filter((one): one is Ending => "outcome" in one)],
  };
}

async function withConsent(
  tools: WayTools,
  items: readonly Recalled[],
  outlook: Outlook,
): Promise<Sifted<Permitted>> {
  const askedAt = tools.clock.now();
  const people = items.map((item) => ({ ...item, accounts: accountsOf(item, outlook) }));
  const { basis, source } = tools.consent;
  const findings = people.length === 0 ? undefined : await tools.consent.ask(people.map(subjectOf));
  const on: Permitted[] = [];
  const ended: Ending[] = [];
  for (const item of people) {
    const { person } = item;
    const finding = findings?.get(person) ?? "unanswered";
    const decision = Consent.decide({ person, basis, source, askedAt, finding });
    switch (decision.kind) {
      case "given":
        on.push({ ...item, consent: decision.consent });
        break;
      case "withheld":
        ended.push(ending(item, "no-consent", decision.why));
        break;
      case "unanswered":
        ended.push({ ...ending(item, "later", "consent-unanswered"), pause: "consent-unanswered" });
        break;
    }
  }
  return { on, ended };
}

function subjectOf({
  person,
  address,
  cart,
  accounts,
}: Recalled & Pick<Permitted, "accounts">): ConsentSubject {
  return { person, address, account: cart.account, accounts };
}

function accountsOf(item: Recalled, outlook: Outlook): readonly string[] {
  const known = item.memory?.doc.accounts ?? [];
  const own = item.owner.kind === "customer" ? [item.owner.account] : [];
  return [...new Set([...own, ...outlook.accountsOf(item.person), ...known])];
}

async function lookAtCarts(tools: WayTools, item: Permitted, outlook: Outlook): Promise<Ending | undefined> {
  const seen = new Map<string, Cart>();
  // a guest's cart is in the list of no account
  let all = item.owner.kind === "customer";
  for (const account of item.accounts) {
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
  const verdict = stillAbandoned(item, own, { others: [...seen.values()], outlook });
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
  if (!isOfSameOwner(item.cart, own)) return { outcome: "cart-changed", why: "owner-changed" };
  const isNewer = (other: Cart): boolean => {
    const shown = shownLines(other);
    if (other.id === item.cart.id || shown.length === 0) return false;
    const modified = around.outlook.stampWhenFound(other.id, fingerprint(shown)) ?? other.modified;
    return compareCarts({ id: other.id, modified }, item.cart) > 0;
  };
  return around.others.some(isNewer) ? { outcome: "superseded" } : undefined;
}

/** A guest may have signed in, or given another address. */
function isOfSameOwner(found: Cart, now: Cart): boolean {
  if (found.account !== undefined) return true;
  const address = (cart: Cart) => normalAddress(cart.guestEmail ?? "");
  return now.account === undefined && address(now) === address(found);
}

async function lookAtOrders(tools: WayTools, item: Permitted, askedAt: Date): Promise<Guarded | Ending> {
  const since = earliestOrder(tools, item);
  const answers: OrdersAnswer[] = [];
  for (const account of item.accounts) {
    const answer = await tools.retailServer.ordersSince(account, since);
    answers.push(answer);
    if (answer.kind === "unreadable") break;
  }
  const { candidate, lines, leftAt } = item;
  const cart = { account: item.cart.account, modified: leftAt };
  const decision = NotBought.decide({ key: candidate.key, cart, lines, askedAt, answers });
  switch (decision.kind) {
    case "not-bought":
      return { ...item, grounds: { consent: item.consent, purchases: decision.purchases } };
    case "bought":
      return ending(item, "bought-since");
    case "unreadable":
      return { ...ending(item, "later", "orders-unreadable"), pause: "orders-unreadable" };
  }
}

function earliestOrder(tools: WayTools, item: Recalled): Stamp {
  const lookback = stampOf(
    new Date(tools.clock.now().getTime() - tools.rules.purchaseLookbackDays * 86_400_000),
  );
  return lookback.ticks < item.leftAt.ticks ? lookback : item.leftAt;
}

function ending(about: Recalled, outcome: Outcome, why?: string): Ending {
  return { cartId: about.cart.id, outcome, about, ...(why === undefined ? {} : { why }) };
}
