import type { Cart, CartLine } from "../../../src/cart/cart.ts";
import { decimal } from "../../../src/cart/decimal.ts";
import type { Customer } from "../../../src/cart/shopper.ts";
import { parseStamp, type Stamp } from "../../../src/cart/stamp.ts";
import type { Dice } from "../engine/dice.ts";
import type { Timeline } from "../engine/timeline.ts";
import type { History, PlacedOrder } from "../oracle/facts.ts";

/** Products and how many of each. */
export type Goods = Readonly<Record<string, number>>;

/** The shop itself, as its own database has it: nobody's network is in between. */
export interface Shop {
  /** Saves a cart at this moment; nothing in it, or only lines that are not products, when there are no goods. */
  save(cart: {
    readonly id: string;
    readonly account: string | undefined;
    readonly guestEmail?: string | undefined;
    readonly goods: Goods;
  }): void;
  /** Saves it again as it is, as opening a cart page or a price job does. */
  saveAgain(id: string): void;
  remove(id: string): void;
  order(account: string, products: readonly string[]): void;
  goodsOf(id: string): Goods | undefined;
  accountOf(id: string): string | undefined;
  setCustomer(customer: Customer): void;
  forgetCustomer(account: string): void;
  customer(account: string): Customer | undefined;
  cart(id: string, asOf?: number): Cart | undefined;
  carts(asOf?: number): readonly Cart[];
  /** Those that were saved at or after a moment. */
  cartsSince(ms: number, asOf?: number): readonly Cart[];
  ordersOf(account: string, asOf?: number): readonly PlacedOrder[];
}

interface Version {
  readonly at: number;
  readonly goods: Goods;
  readonly cart: Cart | undefined;
}

const TICKS = 10_000;

export function openShop(tools: {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly history: History;
  /** Stamps are no finer than this: as it grows, more and more carts share theirs. */
  readonly stampMs: number;
  readonly trace: (line: () => string) => void;
}): Shop {
  const { timeline, dice, history, stampMs, trace } = tools;
  const rows = new Map<string, Version[]>();
  /** Those that are there now. */
  const present = new Map<string, Cart>();
  const customers = new Map<string, Customer>();

  function versionOf(id: string, asOf?: number): Version | undefined {
    const row = rows.get(id);
    return asOf === undefined ? row?.at(-1) : row?.findLast((version) => version.at <= asOf);
  }

  function put(cart: Cart | undefined, id: string, account: string | undefined, goods: Goods): void {
    const version = { at: timeline.now, cart, goods };
    const row = rows.get(id);
    if (row === undefined) rows.set(id, [version]);
    else row.push(version);
    if (cart === undefined) present.delete(id);
    else present.set(id, cart);
    const contents = contentsOf(goods);
    const stamp = cart?.modified.raw ?? "";
    history.carts.push({
      at: timeline.now,
      cartId: id,
      account,
      stamp,
      contents,
      isGone: cart === undefined,
    });
    trace(
      () => `shop ${id} of ${account ?? "a guest"}: ${cart === undefined ? "gone" : `${contents} ${stamp}`}`,
    );
  }

  function save({ id, account, guestEmail, goods }: Parameters<Shop["save"]>[0]): void {
    const modified = stampAt(timeline.now, stampMs, dice);
    const guest = guestEmail === undefined ? {} : { guestEmail };
    put({ id, account, ...guest, modified, lines: linesOf(goods) }, id, account, goods);
  }

  function carts(asOf?: number): readonly Cart[] {
    if (asOf === undefined) return [...present.values()];
    return [...rows.keys()].flatMap((id) => versionOf(id, asOf)?.cart ?? []);
  }

  return {
    save,
    saveAgain(id) {
      const version = versionOf(id);
      if (version?.cart !== undefined) save({ ...version.cart, goods: version.goods });
    },
    remove(id) {
      const cart = versionOf(id)?.cart;
      if (cart !== undefined) put(undefined, id, cart.account, {});
    },
    order(account, products) {
      const stamp = stampAt(timeline.now, stampMs, dice).raw;
      history.orders.push({ at: timeline.now, account, stamp, products });
      trace(() => `shop order of ${account}: ${products.join(" ")}`);
    },
    goodsOf: (id) => (versionOf(id)?.cart === undefined ? undefined : versionOf(id)?.goods),
    accountOf: (id) => versionOf(id)?.cart?.account,
    setCustomer: (customer) => void customers.set(customer.account, customer),
    forgetCustomer: (account) => void customers.delete(account),
    customer: (account) => customers.get(account),
    cart: (id, asOf) => versionOf(id, asOf)?.cart,
    carts,
    cartsSince(ms, asOf) {
      const ids = new Set<string>();
      for (let place = history.carts.length - 1; place >= 0; place--) {
        const saved = history.carts[place];
        if (saved === undefined || saved.at < ms) break;
        ids.add(saved.cartId);
      }
      return [...ids].flatMap((id) => versionOf(id, asOf)?.cart ?? []);
    },
    ordersOf: (account, asOf = timeline.now) =>
      history.orders.filter((order) => order.account === account && order.at <= asOf),
  };
}

/** Seven digits, of which the last four are the shop's own. */
function stampAt(ms: number, stampMs: number, dice: Dice): Stamp {
  const rest = stampMs === 1 ? dice.whole(0, TICKS - 1) : 0;
  const iso = new Date(ms - (ms % stampMs)).toISOString().slice(0, -1);
  const stamp = parseStamp(`${iso}${String(rest).padStart(4, "0")}Z`);
  if (stamp === undefined) throw new Error(`not a stamp: ${iso}`);
  return stamp;
}

function linesOf(goods: Goods): readonly CartLine[] {
  return Object.entries(goods).map(([productId, quantity]) => ({
    kind: "product",
    productId,
    description: productId,
    quantity: decimal(quantity),
    unit: "ea",
    unitPrice: undefined,
    discount: undefined,
  }));
}

function contentsOf(goods: Goods): string {
  return Object.entries(goods)
    .map(([product, quantity]) => `${product}*${quantity}`)
    .sort()
    .join(" ");
}
