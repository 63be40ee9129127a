import { z } from "zod";
import { isPositive, type Decimal } from "../../../cart/decimal.ts";
import { number, recordId, requiredRecordId, requiredText, text } from "../schema.ts";

/** A product as something to buy. */
export interface SellableProduct {
  readonly id: string;
  readonly name: string;
  readonly itemId: string | undefined;
  /** A master is bought as one of its variants. */
  readonly type: "kit" | "master" | "other";
  readonly masterId: string | undefined;
  /** The price of one piece in the channel's currency; undefined when it says none. */
  readonly price: Decimal | undefined;
}

/** Of ProductTypeValue; the others (standalone, variant, none) are bought as they are. */
const PRODUCT_TYPES: Readonly<Record<number, SellableProduct["type"]>> = { 1: "kit", 2: "kit", 3: "master" };

/** A price that cannot be read is none; a free product is not sold by a link. */
const price = number.catch(undefined);

export const SellableRow = z
  .object({
    RecordId: requiredRecordId,
    Name: text,
    ItemId: text,
    ProductTypeValue: z.int(),
    MasterProductId: recordId.catch(undefined),
    AdjustedPrice: price,
    Price: price,
    BasePrice: price,
  })
  .transform((row): SellableProduct => ({
    id: row.RecordId,
    name: row.Name ?? row.ItemId ?? row.RecordId,
    itemId: row.ItemId,
    type: PRODUCT_TYPES[row.ProductTypeValue] ?? "other",
    masterId: row.MasterProductId,
    price: [row.AdjustedPrice, row.Price, row.BasePrice].find(
      (amount) => amount !== undefined && isPositive(amount),
    ),
  }));

/** The reply to making a cart: nothing but its id is of use. */
export const MadeCart = z.object({ Id: requiredText });
