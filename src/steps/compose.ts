import type { ShownLine } from "../cart/cart.ts";
import { minus, sum, times, type Decimal } from "../cart/decimal.ts";
import { money } from "../cart/money.ts";
import type { Amount, ReminderFacts, ReminderLine, ViewPortImage } from "../cart/reminder.ts";
import { filled, type ReturnLink } from "../cart/return-link.ts";
import type { Composed, Enriched, Recalled, Shop, Shown, WayTools } from "./way.ts";

/** One reminder, from what was read. Pure. */
export function compose(tools: Pick<WayTools, "shop" | "rules">, item: Enriched): Composed {
  const { grounds, ...known } = item;
  const { facts, linkFallback } = factsOf(tools, item);
  return {
    ...known,
    reminder: { ...facts, grounds },
    ...(linkFallback === undefined ? {} : { linkFallback }),
  };
}

/** What a reminder of this cart tells, whether it may be sent or not. */
export function factsOf(
  { shop, rules }: Pick<WayTools, "shop" | "rules">,
  item: Recalled & Shown,
): { readonly facts: ReminderFacts } & Pick<Composed, "linkFallback"> {
  const { step } = item.candidate;
  const template = rules.laterSteps[step - 1]?.template;
  const lines = item.lines.map((line) => reminderLine(shop, item, line));
  const totals = lines.flatMap((line) => line.lineTotal?.value ?? []);
  const total = totals.length === lines.length ? amount(sum(totals), shop, item) : undefined;
  const link = returnLink(shop, item, lines);
  const facts: ReminderFacts = {
    key: item.candidate.key,
    person: item.person,
    address: item.address,
    cartId: item.cart.id,
    step,
    ...(template === undefined ? {} : { template }),
    firstName: item.customer?.firstName,
    lastName: item.customer?.lastName,
    language: item.language,
    currency: shop.currency,
    returnToCartUrl: link.url,
    ...(shop.unsubscribeUrl === undefined ? {} : { unsubscribeUrl: shop.unsubscribeUrl(item.person) }),
    lines,
    total,
  };
  return { facts, ...(link.fellBack === undefined ? {} : { linkFallback: link.fellBack }) };
}

function returnLink(shop: Shop, item: Recalled & Shown, lines: readonly ReminderLine[]): ReturnLink {
  const { cart, language, person, products } = item;
  if (shop.returnLink === undefined) {
    return { url: filled(shop.returnToCartUrl, { cartId: cart.id, language }) };
  }
  const { key, step } = item.candidate;
  const linkLines = lines.map((line) => {
    const product = products.get(line.productId);
    return { ...line, itemId: product?.itemId, masterId: product?.masterId };
  });
  return shop.returnLink({ key, person, cartId: cart.id, step, language, lines: linkLines });
}

function reminderLine(shop: Shop, item: Recalled & Shown, line: ShownLine): ReminderLine {
  const product = item.products.get(line.productId);
  const name = product?.name ?? line.description;
  const places = { productId: line.productId, itemId: product?.itemId ?? "", language: item.language };
  const template = shop.productUrlTemplate;
  const total = lineTotal(line);
  return {
    productId: line.productId,
    productName: name,
    productUrl: template === undefined ? undefined : filled(template, places),
    image: image(shop, item, { productId: line.productId, name }),
    quantity: line.quantity,
    unitPrice: line.unitPrice === undefined ? undefined : amount(line.unitPrice, shop, item),
    lineTotal: total === undefined ? undefined : amount(total, shop, item),
  };
}

/** What the shopper is asked for this line, in the price's own tax mode. */
function lineTotal(line: ShownLine): Decimal | undefined {
  if (line.unitPrice === undefined) return undefined;
  const gross = times(line.unitPrice, line.quantity);
  return line.discount === undefined ? gross : minus(gross, line.discount);
}

function amount(value: Decimal, shop: Shop, item: Recalled & Shown): Amount {
  return { value, text: money(value, shop.currency, item.language) };
}

/** The first usable picture, default before others (the port gives them best first), else the placeholder. */
function image(
  shop: Shop,
  item: Recalled & Shown,
  of: { readonly productId: string; readonly name: string | undefined },
): ReminderLine["image"] {
  const pictures = item.pictures.get(of.productId) ?? [];
  const best = pictures.find((picture) => picture.isDefault) ?? pictures[0];
  const source = best?.url ?? shop.placeholderImageUrl;
  if (source === undefined) return undefined;
  const viewPorts = shop.viewPorts.flatMap((port): ViewPortImage[] => {
    const url = imageUrl(shop.imageServerUrl, source, port);
    return url === undefined
      ? []
      : [{ url, media: port.media, useForDefaultImageTag: port.useForDefaultImageTag }];
  });
  return viewPorts.length === 0 ? undefined : { altText: best?.altText ?? of.name ?? "", viewPorts };
}

/**
 * Absolute addresses are used as they are; relative ones get the media server before them, with exactly one slash
 * between, and the size behind them: `&w=…&h=…&q=80&m=6&f=jpg`, with `?` where the address has no query yet.
 * Undefined when a relative address has no server to stand on.
 */
export function imageUrl(
  server: string | undefined,
  source: string,
  size: { readonly width: number; readonly height: number },
): string | undefined {
  if (/^https?:\/\//i.test(source)) return source;
  if (server === undefined) return undefined;
  const address = `${server.replace(/\/+$/, "")}/${source.replace(/^\/+/, "")}`;
  const separator = address.includes("?") ? "&" : "?";
  return `${address}${separator}w=${size.width}&h=${size.height}&q=80&m=6&f=jpg`;
}
