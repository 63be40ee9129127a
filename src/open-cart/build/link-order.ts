import type { Action } from "../hashed-parameters.ts";
import { MOST_ITEMS } from "../limits.ts";
import type { LinkSecret } from "../link-secret.ts";
import type { Parameter } from "../query-text.ts";
import { inputText, itemParameters } from "./item-text.ts";
import type { LinkFault } from "./link-fault.ts";
import { itemFaults, type LinkItem } from "./link-item.ts";
import { optionFaults, optionParameters, type LinkOptions } from "./link-options.ts";
import { shopOrigin } from "./shop-address.ts";

interface OneItem {
  readonly item: LinkItem;
}

interface SeveralItems {
  readonly items: readonly LinkItem[];
}

interface Signed {
  readonly secret: LinkSecret;
}

/** Which link to build. Signed ones can carry a title and a price; `signed-add-multi` a currency and a weight too. */
export type LinkOrder = {
  /** The address of the shop, such as `https://minshop.dk`. */
  readonly shop: string;
  readonly options?: LinkOptions | undefined;
} & (
  | ({ readonly kind: "add" } & OneItem)
  | ({ readonly kind: "signed-add" } & OneItem & Signed)
  | ({ readonly kind: "add-multi" } & SeveralItems)
  | ({ readonly kind: "signed-add-multi" } & SeveralItems & Signed)
);

export function actionOf(order: LinkOrder): Action {
  return "item" in order ? "add" : "addmulti";
}

/** Undefined for plain links. */
export function secretOf(order: LinkOrder): LinkSecret | undefined {
  return "secret" in order ? order.secret : undefined;
}

/** Everything but the code, decoded, in the order the shop wants. */
export function parametersOf(order: LinkOrder): readonly Parameter[] {
  const items =
    "item" in order ? itemParameters(order.item) : [{ name: "input", value: inputText(order.items) }];
  return [...items, ...optionParameters(order.options ?? {})];
}

/** Everything the shop would refuse, together. */
export function orderFaults(order: LinkOrder): readonly LinkFault[] {
  const faults: LinkFault[] = [];
  if (shopOrigin(order.shop) === undefined) faults.push({ where: "shop", expected: "a-shop-address" });
  const rules = { action: actionOf(order), signed: secretOf(order) !== undefined };
  if ("item" in order) faults.push(...itemFaults(order.item, "item", rules));
  else {
    faults.push(...listFaults(order.items));
    faults.push(...order.items.flatMap((item, at) => itemFaults(item, `items[${at}]`, rules)));
  }
  return [...faults, ...optionFaults(order.options ?? {})];
}

function listFaults(items: readonly LinkItem[]): readonly LinkFault[] {
  const currencies = new Set(items.map(({ currency }) => currency).filter((code) => code !== undefined));
  if (items.length === 0 || items.length > MOST_ITEMS) return [{ where: "items", expected: "some-items" }];
  return currencies.size > 1 ? [{ where: "items", expected: "one-currency" }] : [];
}
