import type { Decimal } from "../../cart/decimal.ts";
import { currencyCode, measure, pieces, shownText, withoutDirectionTurns } from "../../cart/ware-values.ts";
import type { ItemField } from "../hashed-parameters.ts";
import type { RefusalCode } from "../outcome-codes.ts";
import type { ItemText } from "../read/read-items.ts";

/** An item of a link with its values read, not yet looked up. */
export interface WantedItem {
  readonly product: string | undefined;
  readonly sku: string | undefined;
  readonly variant: string | undefined;
  readonly amount: number;
  readonly title: string | undefined;
  readonly price: Decimal | undefined;
  readonly currency: string | undefined;
  readonly weight: Decimal | undefined;
  readonly additionalData: string | undefined;
}

interface Check {
  readonly field: ItemField;
  readonly read: (text: string) => unknown;
  readonly code: RefusalCode;
}

const CHECKS: readonly Check[] = [
  { field: "amount", read: pieces, code: "amount-invalid" },
  { field: "price", read: measure, code: "price-invalid" },
  { field: "weight", read: measure, code: "weight-invalid" },
  { field: "title", read: safeText, code: "title-invalid" },
  { field: "sku", read: safeText, code: "sku-invalid" },
  { field: "currency", read: currencyCode, code: "currency-invalid" },
];

/** Rows 13 and 14 of the decision table. */
export function wantedItem(item: ItemText): WantedItem | RefusalCode {
  const unfit = CHECKS.find(({ field, read }) => {
    const text = item[field];
    return text !== undefined && read(text) === undefined;
  });
  if (unfit !== undefined) return unfit.code;
  return {
    product: item.product,
    sku: readWith(safeText, item.sku),
    variant: item.variant,
    amount: readWith(pieces, item.amount) ?? 1,
    title: readWith(safeText, item.title),
    price: readWith(measure, item.price),
    currency: item.currency,
    weight: readWith(measure, item.weight),
    additionalData: item.additionalData,
  };
}

function readWith<T>(read: (text: string) => T | undefined, text: string | undefined): T | undefined {
  return text === undefined ? undefined : read(text);
}

function safeText(text: string): string | undefined {
  return shownText(withoutDirectionTurns(text));
}
