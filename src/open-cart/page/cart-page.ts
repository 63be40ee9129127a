import { createHash } from "node:crypto";
import type { Decimal } from "../../cart/decimal.ts";
import { money } from "../../cart/money.ts";
import {
  canCheckOut,
  cartTotal,
  lineTotal,
  type ShopperCart,
  type ShopperLine,
} from "../../cart/shopper-cart.ts";
import { withoutDirectionTurns } from "../../cart/ware-values.ts";
import { escapeHtml } from "../escape-html.ts";
import { TEXTS, type Text } from "../texts.ts";
import type { PageLanguage } from "./page-language.ts";
import { WORDS } from "./page-words.ts";

export interface CartView {
  readonly cart: ShopperCart;
  readonly language: PageLanguage;
  /** What became of the link that led here, in the order of its items: `Outcome.message` and those of its items. */
  readonly messages: readonly Text[];
}

export interface Page {
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** A cart for its shopper: a page without scripts that a screen reader, a phone and paper can show. Never cached. */
export function cartPage({ cart, language, messages }: CartView): Page {
  const say = (text: Text): string => escapeHtml(text[language]);
  const price = (amount: Decimal): string => escapeHtml(money(amount, cart.currency, language));
  const body = cart.lines.length === 0 ? [`<p>${say(WORDS.empty)}</p>`] : tableOf(cart, say, price);
  const html = [
    "<!doctype html>",
    `<html lang="${language}">`,
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<title>${say(WORDS.title)}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<h1>${say(WORDS.title)}</h1>`,
    ...statusOf(messages, say),
    ...body,
    `<p><a href="/">${say(WORDS.shop)}</a></p>`,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
  return { html, headers: { ...HEADERS, "Content-Language": language } };
}

const STYLE = [
  "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:50rem;padding:1rem;color:#1a1a1a;background:#fff}",
  "table{border-collapse:collapse;width:100%}",
  "th,td{padding:.5rem;border-bottom:1px solid #767676;text-align:left;vertical-align:top;overflow-wrap:anywhere}",
  ".n{text-align:right;white-space:nowrap}",
  ".status,.warning{border-left:.25rem solid;padding:.25rem .75rem;margin:.5rem 0}",
  ".warning{color:#8a1c00}",
  ".note{display:block;font-size:.875rem;font-weight:400}",
].join("");

/** Nothing is loaded and nothing runs: even a title that got past the escaping could do nothing. */
const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  Vary: "Accept-Language, Cookie",
} as const;

type Say = (text: Text) => string;
type Price = (amount: Decimal) => string;

/** One text once, however many items it is about. */
function statusOf(messages: readonly Text[], say: Say): readonly string[] {
  const texts = [...new Set(messages.map(say))];
  if (texts.length === 0) return [];
  return ['<div role="status">', ...texts.map((text) => `<p class="status">${text}</p>`), "</div>"];
}

function tableOf(cart: ShopperCart, say: Say, price: Price): readonly string[] {
  const numbers = [WORDS.amount, WORDS.unitPrice, WORDS.lineTotal];
  return [
    ...(canCheckOut(cart) ? [] : [`<p class="warning">${say(WORDS.barred)}</p>`]),
    "<table>",
    "<thead>",
    "<tr>",
    `<th scope="col">${say(WORDS.product)}</th>`,
    ...numbers.map((text) => `<th scope="col" class="n">${say(text)}</th>`),
    "</tr>",
    "</thead>",
    "<tbody>",
    ...cart.lines.flatMap((line) => rowOf(line, say, price)),
    "</tbody>",
    "<tfoot>",
    `<tr><th scope="row" colspan="3">${say(WORDS.cartTotal)}</th><td class="n">${price(cartTotal(cart))}</td></tr>`,
    "</tfoot>",
    "</table>",
  ];
}

function rowOf(line: ShopperLine, say: Say, price: Price): readonly string[] {
  const notes = [
    ...(line.sku === undefined ? [] : [`${say(WORDS.sku)}: ${fromLink(line.sku)}`]),
    ...(line.customised.includes("price") ? [say(WORDS.offer)] : []),
  ].map((note) => `<span class="note">${note}</span>`);
  const soldOut = line.soldOut ? [`<span class="note warning">${say(TEXTS.NO_STOCK)}</span>`] : [];
  return [
    "<tr>",
    `<th scope="row">${[fromLink(line.title), ...notes, ...soldOut].join("")}</th>`,
    `<td class="n">${line.amount}</td>`,
    `<td class="n">${price(line.unitPrice)}</td>`,
    `<td class="n">${price(lineTotal(line))}</td>`,
    "</tr>",
  ];
}

/** Titles and SKUs may come out of links, and out of a catalogue that nobody has looked over. */
function fromLink(text: string): string {
  return escapeHtml(withoutDirectionTurns(text));
}
