import type { ReminderFacts, ReminderLine } from "../../../cart/reminder.ts";
import { printableJson } from "../printable-json.ts";

/**
 * One contact of a trigger call: who, under which key, and what the template may print as `{{event.…}}`.
 * The names, types and written nulls up to `unitPrice` are those of Microsoft's sample, so its templates go on working;
 * the rest is ours. There is no `event_time`: Emarsys measures a program's entry time-out from it, so a reminder that
 * had to wait could be skipped there without a word. Left out, it is the time of processing.
 */
export interface Contact {
  readonly external_id: string;
  /** The same for every attempt: Emarsys processes a repeated one only once. */
  readonly trigger_id: string;
  readonly data: ContactData;
}

export interface ContactData {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly language: string;
  readonly currency: string;
  readonly returnToCartUrl: string;
  readonly orderDetails: readonly OrderDetail[];
  readonly cartId: string;
  /** `1` is the first reminder of a cart, `2` the second of its series. */
  readonly reminderNumber: string;
  readonly unsubscribeUrl: string | null;
  readonly total: string | null;
  readonly totalFormatted: string | null;
}

export interface OrderDetail {
  readonly productId: string;
  readonly productName: string;
  readonly productImage: ProductImage | null;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly productUrl: string | null;
  readonly unitPriceFormatted: string | null;
  readonly lineTotal: string | null;
  readonly lineTotalFormatted: string | null;
}

export interface ProductImage {
  readonly altText: string;
  readonly viewPortImages: readonly {
    readonly url: string;
    readonly media: string;
    readonly useForDefaultImageTag: boolean;
  }[];
}

/** Room kept for what surrounds the contacts: the key field and the shared return link. */
export const ENVELOPE_BYTES = 4_096;

const UNKNOWN_NAME = "Not Available";
const UNKNOWN_PRICE = "Not Specified";

export function toContact(reminder: ReminderFacts): Contact {
  return {
    external_id: reminder.address,
    trigger_id: reminder.key,
    data: {
      firstName: reminder.firstName ?? null,
      lastName: reminder.lastName ?? null,
      language: reminder.language,
      currency: reminder.currency,
      returnToCartUrl: reminder.returnToCartUrl,
      orderDetails: reminder.lines.map(toOrderDetail),
      cartId: reminder.cartId,
      reminderNumber: String(reminder.step + 1),
      unsubscribeUrl: reminder.unsubscribeUrl ?? null,
      total: reminder.total?.value ?? null,
      totalFormatted: reminder.total?.text ?? null,
    },
  };
}

/** The UTF-8 bytes that a reminder adds to a request, its comma included. */
export function contactBytes(reminder: ReminderFacts): number {
  return Buffer.byteLength(printableJson(toContact(reminder))) + 1;
}

/**
 * The body of a trigger call. The return link is also repeated beside the contacts, as the sample does, but only when
 * it is the same for everybody: one shopper's own link must not stand where others could get it.
 */
export function triggerBody(contactKeyId: string, batch: readonly ReminderFacts[]): string {
  const links = new Set(batch.map((reminder) => reminder.returnToCartUrl));
  const [link] = links;
  const shared = links.size === 1 ? { returnToCartUrl: link } : {};
  return printableJson({ key_id: contactKeyId, ...shared, contacts: batch.map(toContact) });
}

function toOrderDetail(line: ReminderLine): OrderDetail {
  return {
    productId: line.productId,
    productName: line.productName ?? UNKNOWN_NAME,
    productImage: toProductImage(line.image),
    quantity: line.quantity,
    unitPrice: line.unitPrice?.value ?? UNKNOWN_PRICE,
    productUrl: line.productUrl ?? null,
    unitPriceFormatted: line.unitPrice?.text ?? null,
    lineTotal: line.lineTotal?.value ?? null,
    lineTotalFormatted: line.lineTotal?.text ?? null,
  };
}

function toProductImage(image: ReminderLine["image"]): ProductImage | null {
  if (image === undefined) return null;
  const viewPortImages = image.viewPorts.map(({ url, media, useForDefaultImageTag }) => ({
    url,
    media,
    useForDefaultImageTag,
  }));
  return { altText: image.altText, viewPortImages };
}
