import type { ShopData } from "../retail-server/shop-data.ts";
import type { Case, CaseBuilder, ContactSeed, Ending } from "./case.ts";
import { PRODUCTS } from "./catalogue.ts";
import * as other from "./other-cases.ts";
import * as remindable from "./remindable-cases.ts";
import { createScene } from "./scene.ts";

export interface DemoShop {
  readonly shop: ShopData;
  /** What the e-mail provider is to know. */
  readonly contacts: readonly ContactSeed[];
  readonly expected: ExpectedEndings;
}

/** What one pass over the shop should come to, with a window from 120 to 30 (or 10) minutes ago. */
export interface ExpectedEndings {
  /** By cart id: from which case it is, and how it should end. */
  readonly carts: ReadonlyMap<string, { readonly label: string; readonly ending: Ending }>;
  readonly byEnding: ReadonlyMap<Ending, number>;
  readonly byLabel: ReadonlyMap<string, number>;
}

type Programme = readonly (readonly [label: string, times: number, build: CaseBuilder])[];

/** Which cases the demo shop shows, and how often. Some hold more carts than one. */
function programme(oneMoment: string): Programme {
  return [
    ["ordinary", 84, remindable.ordinary],
    ["at one moment", 12, remindable.atOneMoment(oneMoment)],
    ["variant with its own picture", 3, remindable.variantWithPicture],
    ["variant with its master's picture", 3, remindable.variantWithMastersPicture],
    ["product without a picture", 2, remindable.withoutPicture],
    ["product gone from the server", 2, remindable.productGone],
    ["unicode", 3, remindable.unicode],
    ["odd language", 2, remindable.oddLanguage],
    ["odd prices", 3, remindable.oddPrices],
    ["by the metre", 1, remindable.byTheMetre],
    ["discounted", 2, remindable.discounted],
    ["mixed lines", 2, remindable.mixedLines],
    ["bought other things", 2, remindable.boughtOtherThings],
    ["bought long ago", 1, remindable.boughtLongAgo],
    ["with a checkout copy", 3, remindable.checkoutCopy],

    ["several carts", 4, other.severalCarts],
    ["two accounts", 2, other.twoAccounts],
    ["still shopping", 2, other.stillShopping],
    ["bought since", 3, other.boughtSince],
    ["bought one lately", 2, other.boughtOneLately],

    ["guest", 6, other.guest],
    ["customer untold", 2, other.customerUntold],
    ["customer missing", 3, other.customerMissing],
    ["no e-mail", 1, other.withoutAddress(null)],
    ["empty e-mail", 1, other.withoutAddress("")],
    ["unusable e-mail", 1, other.withoutAddress("saknas")],
    ["blocked", 2, other.flagged("blocked")],
    ["no personalization", 2, other.flagged("optOutPersonalization")],
    ["no web tracking", 2, other.flagged("optOutWebActivityTracking")],
    ["opted out", 4, other.atTheProvider("2")],
    ["never asked", 4, other.atTheProvider("")],
    ["no contact", 2, other.noContact],

    ["empty", 6, other.emptyCart],
    ["voided lines", 2, other.onlyLines("voided")],
    ["gift card", 2, other.onlyLines("gift-card")],
    ["invoice", 1, other.onlyLines("invoice")],
    ["deposit", 1, other.onlyLines("deposit")],
    ["negative quantity", 1, other.negativeQuantity],
    ["without an id", 1, other.unreadable("Id")],
    ["without a stamp", 1, other.unreadable("ModifiedDateTime")],
  ];
}

/** A shop as the last two hours before `now` left it: about 200 carts, every odd case among them. */
export function demoShop({ now, seed = 1 }: { readonly now: Date; readonly seed?: number }): DemoShop {
  const scene = createScene({ now, seed });
  const cases = programme(scene.moment(60)).flatMap(([label, times, build]) =>
    Array.from({ length: times }, () => ({ label, ...build(scene) })),
  );
  const carts = cases.flatMap((one) => one.carts.map((cart) => cart.row));
  return {
    shop: {
      channel: { currency: "SEK", defaultLanguage: "sv" },
      products: PRODUCTS,
      customers: cases.flatMap((one) => one.customers ?? []),
      // shuffled, so that carts are not made in the order of their cases
      carts: scene.draw.some(carts, carts.length),
      orders: cases.flatMap((one) => one.orders ?? []),
    },
    contacts: cases.flatMap((one) => one.contacts ?? []),
    expected: expectedOf(cases),
  };
}

function expectedOf(cases: readonly (Case & { readonly label: string })[]): ExpectedEndings {
  const rows = cases.flatMap(({ label, carts }) =>
    carts.map(({ row, ending }) => ({ id: row.id, label, ending })),
  );
  return {
    carts: new Map(rows.map(({ id, label, ending }) => [id, { label, ending }])),
    byEnding: counts(rows.map((row) => row.ending)),
    byLabel: counts(rows.map((row) => row.label)),
  };
}

function counts<Word>(words: readonly Word[]): ReadonlyMap<Word, number> {
  const found = new Map<Word, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}
