import type { Parameter } from "./query-text.ts";

/** The two actions of the shop: one product in the query, or several as JSON. */
export type Action = "add" | "addmulti";

/** What an item can say, in the order in which the builder writes it as JSON. */
export const ITEM_FIELDS = [
  "product",
  "sku",
  "variant",
  "amount",
  "price",
  "currency",
  "weight",
  "title",
] as const;

export type ItemField = (typeof ITEM_FIELDS)[number];

/** The parameters that are the item itself in an `add` link, in the order in which the builder writes them. */
export const ADD_PARAMETERS = ["product", "sku", "variant", "amount", "title", "price"] as const;

const OPTIONS = ["notification", "expiryDays", "referralCode"];
const UNHASHED = ["stack", "code", "returnUrl"];

const ITEM_PART: Readonly<Record<Action, readonly string[]>> = { add: ADD_PARAMETERS, addmulti: ["input"] };

/** True for the parameters that say what is put into the cart. */
export function isItemPart(action: Action, name: string): boolean {
  return ITEM_PART[action].includes(name);
}

/** True for the parameters the code covers. `stack` is left to the holder; tracking parameters are not ours. */
export function isHashed(action: Action, name: string): boolean {
  return isItemPart(action, name) || OPTIONS.includes(name);
}

/** True for every parameter that has a meaning; all others are ignored, for the code and for the cart. */
export function isKnown(action: Action, name: string): boolean {
  const onlyInAddMulti = action === "add" && (name === "currency" || name === "weight");
  return isHashed(action, name) || UNHASHED.includes(name) || onlyInAddMulti;
}

export function hashedParameters(action: Action, parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.filter(({ name }) => isHashed(action, name));
}
