import type { ShopperCart } from "../../cart/shopper-cart.ts";
import {
  isAdded,
  shownFor,
  textOf,
  type ItemCode,
  type OutcomeCode,
  type RefusalCode,
} from "../outcome-codes.ts";
import type { Parameter } from "../query-text.ts";
import type { LinkRefusal } from "../read/read-target.ts";
import type { Text } from "../texts.ts";
import type { ReceiverSettings } from "../verify/receiver-settings.ts";
import { askedFor } from "./asked-for.ts";
import { applyChanges, type CartChange } from "./cart-change.ts";
import { returnPath } from "./return-path.ts";

export type Result =
  /** Every item is in the cart. */
  | "added"
  /** Some items of a plain link are in the cart, some could not be added. */
  | "partly-added"
  /** The link was used on this cart before: nothing changes. */
  | "already-added"
  /** Nothing changes, and the shopper is told why. */
  | "refused"
  /** Nothing changes: this is no link the shop knows, so it shows its front page. */
  | "front-page";

/** What became of one item of the link. */
export interface ItemOutcome {
  readonly code: ItemCode;
  readonly message: Text | undefined;
}

/** What became of a link: everything a page, a redirect or a report needs. */
export interface Outcome {
  readonly result: Result;
  /** The first refusal, else the first warning, else `added`. */
  readonly code: OutcomeCode;
  /** The status text to show; undefined when the link asked for none. Ours, never text from the link. */
  readonly message: Text | undefined;
  /** One for each item, in the order of the link; empty when the link as a whole was refused. */
  readonly items: readonly ItemOutcome[];
  /** Empty unless something was added. */
  readonly changes: readonly CartChange[];
  /** The cart afterwards: the very cart that was given when nothing changed. */
  readonly cart: ShopperCart;
  /** Where to lead the shopper, a path on our own site. */
  readonly redirect: string;
}

interface Around {
  readonly parameters: readonly Parameter[];
  readonly cart: ShopperCart;
  readonly settings: Pick<ReceiverSettings, "cartPath">;
}

/** The outcome of a link that was refused by `readLink` or `admitLink`. */
export function refusedLink(refusal: LinkRefusal, shop: Pick<Around, "cart" | "settings">): Outcome {
  const { code, parameters } = refusal;
  return unchanged(code, { parameters, cart: shop.cart, settings: shop.settings });
}

/** The outcome of a link that changes nothing. */
export function unchanged(code: RefusalCode | "already-added", around: Around): Outcome {
  const home = shownFor(code) === "HOME";
  return {
    result: code === "already-added" ? code : home ? "front-page" : "refused",
    code,
    message: messageOf(code, around),
    items: [],
    changes: [],
    cart: around.cart,
    redirect: home ? "/" : redirectOf(around),
  };
}

/** The outcome of a link of which at least one item was added. */
export function changedBy(
  changes: readonly CartChange[],
  codes: readonly ItemCode[],
  around: Around,
): Outcome {
  const refused = codes.find((code) => !isAdded(code));
  const code = refused ?? codes.find((other) => other !== "added") ?? "added";
  return {
    result: refused === undefined ? "added" : "partly-added",
    code,
    message: messageOf(code, around),
    items: codes.map((item) => ({ code: item, message: messageOf(item, around) })),
    changes,
    cart: applyChanges(around.cart, changes),
    redirect: redirectOf(around),
  };
}

/** The codes whose texts are to be shown, each once: none for a link that asked for silence. */
export function saidBy({ code, message, items }: Outcome): readonly OutcomeCode[] {
  return message === undefined ? [] : [...new Set([code, ...items.map((item) => item.code)])];
}

function messageOf(code: OutcomeCode, { parameters }: Around): Text | undefined {
  return askedFor(parameters).silent ? undefined : textOf(code);
}

function redirectOf({ parameters, settings }: Around): string {
  return returnPath(askedFor(parameters).returnUrl ?? "") ?? settings.cartPath;
}
