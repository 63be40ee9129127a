import type { CatalogueProduct, CatalogueVariant } from "../cart/catalogue-product.ts";
import { decimal, type Decimal } from "../cart/decimal.ts";
import { emptyCart, type ShopperCart } from "../cart/shopper-cart.ts";
import { catalogueOf } from "./apply/catalogue.ts";
import type { Outcome } from "./apply/outcome.ts";
import type { Shop } from "./apply/shop.ts";
import { MOST_EXPIRY_DAYS } from "./limits.ts";
import { codeOf } from "./link-code.ts";
import type { LinkSecret } from "./link-secret.ts";
import { receiveLink } from "./receive-link.ts";
import type { Gate } from "./verify/gate.ts";
import { compatibleTrust, type ReceiverSettings } from "./verify/receiver-settings.ts";

/*
 * A shop for tests: the one of the manual, with the manual's products and its printed secret.
 */

/** The secret of the manual's first example. `linkSecret` refuses it; the published codes need it. */
export const PRINTED_SECRET = "07FnpNB9Qk8q" as LinkSecret;

/** The secret of the manual's program samples. */
export const SAMPLE_SECRET = "SHARED_SECRET" as LinkSecret;

export const NOW = new Date("2026-03-01T10:00:00.000Z");

export const EMPTY = emptyCart("DKK");

export function amountOf(text: string): Decimal {
  const value = decimal(text);
  if (value === undefined) throw new Error(`${text} is not a decimal`);
  return value;
}

export function product(id: string, own: Partial<CatalogueProduct> = {}): CatalogueProduct {
  return {
    id,
    title: `Vare ${id}`,
    sku: undefined,
    prices: { DKK: amountOf("100"), EUR: amountOf("14") },
    weight: undefined,
    stock: undefined,
    kind: "ordinary",
    variants: [],
    needsVariant: (own.variants ?? []).length > 0,
    sellsWithoutStock: false,
    minimumAmount: undefined,
    lowestPrices: undefined,
    ...own,
  };
}

export function variant(id: string, own: Partial<CatalogueVariant> = {}): CatalogueVariant {
  return { id, title: undefined, sku: undefined, prices: {}, weight: undefined, stock: undefined, ...own };
}

export const PRODUCTS: readonly CatalogueProduct[] = [
  ...["4", "5", "6", "7", "9", "10", "14", "17"].map((id) => product(id)),
  product("20", { sku: "B020" }),
  product("12", { variants: [variant("34")] }),
  product("99", {
    title: "Trøje",
    sku: "A001",
    prices: { DKK: amountOf("499"), EUR: amountOf("67") },
    variants: [
      variant("5", { sku: "A001-5", title: "Trøje, blå", weight: amountOf("0.3") }),
      variant("10", { sku: "A001-10", prices: { DKK: amountOf("549") } }),
    ],
  }),
  product("50", {
    title: "Åben indkøbskurv produkt",
    sku: "TILBUD",
    kind: "placeholder",
    prices: { DKK: amountOf("0") },
  }),
  product("60", { sku: "PAKKE", kind: "package" }),
  product("70", { stock: 0 }),
  product("71", { stock: 0, sellsWithoutStock: true }),
  product("72", { stock: 3 }),
  product("73", { minimumAmount: 6 }),
  product("80", { sku: "SHARED" }),
  product("81", { sku: "SHARED" }),
  product("91", { lowestPrices: { DKK: amountOf("80") } }),
  product("90", { prices: { DKK: amountOf("100") } }),
];

export const SETTINGS: ReceiverSettings = {
  extended: true,
  secrets: [PRINTED_SECRET],
  allowedClients: [],
  trust: compatibleTrust,
  currency: "DKK",
  expiryDays: MOST_EXPIRY_DAYS,
  cartPath: "/kurv/",
};

export interface Circumstances extends Partial<Omit<Gate & Shop, "settings">> {
  readonly settings?: Partial<ReceiverSettings>;
}

/** Opens a link in the shop. */
export function open(target: string, circumstances: Circumstances = {}): Outcome {
  return receiveLink(target, around(circumstances));
}

export function around(circumstances: Circumstances = {}): Gate & Shop {
  return {
    cart: EMPTY,
    catalogue: catalogueOf(PRODUCTS),
    visitor: { address: "192.0.2.7", loggedIn: false },
    now: NOW,
    ...circumstances,
    settings: { ...SETTINGS, ...circumstances.settings },
  };
}

/** Opens links one after another, each on the cart the one before left. */
export function openAll(...targets: readonly string[]): ShopperCart {
  return targets.reduce((cart, target) => open(target, { cart }).cart, EMPTY);
}

/** An `addmulti` link over exactly this text, with `more` behind it, signed over `hashed` when that is given. */
export function multi(input: string, more = "", hashed?: readonly string[]): string {
  const code = hashed === undefined ? "" : `&code=${codeOf(PRINTED_SECRET, hashed)}`;
  return `/actions/cart/addmulti/?input=${encodeURIComponent(input)}${more}${code}`;
}

/** A signed `addmulti` link of nothing but items. */
export function offer(input: string): string {
  return multi(input, "", [input]);
}

/** The lines as `product x amount`, offers as `product x amount*@price`. */
export function linesOf(cart: ShopperCart): readonly string[] {
  return cart.lines.map(({ productId, amount, unitPrice, customised }) => {
    return `${productId}x${amount}${customised.length === 0 ? "" : `*@${unitPrice}`}`;
  });
}
