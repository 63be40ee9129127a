import { emptyCart, type ShopperCart } from "../../cart/shopper-cart.ts";
import type { Outcome } from "../../open-cart/apply/outcome.ts";
import type { PageLanguage } from "../../open-cart/page/page-language.ts";
import { handOverLink, type HandOverTools } from "./hand-over-link.ts";
import { keptCart } from "./kept-carts.ts";
import { openLink, type LinkTools, type Opening } from "./open-link.ts";

/** What is said about the receiver of links besides its rules. */
export interface OpenCartPlace {
  /** The front page of the shop. */
  readonly shopUrl: string;
  readonly language: PageLanguage | undefined;
  readonly cookieName: string;
  /** Proxies in front of us whose word about the client is believed. */
  readonly trustedProxies: number;
}

/** What came of a link, for the browser. */
export interface Visit {
  readonly outcome: Outcome;
  /** What the browser has to keep from now on; undefined when nothing changed for it. */
  readonly cartId: string | undefined;
  /** Where it goes: a path here, or an address of the shop. */
  readonly location: string;
}

/** A cart to be shown. */
export interface ShownCart {
  /** Undefined where lines are handed over: only the shop knows what is in it. */
  readonly cart: ShopperCart | undefined;
  /** Where the shop shows the cart that links filled; undefined when there is none, or it is shown here. */
  readonly elsewhere: string | undefined;
}

/** The receiver of links, put together. */
export interface OpenCart {
  readonly place: OpenCartPlace;
  /** Opens a link. Throws as `openLink` does. */
  open(opening: Opening): Promise<Visit>;
  /** Throws what would fail every link: a secret that is missing or weak, a catalogue that cannot be read. */
  check(): Promise<readonly string[]>;
  /** The cart of a browser. Throws the faults of the ledger. */
  look(cartId: string | undefined): Promise<ShownCart>;
}

/** Carts kept here, on a page of our own. */
export function ownCarts(place: OpenCartPlace, tools: LinkTools): OpenCart {
  return {
    place,
    check: () => checkTools(tools),
    async open(opening) {
      const { outcome, cartId } = await openLink(tools, opening);
      const location = outcome.result === "front-page" ? place.shopUrl : outcome.redirect;
      return { outcome, location, cartId: outcome.changes.length === 0 ? undefined : cartId };
    },
    async look(cartId) {
      const kept = await keptCart(tools, cartId);
      return { cart: kept?.cart ?? emptyCart(tools.currency ?? ""), elsewhere: undefined };
    },
  };
}

/** Carts in Dynamics 365 Commerce, which the shop shows; our page only says what went wrong. */
export function commerceCarts(
  place: OpenCartPlace & { readonly shopCartUrl: string },
  tools: HandOverTools,
): OpenCart {
  function addressOf(commerceCartId: string): string {
    return place.shopCartUrl.replaceAll("{cartId}", encodeURIComponent(commerceCartId));
  }

  return {
    place,
    check: () => checkTools(tools),
    async open(opening) {
      const { outcome, cartId, commerceCartId } = await handOverLink(tools, opening);
      const kept = outcome.changes.length === 0 ? undefined : cartId;
      return { outcome, cartId: kept, location: locationOf(outcome, commerceCartId) };
    },
    async look(cartId) {
      const kept = await keptCart(tools, cartId);
      const id = kept?.commerceCartId;
      return { cart: undefined, elsewhere: id === undefined ? undefined : addressOf(id) };
    },
  };

  function locationOf({ result }: Outcome, commerceCartId: string | undefined): string {
    if (result === "front-page") return place.shopUrl;
    const isWhole = result === "added" || result === "already-added";
    return isWhole && commerceCartId !== undefined ? addressOf(commerceCartId) : tools.rules.cartPath;
  }
}

async function checkTools(tools: LinkTools): Promise<readonly string[]> {
  const signed = tools.rules.extended ? await tools.secrets() : [];
  const currency = await tools.catalogue.currency();
  const taken = ["plain links only", "1 secret for signed links"][signed.length];
  return [tools.currency ?? currency, taken ?? `${signed.length} secrets for signed links`];
}
