import { compareCarts, type Cart } from "../../../src/cart/cart.ts";
import { ConnectorError } from "../../../src/cart/connector-error.ts";
import type { Order, OrdersAnswer } from "../../../src/cart/order.ts";
import type { Customer } from "../../../src/cart/shopper.ts";
import { compareStamps, parseStamp, type Stamp } from "../../../src/cart/stamp.ts";
import type { CartPage, RetailServer } from "../../../src/ports/retail-server.ts";
import type { Dice } from "../engine/dice.ts";
import type { Machine } from "../engine/machine.ts";
import type { Timeline } from "../engine/timeline.ts";
import type { History, PlacedOrder } from "../oracle/facts.ts";
import type { Shop } from "./shop.ts";
import type { Weather } from "./weather.ts";

/** `stale`: answered from an index that lags behind. `unreadable`: no sense can be made of this one record. */
export const SHOP_TROUBLES = ["failed", "throttled", "lost-after", "slow", "stale", "unreadable"] as const;

export type ShopTrouble = (typeof SHOP_TROUBLES)[number];

export interface ShopHabits {
  /** Carts with an odd last letter get a new stamp when they are read. */
  readonly savesWhatIsRead: boolean;
  readonly searchesByAccount: boolean;
  /** How far an index may lag behind, in ms. */
  readonly mostLagMs: number;
  /** The server's clock against the world's; undefined = it sends no usable time. */
  readonly clockAheadMs: number | undefined;
}

export interface ShopLinkSetUp {
  readonly shop: Shop;
  readonly habits: ShopHabits;
  readonly machine: Machine;
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly weather: Weather<ShopTrouble>;
  readonly history: History;
  readonly trace: (line: () => string) => void;
}

/** Retail Server as one machine reaches it. What it throws is what the real adapter throws when it has given up. */
export function shopLink(setUp: ShopLinkSetUp): RetailServer {
  const { shop, habits, timeline, history } = setUp;
  return {
    channel: () =>
      ask(setUp, "channel", () => ({
        recordId: "1",
        currency: "SEK",
        defaultLanguage: "sv-se",
        timeZone: "Europe/Stockholm",
        serverTime:
          habits.clockAheadMs === undefined ? undefined : new Date(timeline.now + habits.clockAheadMs),
      })),
    cartsModified: ({ from, to }, { top, skip }) =>
      ask(setUp, `carts ${from.raw} … ${to.raw} skip ${skip}`, ({ asOf }) => {
        const pass = history.passes.findLast(({ machine }) => machine === setUp.machine.name);
        if (pass?.isExplicit === false) history.firstPageAt ??= timeline.now;
        // no stamp is later than the moment of its saving
        return pageOf(shop.cartsSince(Date.parse(from.raw), asOf), { from, to, top, skip });
      }),
    cartsOf: (account) =>
      ask(setUp, `carts of ${account}`, ({ asOf }) => {
        if (!habits.searchesByAccount) return "not-offered";
        const own = shop.carts(asOf).filter((cart) => cart.account === account);
        const carts = own
          .map((cart) => reading(setUp, cart, asOf))
          .sort(compareCarts)
          .reverse();
        return { carts, complete: true };
      }),
    cart: (id) =>
      ask(setUp, `cart ${id}`, ({ asOf, isUnreadable }) => {
        const found = shop.cart(id, asOf);
        if (found === undefined) return undefined;
        return isUnreadable ? "unreadable" : reading(setUp, found, asOf);
      }),
    customers: (accounts) => customers(setUp, accounts),
    ordersSince: (account, since) => ordersSince(setUp, account, since),
    products: (ids) => ask(setUp, "products", () => new Map(ids.map((id) => [id, product(id)]))),
    pictures: () => Promise.resolve([]),
  };
}

async function customers(
  setUp: ShopLinkSetUp,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  const { shop, machine, history, timeline } = setUp;
  const found = await ask(
    setUp,
    `customers ${accounts.join(" ")}`,
    () =>
      new Map(
        accounts.flatMap((account) => {
          const customer = shop.customer(account);
          return customer === undefined ? [] : [[account, customer] as const];
        }),
      ),
  );
  for (const [account, { optedOut, consentValues }] of found) {
    const saysYes = consentValues !== "unreadable" && consentValues.join() === "yes";
    const heard = { machine: machine.name, account, isFlagged: optedOut, saysYes };
    history.recordsHeard.push({ at: timeline.now, ...heard });
  }
  return found;
}

async function ordersSince(setUp: ShopLinkSetUp, account: string, since: Stamp): Promise<OrdersAnswer> {
  const { shop, machine, history } = setUp;
  let given: readonly PlacedOrder[] = [];
  const answer = await ask(setUp, `orders of ${account}`, ({ asOf, isUnreadable }): OrdersAnswer => {
    if (isUnreadable) return { kind: "unreadable", why: "failed" };
    given = shop.ordersOf(account, asOf).filter((order) => order.stamp >= since.raw);
    return { kind: "orders", orders: given.map(orderOf).reverse() };
  });
  if (answer.kind === "orders") {
    history.ordersHeard.push({ at: setUp.timeline.now, machine: machine.name, account, orders: given });
  }
  return answer;
}

interface Asked {
  /** The moment whose state is given; undefined = now. */
  readonly asOf: number | undefined;
  readonly isUnreadable: boolean;
}

function ask<T>(setUp: ShopLinkSetUp, what: string, serve: (asked: Asked) => T): Promise<T> {
  const { machine, dice, habits, timeline, trace } = setUp;
  const trouble = setUp.weather.trouble();
  trace(() => `${machine.name} shop ${what}${trouble === undefined ? "" : ` (${trouble})`}`);
  return machine.call<T>({
    serve() {
      if (trouble === "failed") throw fault("retail-server-failed");
      if (trouble === "throttled") throw fault("retail-server-throttled");
      const asOf = trouble === "stale" ? timeline.now - dice.whole(1, habits.mostLagMs) : undefined;
      return serve({ asOf, isUnreadable: trouble === "unreadable" });
    },
    outMs: dice.whole(1, 30),
    backMs: trouble === "slow" ? dice.whole(1_000, 50_000) : dice.whole(1, 50),
    fate: trouble === "lost-after" ? trouble : "fine",
    broken: () => fault("retail-server-unreachable"),
  });
}

function reading({ shop, habits }: ShopLinkSetUp, cart: Cart, asOf: number | undefined): Cart {
  if (!habits.savesWhatIsRead || asOf !== undefined || !/[13579]$/.test(cart.id)) return cart;
  shop.saveAgain(cart.id);
  return shop.cart(cart.id) ?? cart;
}

function pageOf(
  carts: readonly Cart[],
  asked: { readonly from: Stamp; readonly to: Stamp; readonly top: number; readonly skip: number },
): CartPage {
  const inside = carts
    .filter(
      ({ modified }) => compareStamps(modified, asked.from) >= 0 && compareStamps(modified, asked.to) <= 0,
    )
    // inside one stamp the order is the server's own
    .sort((a, b) => compareStamps(a.modified, b.modified) || (place(a) < place(b) ? -1 : 1));
  const given = inside.slice(asked.skip, asked.skip + asked.top);
  return { carts: given, rows: given.length, unreadable: 0, more: asked.skip + asked.top < inside.length };
}

function place(cart: Cart): string {
  return `${cart.id.at(-1) ?? ""}${cart.id}`;
}

function orderOf(order: PlacedOrder): Order {
  const created = parseStamp(order.stamp);
  if (created === undefined) throw new Error(`not a stamp: ${order.stamp}`);
  return { created, productIds: order.products };
}

function product(id: string) {
  return { id, name: id, itemId: undefined, masterId: undefined, primaryImage: undefined };
}

function fault(code: "retail-server-failed" | "retail-server-throttled" | "retail-server-unreachable") {
  return new ConnectorError(code, "retail server is in trouble");
}
