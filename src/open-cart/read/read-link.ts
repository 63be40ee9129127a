import { OFFER_FIELDS } from "../../cart/shopper-cart.ts";
import { recordId } from "../../cart/ware-values.ts";
import type { Action } from "../hashed-parameters.ts";
import { valueOf, type Parameter } from "../query-text.ts";
import { readItems, type ItemText } from "./read-items.ts";
import { readTarget, refusal, type LinkRefusal } from "./read-target.ts";

/** A link that could be read. Nothing in it has been checked against a secret or a catalogue yet. */
export interface OpenCartLink {
  readonly kind: "link";
  readonly action: Action;
  readonly parameters: readonly Parameter[];
  readonly items: readonly ItemText[];
  /** The code in lower case: the key for a register of issued links. */
  readonly code: string | undefined;
}

/** What to fetch from a catalogue before the link can be applied. */
export interface WantedProducts {
  readonly products: readonly string[];
  readonly variants: readonly string[];
  /** Only of items that name no product. */
  readonly skus: readonly string[];
}

/** Reads a request target or a whole address, as it came, undecoded. Never throws. */
export function readLink(text: string): OpenCartLink | LinkRefusal {
  const target = readTarget(text);
  if (target.kind === "refused") return target;
  const { action, parameters } = target;
  const items = readItems(target);
  if (typeof items === "string") return refusal(items, parameters);
  return { kind: "link", action, parameters, items, code: valueOf(parameters, "code")?.toLowerCase() };
}

/** True when the link claims something that only a code can vouch for, or carries a code. */
export function isExtended(link: OpenCartLink): boolean {
  return link.code !== undefined || link.items.some(isOffer);
}

/** True for an item that sets its own title, price, currency or weight. */
export function isOffer(item: ItemText): boolean {
  return OFFER_FIELDS.some((field) => item[field] !== undefined);
}

export function wantedProducts(link: OpenCartLink): WantedProducts {
  return {
    products: distinct(link.items.map(({ product }) => recordId(product ?? ""))),
    variants: distinct(link.items.map(({ variant }) => recordId(variant ?? ""))),
    skus: distinct(link.items.filter((item) => item.product === undefined).map((item) => item.sku)),
  };
}

function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))];
}
