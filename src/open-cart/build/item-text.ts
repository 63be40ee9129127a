import { ADD_PARAMETERS, ITEM_FIELDS, type ItemField } from "../hashed-parameters.ts";
import type { Parameter } from "../query-text.ts";
import type { LinkItem } from "./link-item.ts";

/** The parameters of an `add` link for an item, in the order the builder keeps to. */
export function itemParameters(item: LinkItem): readonly Parameter[] {
  const complete = { ...item, amount: item.amount ?? 1 };
  return ADD_PARAMETERS.flatMap((name) => {
    const value = complete[name];
    return value === undefined ? [] : [{ name, value: String(value) }];
  });
}

/** The text of `input`. It is signed and sent exactly as it is made here, so it is made once. */
export function inputText(items: readonly LinkItem[]): string {
  return `[${items.map(objectText).join(",")}]`;
}

function objectText(item: LinkItem): string {
  const complete = { ...item, amount: item.amount ?? 1 };
  const pairs = ITEM_FIELDS.flatMap((field) => {
    const value = complete[field];
    return value === undefined ? [] : [`"${field}":${literal(field, value)}`];
  });
  return `{${pairs.join(",")}}`;
}

/** Numbers are written from their exact text: through a float, a price could change its digits. */
function literal(field: ItemField, value: string | number): string {
  const number = field === "product" || field === "variant" || field === "amount" || field === "price";
  return number ? String(value) : JSON.stringify(value);
}
