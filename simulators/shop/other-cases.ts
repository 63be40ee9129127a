import type { CartLineRow, CartRow, CustomerRow } from "../retail-server/shop-data.ts";
import { aLine } from "./builders.ts";
import { contactOf, oneCart, type Case, type CaseBuilder, type ContactSeed, type Ending } from "./case.ts";
import { lineOf, type Scene } from "./scene.ts";
import { SINGLES } from "./catalogue.ts";

/* Carts that are not to be reminded of, each for one reason only; where a newer cart counts, it is beside them. */

export function emptyCart(scene: Scene): Case {
  const customer = scene.shopper();
  return oneCart(customer, scene.cart({ customerId: customer.account, lines: [] }), { ending: "empty" });
}

/** An anonymous cart: searches find it only when they ask for such carts. */
export function guest(scene: Scene): Case {
  const receiptEmail = scene.draw.pick([null, "guest@example.com"]);
  return { carts: [{ row: scene.cart({ customerId: "", receiptEmail }), ending: "no-customer" }] };
}

/** A cart of which the server does not tell whose it is. */
export function customerUntold(scene: Scene): Case {
  return { carts: [{ row: scene.cart({ customerId: null }), ending: "no-customer" }] };
}

/** Only lines of a kind that is not shown. */
export function onlyLines(kind: Exclude<CartLineRow["kind"], "product">): CaseBuilder {
  return (scene) => {
    const line = kind === "voided" ? lineOf(scene.draw.pick(SINGLES)) : aLine({ productId: null });
    return nothingToShow(scene, { ...line, kind });
  };
}

/** Something brought back. */
export function negativeQuantity(scene: Scene): Case {
  return nothingToShow(scene, lineOf(scene.draw.pick(SINGLES), { quantity: "-1.0000000" }));
}

function nothingToShow(scene: Scene, line: CartLineRow): Case {
  const customer = scene.shopper();
  const row = scene.cart({ customerId: customer.account, lines: [line] });
  return oneCart(customer, row, { ending: "nothing-to-show" });
}

export function customerMissing(scene: Scene): Case {
  const { account } = scene.shopper();
  return { carts: [{ row: scene.cart({ customerId: account }), ending: "customer-missing" }] };
}

export function withoutAddress(email: string | null): CaseBuilder {
  return withCustomer({ email }, "no-address");
}

/** A customer of whom Commerce itself says not to use the data. */
export function flagged(
  flag: "blocked" | "optOutPersonalization" | "optOutWebActivityTracking",
): CaseBuilder {
  return withCustomer({ [flag]: true }, "no-consent");
}

function withCustomer(members: Partial<CustomerRow>, ending: Ending): CaseBuilder {
  return (scene) => {
    const customer = scene.shopper(members);
    return oneCart(customer, scene.cart({ customerId: customer.account }), { ending });
  };
}

/** The provider knows the address, and that it wants no mail or was never asked. */
export function atTheProvider(optIn: Exclude<ContactSeed["optIn"], "1">): CaseBuilder {
  return (scene) => {
    const customer = scene.shopper();
    return oneCart(customer, scene.cart({ customerId: customer.account }), { ending: "no-consent", optIn });
  };
}

export function noContact(scene: Scene): Case {
  const customer = scene.shopper();
  const row = scene.cart({ customerId: customer.account });
  return { ...oneCart(customer, row, { ending: "no-consent" }), contacts: [] };
}

/** Three carts within the window: the newest counts. */
export function severalCarts(scene: Scene): Case {
  const customer = scene.shopper();
  const carts = [scene.cart(), scene.cart(), scene.cart()].map((row) => ({
    ...row,
    customerId: customer.account,
  }));
  return { carts: newestCounts(carts), customers: [customer], contacts: contactOf(customer) };
}

/** One address under two accounts, written a little differently: one person. */
export function twoAccounts(scene: Scene): Case {
  const older = scene.shopper();
  const newer = scene.shopper({ email: older.email?.toUpperCase() ?? null, firstName: older.firstName });
  const rows = [scene.cart({ customerId: older.account }), scene.cart({ customerId: newer.account })];
  return { carts: newestCounts(rows), customers: [older, newer], contacts: contactOf(older) };
}

function newestCounts(rows: readonly CartRow[]): Case["carts"] {
  const [newest, ...rest] = rows.toSorted((a, b) => (a.modified > b.modified ? -1 : 1));
  const counting = newest === undefined ? [] : [{ row: newest, ending: "sent" } as const];
  return [...counting, ...rest.map((row) => ({ row, ending: "superseded" }) as const)];
}

/** An abandoned cart beside one that was touched minutes ago. */
export function stillShopping(scene: Scene): Case {
  const customer = scene.shopper();
  const current = scene.cart({ customerId: customer.account, modified: scene.moment(scene.draw.below(8)) });
  const left = oneCart(customer, scene.cart({ customerId: customer.account }), { ending: "superseded" });
  return { ...left, carts: [...left.carts, { row: current, ending: "out-of-reach" }] };
}

/** Ordered after the cart was left, of all things something else. */
export function boughtSince(scene: Scene): Case {
  const customer = scene.shopper();
  const { account } = customer;
  const productIds = [scene.draw.pick(SINGLES).id];
  const orders = [scene.order({ customerId: account, created: scene.moment(12), productIds })];
  return oneCart(customer, scene.cart({ customerId: account }), { ending: "bought-since", orders });
}

/** Bought one of the things in the cart three days ago. */
export function boughtOneLately(scene: Scene): Case {
  const customer = scene.shopper();
  const { account } = customer;
  const lines = scene.draw.some(SINGLES, 2).map((product) => lineOf(product));
  const productIds = lines.slice(1).flatMap((line) => line.productId ?? []);
  const orders = [scene.order({ customerId: account, created: scene.moment(3 * 24 * 60), productIds })];
  return oneCart(customer, scene.cart({ customerId: account, lines }), { ending: "bought-since", orders });
}

/** A row that lacks what every cart must have. */
export function unreadable(missing: "Id" | "ModifiedDateTime"): CaseBuilder {
  return (scene) => {
    const customer = scene.shopper();
    const row = scene.cart({ customerId: customer.account, wire: { [missing]: null } });
    return oneCart(customer, row, { ending: "unreadable" });
  };
}
