import type { Lifetime } from "../../cart/shopper-cart.ts";
import { isOutcomeCode, type OutcomeCode } from "../outcome-codes.ts";

/** A cookie as a server sets it: a path, no domain, never to be read by scripts. */
export interface CartCookie {
  readonly name: string;
  readonly value: string;
  readonly path: "/";
  /** Seconds; left out for as long as the browser's session lasts. */
  readonly maxAge?: number;
  readonly httpOnly: true;
  readonly secure: boolean;
  /** Not `Strict`, because the shopper comes from a mail. */
  readonly sameSite: "Lax";
}

/** The name in the settings, and whether the browser came by https. */
export interface CookieTerms {
  readonly name: string;
  readonly secure: boolean;
}

/** Long enough for a redirect on a slow line. */
const SAID_SECONDS = 120;

const MOST_SAID = 20;

/**
 * Keeps a guest's cart in the browser for as long as the cart lives. The id has to be unguessable: whoever knows it sees
 * the cart. With `__Host-` browsers take it over https only and for this host alone.
 */
export function cartCookie(
  terms: CookieTerms,
  id: string,
  kept: { readonly lifetime: Lifetime | undefined; readonly now: Date },
): CartCookie {
  const { lifetime, now } = kept;
  const age = lifetime?.kind === "until" ? { maxAge: secondsTo(lifetime.at, now) } : {};
  return { ...cookie(terms, "", id), ...age };
}

/** Carries what became of a link over the redirect to the cart page: our codes, never text from the link. */
export function saidCookie(terms: CookieTerms, codes: readonly OutcomeCode[]): CartCookie {
  return {
    ...cookie(terms, "-said", [...new Set(codes)].slice(0, MOST_SAID).join(".")),
    maxAge: SAID_SECONDS,
  };
}

/** Takes it back, once it was shown. */
export function saidNoMore(terms: CookieTerms): CartCookie {
  return { ...cookie(terms, "-said", ""), maxAge: 0 };
}

/** The cart id of a `Cookie` header; undefined when there is none, or none that `Random.id` could have made. */
export function cartIdIn(cookies: string | null | undefined, terms: CookieTerms): string | undefined {
  const id = valueIn(cookies, nameOf(terms, ""));
  return id !== undefined && /^[\w-]{20,64}$/.test(id) ? id : undefined;
}

/** What a link led to; words that are none of ours say nothing. */
export function saidIn(cookies: string | null | undefined, terms: CookieTerms): readonly OutcomeCode[] {
  const words = (valueIn(cookies, nameOf(terms, "-said")) ?? "").split(".");
  return words.slice(0, MOST_SAID).filter(isOutcomeCode);
}

function cookie(terms: CookieTerms, part: CookiePart, value: string): CartCookie {
  const name = nameOf(terms, part);
  return { name, value, path: "/", httpOnly: true, secure: terms.secure, sameSite: "Lax" };
}

type CookiePart = "" | "-said";

function nameOf({ name, secure }: CookieTerms, part: CookiePart): string {
  return `${secure ? "__Host-" : ""}${name}${part}`;
}

function valueIn(cookies: string | null | undefined, name: string): string | undefined {
  const pairs = (cookies ?? "").split(";").map((pair) => pair.trim());
  const own = pairs.filter((pair) => pair.startsWith(`${name}=`));
  // twice is nothing a browser does for a name with this prefix
  return own.length === 1 ? own[0]?.slice(name.length + 1) : undefined;
}

function secondsTo(at: string, now: Date): number {
  return Math.max(0, Math.floor((Date.parse(at) - now.getTime()) / 1000));
}
