import type { Cart } from "../cart/cart.ts";
import type { OrdersAnswer } from "../cart/order.ts";
import type { Picture, Product } from "../cart/product.ts";
import type { Customer } from "../cart/shopper.ts";
import type { Stamp } from "../cart/stamp.ts";

/** The channel (online shop) that an operating unit number stands for. */
export interface Channel {
  readonly recordId: string;
  readonly currency: string;
  readonly defaultLanguage: string;
  /** The IANA name of its time zone; undefined when it says none that is known. */
  readonly timeZone: string | undefined;
  /** The server's own clock at that reply; undefined when it sent no usable `Date`. */
  readonly serverTime: Date | undefined;
}

export interface CartPage {
  /** The readable carts, in the order of the reply. */
  readonly carts: readonly Cart[];
  /** How many rows the reply had, readable or not: what to add to `skip`. */
  readonly rows: number;
  /** Rows without a usable id or stamp, and carts on which the server breaks. */
  readonly unreadable: number;
  /** True when the server said it has more than it gave. */
  readonly more: boolean;
  /** Set when the page holds everything of the window up to and including this stamp, and nothing behind it. */
  readonly through?: Stamp;
}

/**
 * Dynamics 365 Commerce, as much of it as we read. Every method reads only, may be repeated, retries what is
 * worth retrying by itself, and throws a `retail-server-…` or `operating-unit-unknown` or `token-…` fault when the
 * server as a whole cannot be used.
 */
export interface RetailServer {
  channel(): Promise<Channel>;
  /**
   * One page of the shopping carts modified from..to, both inclusive, oldest first. A cart on which the server breaks
   * is a row that cannot be read; it spoils no page.
   */
  cartsModified(
    window: { readonly from: Stamp; readonly to: Stamp },
    page: { readonly top: number; readonly skip: number },
  ): Promise<CartPage>;
  /**
   * The newest shopping carts of an account. "not-offered" when this server refuses the search by account.
   * `complete` is false when there may be more than were given.
   */
  cartsOf(
    account: string,
  ): Promise<{ readonly carts: readonly Cart[]; readonly complete: boolean } | "not-offered">;
  /** One cart; undefined when the server has it no more, "unreadable" when its answer makes no sense to us. */
  cart(id: string): Promise<Cart | "unreadable" | undefined>;
  /** Customers by account number; absent or unreadable ones are missing from the map. */
  customers(accounts: readonly string[]): Promise<ReadonlyMap<string, Customer>>;
  /** Orders of an account created at or after `since`, newest first. Proven complete, or "unreadable". */
  ordersSince(account: string, since: Stamp): Promise<OrdersAnswer>;
  /** Products by record id, names in the language; absent or unreadable ones are missing from the map. */
  products(ids: readonly string[], language: string): Promise<ReadonlyMap<string, Product>>;
  /** The pictures of one product, best first; empty when it has none or they cannot be read. */
  pictures(productId: string): Promise<readonly Picture[]>;
}
