import { createHash } from "node:crypto";
import type { Decimal } from "../../../cart/decimal.ts";
import type { ReminderFacts, ReminderLine } from "../../../cart/reminder.ts";
import type { Address } from "../../../cart/shopper.ts";
import { printableJson } from "../printable-json.ts";
import { templateData, type TemplateItem } from "../template-data.ts";

/** A reminder in the words of Mailchimp's store. */
export interface CartBodies {
  /** For `PUT customers/{hash}`. */
  readonly customer: string;
  /** One of each product, by its id, for `PATCH` and `POST products`. */
  readonly products: ReadonlyMap<string, string>;
  /** For `POST carts`. */
  readonly cart: string;
}

/** How Mailchimp names a member in its paths; also our name for the customer, so that both are found by an address. */
export function memberHash(address: Address): string {
  // not a secret and not a signature: this is the name that Mailchimp's API wants
  return createHash("md5").update(address).digest("hex");
}

/** Undefined when a line has no price: Mailchimp would show it as free. */
export function cartBodies(reminder: ReminderFacts): CartBodies | undefined {
  const { items } = templateData(reminder);
  const lines = reminder.lines.map(cartLine);
  if (reminder.total === undefined || lines.includes(undefined)) return undefined;
  return {
    customer: customerBody(reminder),
    products: new Map(items.map((item) => productOf(item, reminder.language))),
    cart: printableJson({
      // the same for every attempt: a second cart of this id is refused
      id: reminder.key,
      customer: { id: memberHash(reminder.address) },
      currency_code: reminder.currency,
      order_total: Number(reminder.total.value),
      checkout_url: reminder.returnToCartUrl,
      lines: lines.map((line, index) => ({
        id: String(index + 1),
        ...line,
        ...variantIn(reminder.lines[index]?.productId ?? "", reminder.language),
      })),
    }),
  };
}

/** The UTF-8 bytes of the largest request that this reminder needs. */
export function cartBytes(reminder: ReminderFacts): number {
  const bodies = cartBodies(reminder);
  if (bodies === undefined) return 0;
  const sizes = [bodies.customer, bodies.cart, ...bodies.products.values()].map((body) =>
    Buffer.byteLength(body),
  );
  return Math.max(...sizes);
}

function customerBody({ address, firstName, lastName }: ReminderFacts): string {
  return printableJson({
    id: memberHash(address),
    email_address: address,
    // never subscribes anybody; who is subscribed stays so
    opt_in_status: false,
    ...(firstName === undefined ? {} : { first_name: firstName }),
    ...(lastName === undefined ? {} : { last_name: lastName }),
  });
}

function cartLine({
  quantity,
  unitPrice,
  lineTotal,
}: ReminderLine): { readonly quantity: number; readonly price: number } | undefined {
  if (unitPrice === undefined || lineTotal === undefined) return undefined;
  // Mailchimp counts in whole pieces: 0.7 kg are one piece at the price of all
  return isWhole(quantity)
    ? { quantity: Number(quantity), price: Number(unitPrice.value) }
    : { quantity: 1, price: Number(lineTotal.value) };
}

function isWhole(quantity: Decimal): boolean {
  return /^\d{1,9}$/.test(quantity);
}

function variantIn(productId: string, language: string): object {
  const id = idOf(productId, language);
  return { product_id: id, product_variant_id: id };
}

/** A product speaks one language at Mailchimp, so each language has products of its own. */
function idOf(productId: string, language: string): string {
  return `${productId}_${language}`.slice(0, 50);
}

function productOf(item: TemplateItem, language: string): readonly [id: string, body: string] {
  const id = idOf(item.productId, language);
  const title = item.name === "" ? item.productId : item.name;
  const body = {
    id,
    title,
    ...(item.url === "" ? {} : { url: item.url }),
    ...(item.imageUrl === "" ? {} : { image_url: item.imageUrl }),
    variants: [{ id, title }],
  };
  return [id, printableJson(body)];
}
