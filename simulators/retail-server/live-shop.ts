import { randomBytes } from "node:crypto";
import { CartIndex } from "./cart-index.ts";
import type { CartLineRow, CartRow, CustomerRow, OrderRow, ProductRow, ShopData } from "./shop-data.ts";
import { stampText, ticksAt, ticksOf, TICKS_PER_MS } from "./ticks.ts";

/** A shop whose doors are open: starts as the given data, which stay untouched, and changes under test. */
export class LiveShop {
  readonly channel: ShopData["channel"];
  readonly carts: CartIndex;
  readonly customers: Map<string, CustomerRow>;
  readonly products: Map<number, ProductRow>;
  readonly #orders = new Map<string, OrderRow[]>();
  readonly #clock: { now(): Date };
  #latestSave = 0n;

  constructor(data: ShopData, clock: { now(): Date }) {
    this.channel = data.channel;
    this.carts = new CartIndex(data.carts);
    this.customers = new Map(data.customers.map((row) => [row.account, row]));
    this.products = new Map(data.products.map((row) => [row.id, row]));
    this.#clock = clock;
    for (const order of data.orders) this.addOrder(order);
  }

  /** The cart as it is now; throws when there is none. */
  cart(id: string): CartRow {
    const row = this.carts.get(id);
    if (row === undefined) throw new Error(`the shop has no cart ${id}`);
    return row;
  }

  /** A new empty cart of a guest. */
  makeCart(): CartRow {
    const row = {
      id: randomBytes(16).toString("hex"),
      customerId: "",
      type: "shopping",
      version: 0,
    } as const;
    this.#save({ ...row, modified: stampText(0n), receiptEmail: null, lines: [] });
    return this.cart(row.id);
  }

  /** Adds a cart, or replaces the one with this id, exactly as given. */
  putCart(row: CartRow): void {
    this.carts.put(row);
  }

  removeCart(id: string): void {
    this.carts.remove(id);
  }

  /** The shopper changes the lines: new stamp, new version. */
  changeLines(id: string, lines: readonly CartLineRow[]): void {
    this.#save({ ...this.cart(id), lines });
  }

  emptyCart(id: string): void {
    this.changeLines(id, []);
  }

  /** Saved again with the same contents: new stamp, new version. */
  touchCart(id: string): void {
    this.#save(this.cart(id));
  }

  /** Adds an order; the cart that was submitted for it, if named, is gone afterwards. */
  addOrder(order: OrderRow, submitted: { readonly cartId?: string } = {}): void {
    this.#orders.set(order.customerId, [...(this.#orders.get(order.customerId) ?? []), order]);
    if (submitted.cartId !== undefined) this.removeCart(submitted.cartId);
  }

  /** Newest first. */
  ordersOf(account: string): OrderRow[] {
    const own = this.#orders.get(account) ?? [];
    return own
      .map((order) => ({ order, ticks: ticksOf(order.created) }))
      .sort((a, b) => Number(b.ticks - a.ticks))
      .map(({ order }) => order);
  }

  putCustomer(row: CustomerRow): void {
    this.customers.set(row.account, row);
  }

  removeCustomer(account: string): void {
    this.customers.delete(account);
  }

  /** Changes some members of a customer; throws when there is no such customer. */
  changeCustomer(account: string, changes: Partial<Omit<CustomerRow, "account">>): void {
    const row = this.customers.get(account);
    if (row === undefined) throw new Error(`the shop has no customer ${account}`);
    this.customers.set(account, { ...row, ...changes });
  }

  blockCustomer(account: string): void {
    this.changeCustomer(account, { blocked: true });
  }

  putProduct(row: ProductRow): void {
    this.products.set(row.id, row);
  }

  removeProduct(id: number): void {
    this.products.delete(id);
  }

  #save(row: CartRow): void {
    this.carts.put({ ...row, modified: stampText(this.#nextSave()), version: row.version + 1 });
  }

  /** Now, with digits below the millisecond so that clients must keep them; later than every save before. */
  #nextSave(): bigint {
    const now = ticksAt(this.#clock.now());
    const uneven = now + ((this.#latestSave * 7_919n + 1_237n) % TICKS_PER_MS);
    this.#latestSave = uneven > this.#latestSave ? uneven : this.#latestSave + 1n;
    return this.#latestSave;
  }
}
