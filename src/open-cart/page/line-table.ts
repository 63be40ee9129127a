import type { Decimal } from "../../cart/decimal.ts";
import { money } from "../../cart/money.ts";
import { cartTotal, lineTotal, type ShopperCart, type ShopperLine } from "../../cart/shopper-cart.ts";
import { withoutDirectionTurns } from "../../cart/ware-values.ts";
import { escapeHtml } from "../escape-html.ts";
import { TEXTS, type Text } from "../texts.ts";
import type { PageLanguage } from "./page-language.ts";
import { WORDS } from "./page-words.ts";

interface Words {
  readonly say: (text: Text) => string;
  readonly price: (amount: Decimal) => string;
}

/**
 * The lines of a cart and their total. The roles are written out because the style shows the table as blocks on a phone,
 * and browsers would then no longer tell a screen reader that it is a table.
 */
export function lineTable(cart: ShopperCart, language: PageLanguage): readonly string[] {
  const words: Words = {
    say: (text) => escapeHtml(text[language]),
    price: (amount) => escapeHtml(money(amount, cart.currency, language)),
  };
  const { say, price } = words;
  const numbers = [WORDS.amount, WORDS.unitPrice, WORDS.lineTotal];
  const column = '<th scope="col" role="columnheader"';
  return [
    '<table role="table">',
    '<thead role="rowgroup">',
    '<tr role="row">',
    `${column}>${say(WORDS.product)}</th>`,
    ...numbers.map((text) => `${column} class="n">${say(text)}</th>`),
    "</tr>",
    "</thead>",
    '<tbody role="rowgroup">',
    ...cart.lines.flatMap((line) => rowOf(line, words)),
    "</tbody>",
    '<tfoot role="rowgroup">',
    '<tr role="row">',
    `<th scope="row" role="rowheader" colspan="3">${say(WORDS.cartTotal)}</th>`,
    `<td role="cell" class="n">${price(cartTotal(cart))}</td>`,
    "</tr>",
    "</tfoot>",
    "</table>",
  ];
}

function rowOf(line: ShopperLine, { say, price }: Words): readonly string[] {
  const cells = [
    [WORDS.amount, String(line.amount)],
    [WORDS.unitPrice, price(line.unitPrice)],
    [WORDS.lineTotal, price(lineTotal(line))],
  ] as const;
  return [
    '<tr role="row">',
    `<th scope="row" role="rowheader">${[fromLink(line.title), ...notesOf(line, say)].join("")}</th>`,
    ...cells.map(([name, value]) => `<td role="cell" class="n" data-name="${say(name)}">${value}</td>`),
    "</tr>",
  ];
}

function notesOf(line: ShopperLine, say: Words["say"]): readonly string[] {
  return [
    ...(line.sku === undefined ? [] : [`<span class="note">${say(WORDS.sku)}: ${fromLink(line.sku)}</span>`]),
    ...(line.customised.includes("price") ? [`<span class="note offer">${say(WORDS.offer)}</span>`] : []),
    ...(line.soldOut ? [`<span class="note bar">${say(TEXTS.NO_STOCK)}</span>`] : []),
  ];
}

/** Titles and SKUs may come out of links, and out of a catalogue that nobody has looked over. */
function fromLink(text: string): string {
  return escapeHtml(withoutDirectionTurns(text));
}
