import { ConnectorError } from "../../cart/connector-error.ts";
import { emptyCart, type ShopperLine } from "../../cart/shopper-cart.ts";
import { applyLink } from "../../open-cart/apply/apply-link.ts";
import type { Outcome } from "../../open-cart/apply/outcome.ts";
import { isOffer, readLink, type OpenCartLink } from "../../open-cart/read/read-link.ts";
import { refusal, type LinkRefusal } from "../../open-cart/read/read-target.ts";
import type { CommerceCarts } from "../../ports/commerce-carts.ts";
import { changeCart, type CartChange, type Kept } from "./kept-carts.ts";
import {
  readyLink,
  refused,
  type LinkTools,
  type Opened,
  type Opening,
  type ReadyLink,
} from "./open-link.ts";

export interface HandOverTools extends LinkTools {
  readonly commerceCarts: CommerceCarts;
}

/** A link whose lines went into a cart of Dynamics 365 Commerce. */
export interface HandedOver extends Opened {
  /** The browser's cart there; undefined when it has none still. */
  readonly commerceCartId: string | undefined;
}

interface Noted {
  readonly outcome: Outcome;
  /** What the link adds: empty when it was used before, or adds nothing. */
  readonly lines: readonly ShopperLine[];
  readonly commerceCartId: string | undefined;
}

/**
 * Opens a link in front of a Dynamics 365 shop: its lines go into the browser's cart there, at the server's prices. Here
 * is kept only which cart that is and which links were used on it. A link is noted before its lines are handed over and
 * taken back when that fails, so that two clicks at once add once. Throws as `openLink` does, and `retail-server-…`.
 */
export async function handOverLink(tools: HandOverTools, opening: Opening): Promise<HandedOver> {
  const ready = await readyLink(tools, opening, withoutOffers(readLink(opening.target)));
  if (ready.kind === "refused") {
    return { outcome: refused(tools, ready), cartId: opening.cartId, commerceCartId: undefined };
  }
  const noted = await changeCart(tools, opening.cartId, (kept) => noteLink(ready, kept));
  const { outcome, lines, commerceCartId } = noted.result;
  if (lines.length === 0) return { outcome, cartId: noted.cartId, commerceCartId };
  try {
    const filled = await fill(tools, noted.cartId, { lines, commerceCartId });
    return { outcome, cartId: noted.cartId, commerceCartId: filled };
  } catch (fault) {
    await changeCart(tools, noted.cartId, (kept) => takeBack(outcome, kept));
    throw fault;
  }
}

/** Prices and titles are the server's own business. */
function withoutOffers(link: OpenCartLink | LinkRefusal): OpenCartLink | LinkRefusal {
  if (link.kind === "refused" || !link.items.some(isOffer)) return link;
  return refusal("offers-not-taken", link.parameters);
}

function noteLink({ admitted, shop }: ReadyLink, kept: Kept | undefined): CartChange<Noted> {
  const cart = kept?.cart ?? emptyCart(shop.settings.currency);
  const outcome = applyLink(admitted, { ...shop, cart });
  const result = { outcome, lines: outcome.cart.lines, commerceCartId: kept?.commerceCartId };
  if (outcome.cart === cart) return { keep: undefined, result: { ...result, lines: [] } };
  return { keep: { ...kept, cart: { ...outcome.cart, lines: [] } }, result };
}

/** The id of the cart that took the lines. */
async function fill(
  tools: HandOverTools,
  cartId: string | undefined,
  { lines, commerceCartId }: Omit<Noted, "outcome">,
): Promise<string> {
  const wanted = lines.map(({ productId, variantId, amount }) => ({
    productId: variantId ?? productId,
    quantity: amount,
  }));
  const there = commerceCartId ?? (await newCommerceCart(tools, cartId, undefined));
  if ((await tools.commerceCarts.addLines(there, wanted)) === "added") return there;
  const fresh = await newCommerceCart(tools, cartId, there);
  if ((await tools.commerceCarts.addLines(fresh, wanted)) === "added") return fresh;
  throw new ConnectorError(
    "retail-server-not-found",
    "retail server does not know the cart it has just made",
    {
      fix: "nothing to do if it passes",
    },
  );
}

/** Makes a cart in the place of one that is gone, unless another request has done so meanwhile: then theirs is it. */
async function newCommerceCart(
  tools: HandOverTools,
  cartId: string | undefined,
  gone: string | undefined,
): Promise<string> {
  const made = await tools.commerceCarts.make();
  const { result } = await changeCart(tools, cartId, (kept): CartChange<string> => {
    const known = kept?.commerceCartId;
    if (kept === undefined || (known !== undefined && known !== gone)) {
      return { keep: undefined, result: known ?? made };
    }
    return { keep: { ...kept, commerceCartId: made }, result: made };
  });
  return result;
}

/** The link was not used after all. */
function takeBack({ changes }: Outcome, kept: Kept | undefined): CartChange<undefined> {
  const marks = changes.flatMap((change) => (change.kind === "mark-used" ? [change.mark] : []));
  if (kept === undefined) return { keep: undefined, result: undefined };
  const used = kept.cart.used.filter((mark) => !marks.includes(mark));
  return { keep: { ...kept, cart: { ...kept.cart, used } }, result: undefined };
}
