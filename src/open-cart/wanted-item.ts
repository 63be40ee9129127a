import type { Decimal } from "../cart/decimal.ts";
import type { RefusalCode } from "./outcome-codes.ts";
import type { ItemText } from "./read-items.ts";
import { currencyCode, measure, pieces, shownText, withoutDirectionTurns } from "./values.ts";

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

/** Rows 13 and 14 of the decision table. */
export function wantedItem(item: ItemText): WantedItem | RefusalCode {
  const amount = pieces(item.amount ?? "1");
  if (amount === undefined) return "amount-invalid";
  const price = read(item.price, measure);
  if (price === "unfit") return "price-invalid";
  const weight = read(item.weight, measure);
  if (weight === "unfit") return "weight-invalid";
  const texts = readTexts(item);
  if (typeof texts === "string") return texts;
  const { product, variant, additionalData } = item;
  return { product, variant, additionalData, amount, price, weight, ...texts };
}

function readTexts(item: ItemText): Pick<WantedItem, "title" | "sku" | "currency"> | RefusalCode {
  const title = read(item.title, (text) => shownText(withoutDirectionTurns(text)));
  if (title === "unfit") return "title-invalid";
  const sku = read(item.sku, (text) => shownText(withoutDirectionTurns(text)));
  if (sku === "unfit") return "sku-invalid";
  const currency = read(item.currency, currencyCode);
  return currency === "unfit" ? "currency-invalid" : { title, sku, currency };
}
