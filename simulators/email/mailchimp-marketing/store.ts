import type { JsonObject } from "../json-object.ts";
import { listIn, objectIn, textIn } from "../json-object.ts";

/** Something that Mailchimp says about a request, in the words of its error pages. */
export interface Refusal {
  readonly status: 400 | 404;
  readonly detail: string;
}

export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly body: JsonObject;
}

export interface CartLine {
  readonly product: JsonObject;
  readonly quantity: number;
  readonly price: number;
}

export interface Cart {
  readonly id: string;
  readonly customer: Customer;
  readonly checkoutUrl: string | undefined;
  readonly currency: string;
  readonly total: number;
  readonly lines: readonly CartLine[];
}

/** The shop as it was told to Mailchimp: products, customers, carts. */
export interface Store {
  readonly products: Map<string, JsonObject>;
  readonly customers: Map<string, Customer>;
  readonly carts: Map<string, Cart>;
}

export function createStore(): Store {
  return { products: new Map(), customers: new Map(), carts: new Map() };
}

const LONGEST_ID = 50;

/** The whole of a new product; one that changes may leave out what stays. */
export function productFault(body: JsonObject): Refusal | undefined {
  const id = textIn(body["id"]);
  if (id === "" || id.length > LONGEST_ID) return refused("id: from 1 to 50 letters are wanted");
  if (textIn(body["title"]) === "") return refused("title: this value should not be blank");
  return variantsFault(body["variants"]);
}

export function variantsFault(value: unknown): Refusal | undefined {
  const variants = listIn(value).map((one) => objectIn(one) ?? {});
  const areWhole = variants.every((one) => textIn(one["id"]) !== "" && textIn(one["title"]) !== "");
  return variants.length > 0 && areWhole
    ? undefined
    : refused("variants: at least one with id and title is wanted");
}

/** A customer as `PUT` wants it. */
export function readCustomer(id: string, body: JsonObject): Customer | Refusal {
  const email = textIn(body["email_address"]);
  if (id.length > LONGEST_ID || textIn(body["id"]) !== id)
    return refused("id: this value is not that of the path");
  if (!/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(email)) return refused("email_address: not an address");
  if (typeof body["opt_in_status"] !== "boolean") return refused("opt_in_status: true or false is wanted");
  return { id, email, body };
}

/** A new cart, or the first thing that is wrong with it. */
export function readCart(store: Store, body: JsonObject): Cart | Refusal {
  const id = textIn(body["id"]);
  if (id === "" || id.length > LONGEST_ID) return refused("id: from 1 to 50 letters are wanted");
  if (store.carts.has(id)) return refused("A cart with the provided ID already exists in the account.");
  const customer = store.customers.get(textIn(objectIn(body["customer"])?.["id"]));
  if (customer === undefined) return refused("customer: no such customer, and not all of a new one");
  const currency = textIn(body["currency_code"]);
  if (!/^[A-Z]{3}$/.test(currency)) return refused("currency_code: three letters are wanted");
  const total = body["order_total"];
  if (typeof total !== "number") return refused("order_total: a number is wanted");
  const lines = readLines(store, body["lines"]);
  if ("status" in lines) return lines;
  const checkoutUrl = textIn(body["checkout_url"]);
  const known = { id, customer, currency, total, lines };
  return { ...known, checkoutUrl: checkoutUrl === "" ? undefined : checkoutUrl };
}

function readLines(store: Store, value: unknown): readonly CartLine[] | Refusal {
  const lines: CartLine[] = [];
  const ids = new Set<string>();
  for (const line of listIn(value).map((one) => objectIn(one) ?? {})) {
    const product = store.products.get(textIn(line["product_id"]));
    const { quantity, price } = line;
    if (product === undefined) {
      return refused("A product with the provided ID does not exist in the account for this list.");
    }
    if (!variantIds(product).includes(textIn(line["product_variant_id"])))
      return refused("no such variant of the product");
    if (typeof quantity !== "number" || !Number.isInteger(quantity) || typeof price !== "number") {
      return refused("lines: a whole quantity and a price are wanted");
    }
    ids.add(textIn(line["id"]));
    lines.push({ product, quantity, price });
  }
  return lines.length > 0 && ids.size === lines.length && !ids.has("")
    ? lines
    : refused("lines: at least one, each with an id of its own");
}

function variantIds(product: JsonObject): readonly string[] {
  return listIn(product["variants"]).map((one) => textIn(objectIn(one)?.["id"]));
}

function refused(detail: string): Refusal {
  return { status: 400, detail };
}
