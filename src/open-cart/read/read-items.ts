import { ITEM_FIELDS, type ItemField } from "../hashed-parameters.ts";
import { DEEPEST_INPUT, MOST_ITEMS } from "../limits.ts";
import type { RefusalCode } from "../outcome-codes.ts";
import { valueOf, type Parameter } from "../query-text.ts";
import type { Target } from "./read-target.ts";

/** An item as the link says it: texts, not judged yet. A field that is absent was not given. */
export type ItemText = Readonly<Partial<Record<ItemField | "additionalData", string>>>;

/** The items a link names, or why it names none that can be read. Rows 3 to 5 of the decision table. */
export function readItems(target: Target): readonly ItemText[] | RefusalCode {
  if (target.action === "add") return readQueryItem(target.parameters);
  const input = valueOf(target.parameters, "input");
  if (input === undefined) return "no-input";
  const value = parseJson(input);
  return value === undefined ? "input-not-json" : readList(value.json);
}

function readQueryItem(parameters: readonly Parameter[]): readonly ItemText[] | RefusalCode {
  const item = itemOf((field) => valueOf(parameters, field));
  return namesProduct(item) ? [item] : "no-product-named";
}

function readList(json: unknown): readonly ItemText[] | RefusalCode {
  const fault = faultIn(json, 1);
  if (fault !== undefined) return fault;
  if (!Array.isArray(json) || json.length === 0) return "input-not-items";
  if (json.length > MOST_ITEMS) return "too-many-items";
  const items = json.map(readJsonItem);
  const read = items.filter((item) => item !== undefined);
  if (read.length < items.length) return "input-not-items";
  return read.every(namesProduct) ? read : "no-product-named";
}

function readJsonItem(value: unknown): ItemText | undefined {
  if (!isObject(value)) return undefined;
  const given = new Map<string, unknown>(Object.entries(value));
  if (!ITEM_FIELDS.every((field) => isScalar(given.get(field)))) return undefined;
  const extras: unknown = given.get("additionalData") ?? [];
  if (!Array.isArray(extras)) return undefined;
  const item = itemOf((field) => scalarText(given.get(field)));
  return extras.length === 0 ? item : { ...item, additionalData: JSON.stringify(extras) };
}

/** Blank ids are what link makers write for "none". They add nothing to the hash, so they may mean nothing either. */
function itemOf(read: (field: ItemField) => string | undefined): ItemText {
  const item: Partial<Record<ItemField, string>> = {};
  for (const field of ITEM_FIELDS) {
    const text = read(field);
    const none = text === "" && (field === "product" || field === "sku" || field === "variant");
    if (text !== undefined && !none) item[field] = text;
  }
  return item;
}

function namesProduct(item: ItemText): boolean {
  return item.product !== undefined || item.sku !== undefined;
}

function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Looks at every level, and stops at the first that is too deep: this comes from anybody. */
function faultIn(value: unknown, level: number): RefusalCode | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (level > DEEPEST_INPUT) return "input-too-deep";
  if (Object.hasOwn(value, "__proto__")) return "input-forbidden-key";
  for (const inner of Object.values(value)) {
    const fault = faultIn(inner, level + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Link makers write numbers as texts and the other way round, and null for "none". */
function isScalar(value: unknown): boolean {
  return value === null || ["string", "number", "undefined"].includes(typeof value);
}

function scalarText(value: unknown): string | undefined {
  return typeof value === "number" ? String(value) : typeof value === "string" ? value : undefined;
}
