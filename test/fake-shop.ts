import { compareCarts, type Cart } from "../src/cart/cart.ts";
import type { ConnectorError } from "../src/cart/connector-error.ts";
import type { Order } from "../src/cart/order.ts";
import type { Picture, Product } from "../src/cart/product.ts";
import type { Customer } from "../src/cart/shopper.ts";
import { stampOf } from "../src/cart/stamp.ts";
import type { Clock } from "../src/ports/clock.ts";
import type { RetailServer } from "../src/ports/retail-server.ts";
import { customer } from "./carts.ts";
import { cartTable, type CartTable } from "./cart-table.ts";

/** A Retail Server in memory, with a hand in it. Every account that has a cart has a customer, unless told otherwise. */
export interface FakeShop extends RetailServer {
  readonly table: CartTable;
  readonly customersByAccount: Map<string, Customer | "missing">;
  readonly ordersByAccount: Map<string, readonly Order[] | "unreadable">;
  readonly productsById: Map<string, Product>;
  readonly picturesById: Map<string, readonly Picture[]>;
  readonly unreadableCarts: Set<string>;
  /** What every use of a method throws. */
  readonly faults: Map<keyof RetailServer, ConnectorError>;
  readonly habits: {
    searchesByAccount: boolean;
    /** Gives a cart that is read by itself or by its account the stamp of that moment. */
    resavesWhatIsRead: boolean;
    serverTime: Date | undefined;
  };
  /** The names of the methods used, in order. */
  readonly used: readonly (keyof RetailServer)[];
  put(...carts: readonly Cart[]): void;
}

export function fakeShop(clock: Pick<Clock, "now">): FakeShop {
  const table = cartTable([]);
  const used: (keyof RetailServer)[] = [];
  const faults: FakeShop["faults"] = new Map();
  const customersByAccount: FakeShop["customersByAccount"] = new Map();
  const ordersByAccount: FakeShop["ordersByAccount"] = new Map();
  const productsById: FakeShop["productsById"] = new Map();
  const picturesById: FakeShop["picturesById"] = new Map();
  const unreadableCarts = new Set<string>();
  const habits: FakeShop["habits"] = {
    searchesByAccount: true,
    resavesWhatIsRead: false,
    serverTime: undefined,
  };

  function use(method: keyof RetailServer): void {
    used.push(method);
    const fault = faults.get(method);
    if (fault !== undefined) throw fault;
  }

  function read(cart: Cart): Cart {
    if (!habits.resavesWhatIsRead) return cart;
    const resaved = { ...cart, modified: stampOf(clock.now()) };
    table.put(resaved);
    return resaved;
  }

  function customerOf(account: string): Customer | undefined {
    const known = customersByAccount.get(account);
    if (known !== undefined) return known === "missing" ? undefined : known;
    return table.all().some((cart) => cart.account === account) ? customer(account) : undefined;
  }

  return {
    table,
    customersByAccount,
    ordersByAccount,
    productsById,
    picturesById,
    unreadableCarts,
    faults,
    habits,
    used,
    put: (...carts) => carts.forEach((cart) => table.put(cart)),
    async channel() {
      use("channel");
      const { serverTime } = habits;
      return {
        ...{
          recordId: "5637144592",
          currency: "SEK",
          defaultLanguage: "sv-se",
          timeZone: "Europe/Stockholm",
        },
        serverTime,
      };
    },
    async cartsModified(window, page) {
      use("cartsModified");
      return table.page(window, page);
    },
    async cartsOf(account) {
      use("cartsOf");
      if (!habits.searchesByAccount) return "not-offered";
      const own = table.all().filter((cart) => cart.account === account && !unreadableCarts.has(cart.id));
      return { carts: own.map(read).sort(compareCarts).reverse(), complete: unreadableCarts.size === 0 };
    },
    async cart(id) {
      use("cart");
      if (unreadableCarts.has(id)) return "unreadable";
      const found = table.get(id);
      return found === undefined ? undefined : read(found);
    },
    async customers(accounts) {
      use("customers");
      return new Map(accounts.flatMap((account) => entry(account, customerOf(account))));
    },
    async ordersSince(account, since) {
      use("ordersSince");
      const orders = ordersByAccount.get(account) ?? [];
      if (orders === "unreadable") return { kind: "unreadable", why: "http-status 500" };
      return { kind: "orders", orders: orders.filter((order) => order.created.ticks >= since.ticks) };
    },
    async products(ids) {
      use("products");
      return new Map(ids.flatMap((id) => entry(id, productsById.get(id))));
    },
    async pictures(productId) {
      use("pictures");
      return picturesById.get(productId) ?? [];
    },
  };
}

function entry<Value>(key: string, value: Value | undefined): [string, Value][] {
  return value === undefined ? [] : [[key, value]];
}
