import { z } from "zod";
import type { Cart, CartLine, LineKind } from "../../cart/cart.ts";
import { decimal, type Decimal } from "../../cart/decimal.ts";
import type { Order } from "../../cart/order.ts";
import type { Picture, Product } from "../../cart/product.ts";
import { parseStamp, type Stamp } from "../../cart/stamp.ts";
import type { Channel } from "../../ports/retail-server.ts";
import { timeZoneOf } from "./time-zone.ts";

/*
 * What Retail Server answers, as much of it as we use, parsed into our words. Null, missing and "" all mean "none"
 * there. What only decorates is dropped when it makes no sense; what decides (ids, stamps, quantities, flags) makes
 * its row unreadable, so that nothing is decided on a guess.
 */

/** A text that only decorates: trimmed, undefined when empty or not a text. */
export const text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((value) => {
    const trimmed = value?.trim();
    return trimmed === "" ? undefined : trimmed;
  });

export const requiredText = z.string().trim().min(1);

/** Int64 as decimal text; 0 and null mean none. A number too long for a float comes as its source text. */
export const recordId = z
  .union([z.number(), z.string()])
  .transform(String)
  .pipe(
    z
      .string()
      .trim()
      .regex(/^\d{1,19}$/),
  )
  .transform((digits) => digits.replace(/^0+/, "") || undefined)
  .nullish()
  .transform((id) => id ?? undefined);

export const requiredRecordId = recordId.pipe(z.string());

/** Whether this may stand unquoted in a path or a body, as record ids do. */
export function isRecordId(id: string): boolean {
  return /^[1-9]\d{0,18}$/.test(id);
}

export const number = z
  .union([z.number(), z.string()])
  .transform((value, context): Decimal => {
    const parsed = decimal(value);
    if (parsed !== undefined) return parsed;
    context.addIssue("not a decimal number");
    return z.NEVER;
  })
  .nullish()
  .transform((value) => value ?? undefined);

/** A flag that is not a flag makes the row unreadable: an opt-out must never be lost to a guess. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** .NET's and the database's own "no date". */
const EMPTY_UNTIL = parseStamp("1900-01-01T00:00:00Z")?.ticks ?? 0n;

const stamp = z.string().transform((raw, context): Stamp => {
  const parsed = parseStamp(raw);
  if (parsed !== undefined && parsed.ticks > EMPTY_UNTIL) return parsed;
  context.addIssue("not a moment");
  return z.NEVER;
});

/** The envelope of every list. A next link only ever means "there is more": it is never followed. */
export const ListReply = z
  .object({ value: z.array(z.unknown()), "@odata.nextLink": z.unknown() })
  .partial({ "@odata.nextLink": true })
  .transform((reply) => ({ rows: reply.value, more: typeof reply["@odata.nextLink"] === "string" }));

const LineFlags = z.object({
  IsVoided: flag,
  IsGiftCardLine: flag,
  IsInvoiceLine: flag,
  IsCustomerAccountDeposit: flag,
});

function kindOf(line: z.output<typeof LineFlags>, productId: string | undefined): LineKind {
  if (line.IsVoided) return "voided";
  if (line.IsGiftCardLine) return "gift-card";
  if (line.IsInvoiceLine) return "invoice";
  if (line.IsCustomerAccountDeposit) return "deposit";
  return productId === undefined ? "other" : "product";
}

const UNREADABLE_LINE: CartLine = {
  kind: "other",
  productId: undefined,
  description: undefined,
  quantity: undefined,
  unit: "",
  unitPrice: undefined,
  discount: undefined,
};

const Line = LineFlags.extend({
  ProductId: recordId,
  Description: text,
  Quantity: number,
  UnitOfMeasureSymbol: text,
  Price: number,
  DiscountAmount: number,
})
  .transform((line): CartLine => ({
    kind: kindOf(line, line.ProductId),
    productId: line.ProductId,
    description: line.Description,
    quantity: line.Quantity,
    unit: line.UnitOfMeasureSymbol ?? "",
    unitPrice: line.Price,
    discount: line.DiscountAmount,
  }))
  .catch(UNREADABLE_LINE);

export const CartRow = z
  .object({
    Id: requiredText,
    CustomerId: text,
    ReceiptEmail: text,
    ModifiedDateTime: stamp,
    CartLines: z
      .array(Line)
      .nullish()
      .transform((lines) => lines ?? []),
  })
  .transform((row): Cart => ({
    id: row.Id,
    account: row.CustomerId,
    ...(row.CustomerId === undefined && row.ReceiptEmail !== undefined
      ? { guestEmail: row.ReceiptEmail }
      : {}),
    modified: row.ModifiedDateTime,
    lines: row.CartLines,
  }));

/** StatusValue: 7 is Canceled, 8 is Lost. */
const CANCELLED = [7, 8];

/** What an order came to only decorates; when it was made decides. */
export const OrderRow = z
  .object({
    CreatedDateTime: stamp,
    SalesLines: z.array(z.object({ ProductId: recordId })).nullish(),
    Id: text,
    TotalAmount: number.catch(undefined),
    CurrencyCode: text,
    StatusValue: z.number().nullish().catch(undefined),
  })
  .transform((row): Order => ({
    created: row.CreatedDateTime,
    productIds: [...new Set((row.SalesLines ?? []).flatMap((line) => line.ProductId ?? []))],
    id: row.Id,
    total: row.TotalAmount,
    currency: row.CurrencyCode,
    isCancelled: CANCELLED.includes(row.StatusValue ?? 0),
  }));

export const ProductRow = z
  .object({
    RecordId: requiredRecordId,
    Name: text,
    ItemId: text,
    MasterProductId: recordId.catch(undefined),
    PrimaryImageUrl: text,
  })
  .transform((row): Product => ({
    id: row.RecordId,
    name: row.Name,
    itemId: row.ItemId,
    masterId: row.MasterProductId,
    primaryImage: row.PrimaryImageUrl,
  }));

const LAST_PRIORITY = Number.MAX_SAFE_INTEGER;

/** A picture with the rank that the shop gave it, lowest first. */
export const MediaRow = z
  .object({
    Uri: requiredText,
    AltText: text,
    IsDefault: flag.catch(false),
    Priority: z.number().nullish().catch(undefined),
  })
  .transform((row): { readonly picture: Picture; readonly priority: number } => ({
    picture: { url: row.Uri, altText: row.AltText, isDefault: row.IsDefault },
    priority: row.Priority ?? LAST_PRIORITY,
  }));

/** Of a reply that also holds a secret (a map service's key): nothing but these ever leaves this schema. */
export const ChannelReply = z
  .object({
    RecordId: requiredRecordId,
    Currency: requiredText,
    DefaultLanguageId: text,
    TimeZoneInfoId: text,
  })
  .transform((reply): Omit<Channel, "serverTime"> => ({
    recordId: reply.RecordId,
    currency: reply.Currency,
    defaultLanguage: reply.DefaultLanguageId ?? "en-us",
    timeZone: timeZoneOf(reply.TimeZoneInfoId),
  }));

/** The rows that make sense, in the order of the reply, and how many do not. */
export function readRows<Row>(
  rows: readonly unknown[],
  schema: z.ZodType<Row>,
): { readonly read: readonly Row[]; readonly unreadable: number } {
  const read = rows.map((row) => schema.safeParse(row)).flatMap((row) => (row.success ? [row.data] : []));
  return { read, unreadable: rows.length - read.length };
}
