import type { ReminderFacts, ReminderLine } from "../../cart/reminder.ts";

/**
 * What a template may print, for providers whose templates are written for this connector: one set of names, so that
 * a template moves from one provider to the next with its words. What is not known is an empty text, which is "no"
 * to Handlebars' `{{#if}}`. Emarsys keeps names of its own, those of Microsoft's sample, because retailers
 * already have templates made for them.
 */
export interface TemplateData {
  readonly firstName: string;
  readonly lastName: string;
  /** A BCP 47 tag such as `sv-se`, to choose texts by. */
  readonly language: string;
  readonly currency: string;
  readonly cartUrl: string;
  /** `1` is the first reminder of a cart, `2` the second of its series. */
  readonly reminderNumber: string;
  /** Where this person unsubscribes from reminders; empty when the settings make no such links. */
  readonly unsubscribeUrl: string;
  /** As the shopper reads it; empty when a line has no price. */
  readonly total: string;
  readonly items: readonly TemplateItem[];
}

export interface TemplateItem {
  readonly productId: string;
  readonly name: string;
  readonly url: string;
  /** For the `<img>`; empty when there is no picture. */
  readonly imageUrl: string;
  readonly imageAlt: string;
  /** For the `<source>`s of a `<picture>`. */
  readonly images: readonly { readonly url: string; readonly media: string }[];
  readonly quantity: string;
  readonly unitPrice: string;
  readonly lineTotal: string;
}

export function templateData(reminder: ReminderFacts): TemplateData {
  return {
    firstName: reminder.firstName ?? "",
    lastName: reminder.lastName ?? "",
    language: reminder.language,
    currency: reminder.currency,
    cartUrl: reminder.returnToCartUrl,
    reminderNumber: String(reminder.step + 1),
    unsubscribeUrl: reminder.unsubscribeUrl ?? "",
    total: reminder.total?.text ?? "",
    items: reminder.lines.map(templateItem),
  };
}

function templateItem(line: ReminderLine): TemplateItem {
  const pictures = line.image?.viewPorts ?? [];
  const standard = pictures.find((picture) => picture.useForDefaultImageTag) ?? pictures[0];
  return {
    productId: line.productId,
    name: line.productName ?? "",
    url: line.productUrl ?? "",
    imageUrl: standard?.url ?? "",
    imageAlt: line.image?.altText ?? "",
    images: pictures.map(({ url, media }) => ({ url, media })),
    quantity: line.quantity,
    unitPrice: line.unitPrice?.text ?? "",
    lineTotal: line.lineTotal?.text ?? "",
  };
}
