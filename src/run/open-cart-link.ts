import { isPositive, quotient, type Decimal } from "../cart/decimal.ts";
import type { LinkAbout, LinkFallback, LinkLine, ReturnLink } from "../cart/return-link.ts";
import { buildLink } from "../open-cart/build/build-link.ts";
import type { LinkItem } from "../open-cart/build/link-item.ts";
import type { LinkSecret } from "../open-cart/link-secret.ts";
import { recordId } from "../cart/ware-values.ts";

/** How open cart links of a channel are made. */
export interface OpenCartWish {
  /** The address of the shop, such as `https://minshop.dk`. */
  readonly shop: string;
  readonly productKey: "product" | "sku";
  /** How long a guest's cart is kept, by the step of the reminder. */
  readonly expiryDays: (step: number) => number;
  /** Set: the link is signed and holds the prices of the reminder, in this currency. */
  readonly prices?: { readonly secret: LinkSecret; readonly currency: string };
}

/**
 * The link that fills a cart with the lines of a reminder, or the reason why there is none. All lines or no link: a cart
 * that comes back with half of what the mail shows would look like a loss.
 */
export function openCartLink(
  about: Pick<LinkAbout, "lines" | "step">,
  referralCode: string,
  wish: OpenCartWish,
): ReturnLink | { readonly refused: LinkFallback } {
  const items: LinkItem[] = [];
  for (const line of about.lines) {
    const item = itemOf(line, wish);
    if (typeof item === "string") return { refused: item };
    items.push(item);
  }
  // equal plain lines grow, so that a second click is one line that is easy to correct
  const options = { expiryDays: wish.expiryDays(about.step), referralCode, stack: true };
  const order = { shop: wish.shop, items, options };
  const link = buildLink(
    wish.prices === undefined
      ? { ...order, kind: "add-multi" }
      : { ...order, kind: "signed-add-multi", secret: wish.prices.secret },
  );
  if (link.kind === "refused") {
    const isLong = link.faults.every(({ expected }) => expected === "a-shorter-link");
    return { refused: isLong ? "too-long" : "not-expressible" };
  }
  return link.warnings.includes("long-link") ? { refused: "too-long" } : { url: link.url };
}

function itemOf(line: LinkLine, wish: OpenCartWish): LinkItem | LinkFallback {
  const named = nameOf(line, wish.productKey);
  if (typeof named === "string") return named;
  const amount = Number(line.quantity);
  if (!Number.isSafeInteger(amount)) return "not-whole-pieces";
  if (wish.prices === undefined) return { ...named, amount };
  const price = pricePerPiece(line);
  return price === undefined ? "no-exact-price" : { ...named, amount, price, currency: wish.prices.currency };
}

/** A variant goes with its master: without it the shop asks the shopper to choose. */
function nameOf(
  line: LinkLine,
  by: OpenCartWish["productKey"],
): Pick<LinkItem, "product" | "variant" | "sku"> | LinkFallback {
  const { productId, masterId, itemId } = line;
  if (by === "sku") {
    if (masterId !== undefined) return "variant-without-number";
    return itemId === undefined ? "no-item-number" : { sku: itemId };
  }
  const numbers = masterId === undefined ? { product: productId } : { product: masterId, variant: productId };
  return Object.values(numbers).every((id) => recordId(id) !== undefined) ? numbers : "no-product-number";
}

/** What one piece costs in the reminder, discounts included, so that the line comes to the very total that was mailed. */
function pricePerPiece({ lineTotal, quantity }: LinkLine): Decimal | undefined {
  if (lineTotal === undefined || !isPositive(quantity)) return undefined;
  return quotient(lineTotal.value, quantity, 2);
}
