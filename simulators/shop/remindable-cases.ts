import type { CartLineRow } from "../retail-server/shop-data.ts";
import { aLine } from "./builders.ts";
import { oneCart, type Case, type CaseBuilder } from "./case.ts";
import {
  ARTWORK,
  BARE_VARIANTS,
  GONE_PRODUCT,
  NAPKIN,
  PICTURED_VARIANTS,
  POSTER,
  RIBBON,
  SINGLES,
  UNPICTURED,
} from "./catalogue.ts";
import { lineOf, type Scene } from "./scene.ts";

/* Carts that are to be reminded of, however odd they look. */

export function ordinary(scene: Scene): Case {
  return withLines(scene, scene.basket());
}

/** Carts that were saved in one and the same moment, as a mass update leaves them behind. */
export function atOneMoment(modified: string): CaseBuilder {
  return (scene) => {
    const customer = scene.shopper();
    return oneCart(customer, scene.cart({ customerId: customer.account, modified }));
  };
}

export function variantWithPicture(scene: Scene): Case {
  return withLines(scene, [lineOf(scene.draw.pick(PICTURED_VARIANTS))]);
}

export function variantWithMastersPicture(scene: Scene): Case {
  return withLines(scene, [lineOf(scene.draw.pick(BARE_VARIANTS))]);
}

export function withoutPicture(scene: Scene): Case {
  return withLines(scene, [lineOf(UNPICTURED), lineOf(scene.draw.pick(SINGLES))]);
}

/** The server knows the product no more: only the line can still say what it was. */
export function productGone(scene: Scene): Case {
  return withLines(scene, [lineOf(GONE_PRODUCT, { quantity: "2.0000000" })]);
}

export function unicode(scene: Scene): Case {
  const [firstName, lastName] = scene.draw.pick([
    ["小龍", "陳"],
    ["Þórdís", "Ægisdóttir"],
    ["Zoë 🎁", "Ångström <Öst>"],
    ["משה", "Ó Súilleabháin"],
  ] as const);
  const customer = scene.shopper({ firstName, lastName });
  return oneCart(customer, scene.cart({ customerId: customer.account, lines: [lineOf(POSTER)] }));
}

export function oddLanguage(scene: Scene): Case {
  const customer = scene.shopper({ language: scene.draw.pick([null, "", "tlh-Latn-x-qonos"]) });
  return oneCart(customer, scene.cart({ customerId: customer.account }));
}

export function oddPrices(scene: Scene): Case {
  return withLines(scene, [lineOf(RIBBON), lineOf(NAPKIN, { quantity: "3.0000000" }), lineOf(ARTWORK)]);
}

export function byTheMetre(scene: Scene): Case {
  return withLines(scene, [lineOf(RIBBON, { quantity: "1.5", unit: "m" })]);
}

export function discounted(scene: Scene): Case {
  return withLines(scene, [
    lineOf(scene.draw.pick(SINGLES), { quantity: "2.0000000", discount: "50.5000000" }),
  ]);
}

/** One thing to show among lines that are not to be shown. */
export function mixedLines(scene: Scene): Case {
  const [shown, voided] = scene.draw.some(SINGLES, 2).map((product) => lineOf(product));
  const others: readonly CartLineRow[] = [
    aLine({ ...voided, kind: "voided" }),
    aLine({ kind: "gift-card", productId: null, description: "Presentkort", price: "500.0000000" }),
  ];
  return withLines(scene, [...others, aLine(shown)]);
}

/** Bought three days ago, but nothing of what is in the cart. */
export function boughtOtherThings(scene: Scene): Case {
  return boughtBefore(scene, { days: 3, productIds: [NAPKIN.id] });
}

/** Bought the very same thing, but longer ago than a shopper remembers. */
export function boughtLongAgo(scene: Scene): Case {
  return boughtBefore(scene, { days: 40, productIds: SINGLES.map((product) => product.id) });
}

function boughtBefore(
  scene: Scene,
  bought: { readonly days: number; readonly productIds: readonly number[] },
): Case {
  const customer = scene.shopper();
  const { account } = customer;
  const created = scene.moment(bought.days * 24 * 60);
  const orders = [scene.order({ customerId: account, created, productIds: bought.productIds })];
  const lines = [lineOf(scene.draw.pick(SINGLES))];
  return oneCart(customer, scene.cart({ customerId: account, lines }), { orders });
}

/** The shopper went as far as the checkout, which works on a copy of the cart. */
export function checkoutCopy(scene: Scene): Case {
  const customer = scene.shopper();
  const shopping = scene.cart({ customerId: customer.account });
  const copy = scene.cart({ customerId: customer.account, type: "checkout", lines: shopping.lines });
  const { carts, ...around } = oneCart(customer, shopping);
  return { ...around, carts: [...carts, { row: copy, ending: "out-of-reach" }] };
}

function withLines(scene: Scene, lines: readonly CartLineRow[]): Case {
  const customer = scene.shopper();
  return oneCart(customer, scene.cart({ customerId: customer.account, lines }));
}
