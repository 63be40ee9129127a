import { createHash } from "node:crypto";
import { canCheckOut, type ShopperCart } from "../../cart/shopper-cart.ts";
import { escapeHtml } from "../escape-html.ts";
import { textOf, type OutcomeCode } from "../outcome-codes.ts";
import type { Text } from "../texts.ts";
import { lineTable } from "./line-table.ts";
import type { PageLanguage } from "./page-language.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { WORDS } from "./page-words.ts";

export interface CartView {
  /** Undefined when only the shop itself knows what is in it. */
  readonly cart: ShopperCart | undefined;
  readonly language: PageLanguage;
  /** What became of the link that led here: the codes of the outcome and of its items, none for a silent link. */
  readonly said: readonly OutcomeCode[];
  /** The front page of the shop. */
  readonly shopUrl: string;
  /** Where the shop itself shows the cart; undefined when it is shown here. */
  readonly elsewhere?: string | undefined;
}

export interface Page {
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** A cart for its shopper: a page without scripts that a screen reader, a phone and paper can show. Never cached. */
export function cartPage(view: CartView): Page {
  const { cart, language, said, shopUrl, elsewhere } = view;
  return pageOf(language, [...saidOf(said, language), ...cartOf(cart, language, elsewhere)], shopUrl);
}

/** In place of a cart that cannot be shown because something else is in trouble. */
export function laterPage(language: PageLanguage, shopUrl?: string): Page {
  return pageOf(language, [statusText(WORDS.later, language, "bad")], shopUrl);
}

function pageOf(language: PageLanguage, body: readonly string[], shopUrl: string | undefined): Page {
  const title = escapeHtml(WORDS.title[language]);
  const html = [
    "<!doctype html>",
    `<html lang="${language}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<title>${title}</title>`,
    `<style>${PAGE_STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${title}</h1>`,
    ...body,
    ...(shopUrl === undefined ? [] : [leadOn(shopUrl, WORDS.shop, language)]),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
  return { html, headers: { ...HEADERS, "Content-Language": language } };
}

/** Nothing is loaded and nothing runs: even a title that got past the escaping could do nothing. */
const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(PAGE_STYLE).digest("base64")}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  Vary: "Accept-Language, Cookie",
} as const;

/** One text once, however many items it is about. */
function saidOf(said: readonly OutcomeCode[], language: PageLanguage): readonly string[] {
  const texts = new Map<Text, "good" | "bad">();
  for (const code of said) {
    const text = textOf(code);
    if (text !== undefined) texts.set(text, GOOD.includes(code) ? "good" : "bad");
  }
  if (texts.size === 0) return [];
  const lines = [...texts].map(([text, tone]) => statusText(text, language, tone));
  return ['<div role="status">', ...lines, "</div>"];
}

/** All is as the shopper wanted it. */
const GOOD: readonly OutcomeCode[] = ["added", "already-added"];

function statusText(text: Text, language: PageLanguage, tone: "good" | "bad"): string {
  return `<p class="said${tone === "bad" ? " bad" : ""}">${escapeHtml(text[language])}</p>`;
}

function cartOf(
  cart: ShopperCart | undefined,
  language: PageLanguage,
  elsewhere: string | undefined,
): readonly string[] {
  if (elsewhere !== undefined) return [leadOn(elsewhere, WORDS.elsewhere, language)];
  if (cart === undefined) return [];
  if (cart.lines.length === 0) return [`<p>${escapeHtml(WORDS.empty[language])}</p>`];
  const barred = canCheckOut(cart) ? [] : [statusText(WORDS.barred, language, "bad")];
  return [...lineTable(cart, language), ...barred];
}

function leadOn(url: string, text: Text, language: PageLanguage): string {
  return `<p class="on"><a href="${escapeHtml(url)}">${escapeHtml(text[language])}</a></p>`;
}
