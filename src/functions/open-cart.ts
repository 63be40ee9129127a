import type { HttpHandler, HttpRequest, HttpResponseInit } from "@azure/functions";
import { asConnectorError } from "../cart/connector-error.ts";
import { saidBy } from "../open-cart/apply/outcome.ts";
import {
  cartCookie,
  cartIdIn,
  saidCookie,
  saidIn,
  saidNoMore,
  type CookieTerms,
} from "../open-cart/page/cart-cookies.ts";
import { cartPage, laterPage, type Page } from "../open-cart/page/cart-page.ts";
import { isShopperOpening } from "../open-cart/page/is-shopper-opening.ts";
import { linkAnswer } from "../open-cart/page/link-answer.ts";
import { pageLanguage, type PageLanguage } from "../open-cart/page/page-language.ts";
import type { OpenCart } from "../run/open-cart/open-cart.ts";
import { clientAddress } from "./client-address.ts";
import type { Host } from "./host.ts";

type Answer = (openCart: OpenCart, now: Date) => Promise<HttpResponseInit>;

const UNTOUCHED = { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" } as const;

/**
 * `GET /actions/cart/add/` and `GET /actions/cart/addmulti/`, for anybody: fills the browser's cart and leads it on with
 * 303. HEAD is answered and changes nothing. What a browser fetches before a click is turned away with 503, so that it
 * comes again when there is one. 503 too when a neighbour is in trouble; 404 while links are switched off.
 */
export function openCartLink(host: Host): HttpHandler {
  return answering(host, "an open cart link failed", (request) => async (openCart, now) => {
    if (!isShopperOpening(openingOf(request))) {
      return { status: request.method === "HEAD" ? 200 : 503, headers: UNTOUCHED };
    }
    const terms = termsOf(request, openCart);
    const { outcome, cartId, location } = await openCart.open({
      target: request.url,
      address: clientAddress(request.headers.get("x-forwarded-for"), openCart.place.trustedProxies),
      cartId: cartIdIn(request.headers.get("cookie"), terms),
    });
    const { lifetime } = outcome.cart;
    const cart = cartId === undefined ? [] : [cartCookie(terms, cartId, { lifetime, now })];
    const said = saidBy(outcome);
    return {
      ...linkAnswer({ redirect: location }),
      cookies: [...cart, ...(said.length === 0 ? [] : [saidCookie(terms, said)])],
    };
  });
}

/** `GET /kurv/`: the cart of this browser, and what became of the link that led here, once. */
export function cartView(host: Host): HttpHandler {
  return answering(host, "a cart could not be shown", (request) => async (openCart) => {
    const terms = termsOf(request, openCart);
    const cookies = request.headers.get("cookie");
    const { cart, elsewhere } = await openCart.look(cartIdIn(cookies, terms));
    const said = saidIn(cookies, terms);
    const { shopUrl } = openCart.place;
    const page = cartPage({ cart, said, shopUrl, elsewhere, language: languageOf(request, openCart) });
    const isShown = said.length > 0 && isShopperOpening(openingOf(request));
    return { ...pageAnswer(page, request, 200), cookies: isShown ? [saidNoMore(terms)] : [] };
  });
}

function answering(host: Host, failure: string, answerTo: (request: HttpRequest) => Answer): HttpHandler {
  return async (request, context) => {
    let openCart: OpenCart | undefined;
    try {
      const wired = await host.connector();
      openCart = wired.openCart();
      if (openCart === undefined) return { status: 404, headers: UNTOUCHED };
      return await answerTo(request)(openCart, wired.clock.now());
    } catch (thrown) {
      const { code, message, fix } = asConnectorError(thrown);
      context.error(JSON.stringify({ text: failure, code, message, ...(fix === undefined ? {} : { fix }) }));
      return pageAnswer(laterPage(languageOf(request, openCart), openCart?.place.shopUrl), request, 503);
    }
  };
}

function pageAnswer({ headers, html }: Page, { method }: HttpRequest, status: number): HttpResponseInit {
  return method === "HEAD" ? { status, headers } : { status, headers, body: html };
}

function languageOf(request: HttpRequest, openCart: OpenCart | undefined): PageLanguage {
  return openCart?.place.language ?? pageLanguage(request.headers.get("accept-language") ?? undefined);
}

function openingOf(request: HttpRequest): Parameters<typeof isShopperOpening>[0] {
  return { method: request.method, header: (name) => request.headers.get(name) };
}

/** Browsers keep a cookie with `Secure` only when they came by https; on this machine they may come without. */
function termsOf({ url }: HttpRequest, { place }: OpenCart): CookieTerms {
  const { protocol, hostname } = new URL(url);
  const isHere = protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return { name: place.cookieName, secure: !isHere };
}
