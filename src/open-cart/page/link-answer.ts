import type { Lifetime } from "../../cart/shopper-cart.ts";

/** What a link is answered with: never a page of its own, so that a reload or the way back does not open it again. */
export interface LinkAnswer {
  readonly status: 303;
  readonly headers: Readonly<Record<string, string>>;
}

/** Leads the shopper on. Neither caches nor the next site learn the link, which holds prices and a code. */
export function linkAnswer({ redirect }: { readonly redirect: string }): LinkAnswer {
  return {
    status: 303,
    headers: { Location: redirect, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  };
}

/** `__Host-`: browsers take it over https only and for this host alone. */
export const CART_COOKIE = "__Host-cart";

/**
 * The `Set-Cookie` that keeps a guest's cart in the browser for as long as the cart lives. The id has to be unguessable:
 * whoever knows it sees the cart. `Lax`, because the shopper comes from a mail.
 */
export function cartCookie(id: string, lifetime: Lifetime | undefined, now: Date): string {
  const age = lifetime?.kind === "until" ? [`Max-Age=${secondsTo(lifetime.at, now)}`] : [];
  return [`${CART_COOKIE}=${id}`, "Path=/", ...age, "HttpOnly", "Secure", "SameSite=Lax"].join("; ");
}

/** The cart id of a `Cookie` header; undefined when there is none, or none that `Random.id` could have made. */
export function cartIdIn(cookies: string | null | undefined): string | undefined {
  const pairs = (cookies ?? "").split(";").map((pair) => pair.trim());
  const own = pairs.filter((pair) => pair.startsWith(`${CART_COOKIE}=`));
  const [id = ""] = own.map((pair) => pair.slice(CART_COOKIE.length + 1));
  // twice is nothing a browser does for a name with this prefix
  return own.length === 1 && /^[\w-]{20,64}$/.test(id) ? id : undefined;
}

function secondsTo(at: string, now: Date): number {
  return Math.max(0, Math.floor((Date.parse(at) - now.getTime()) / 1000));
}
