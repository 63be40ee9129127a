import type { ReminderFacts } from "../../cart/reminder.ts";
import { printable } from "../email/printable-json.ts";
import { templateData, type TemplateData, type TemplateItem } from "../email/template-data.ts";
import type { Admission } from "./admitted.ts";
import { inkOn, onDarkPage } from "./colours.ts";
import { directionOf, wordsFor, type OwnWords, type Words } from "./words.ts";

/** How the shop shows itself in its mails: the section `MailOptions` of the settings. */
export interface ShopFace {
  readonly name: string;
  readonly logoUrl: string | undefined;
  /** Where the shop is at home, for the foot of the mail. */
  readonly address: string | undefined;
  /** `#rrggbb`. */
  readonly accentColour: string;
  readonly words: readonly OwnWords[];
}

export interface MailItem extends TemplateItem {
  /** Quantity and price of one, where that says more than the price of the line: `2 × 19,99 €`. */
  readonly detail: string;
}

/** What a template of the mail may print: the names of `TemplateData`, and what the mail says and looks like. */
export interface MailView extends Omit<TemplateData, "items"> {
  readonly items: readonly MailItem[];
  /** The language of the words, which need not be the shopper's. */
  readonly mailLanguage: string;
  readonly direction: "ltr" | "rtl";
  /** Where lines begin and end, for `align` and `text-align` of mail programs that do not know `start`. */
  readonly start: "left" | "right";
  readonly end: "left" | "right";
  readonly texts: Omit<Words, "greetingWithoutName">;
  readonly shop: { readonly name: string; readonly logoUrl: string; readonly address: string };
  readonly look: {
    readonly accent: string;
    readonly onAccent: string;
    readonly darkAccent: string;
    readonly onDarkAccent: string;
  };
}

/** Everything a mail is made of, with only those addresses that are let in, and without control characters. */
export function mailView(reminder: ReminderFacts, shop: ShopFace, admit: Admission): MailView {
  const data = templateData(reminder);
  const { language, words } = wordsFor(data.language, shop.words);
  const direction = directionOf(language);
  const firstName = greetable(printable(data.firstName));
  return {
    ...data,
    firstName,
    lastName: greetable(printable(data.lastName)),
    cartUrl: admit.link(data.cartUrl),
    unsubscribeUrl: admit.link(data.unsubscribeUrl),
    items: data.items.map((item) => mailItem(item, words, { admit, language: data.language })),
    mailLanguage: language,
    direction,
    start: direction === "ltr" ? "left" : "right",
    end: direction === "ltr" ? "right" : "left",
    texts: texts(words, { shop: shop.name, firstName }),
    shop: { name: shop.name, logoUrl: shop.logoUrl ?? "", address: shop.address ?? "" },
    look: lookOf(shop.accentColour),
  };
}

/**
 * A name that is only a name. Anybody may register with a stranger's e-mail address and a web address for a name, and
 * mail programs make links of those: then the shop would deliver somebody else's advertisement.
 */
function greetable(name: string): string {
  return /[:@/]|www\.|\.\p{L}{2,}|.{61}/iu.test(name) ? "" : name.trim();
}

function mailItem(
  item: TemplateItem,
  words: Words,
  { admit, language }: { readonly admit: Admission; readonly language: string },
): MailItem {
  const productId = printable(item.productId);
  const name = printable(item.name) || productId;
  const quantity = readable(item.quantity, language);
  const images = item.images.map(({ url, media }) => ({ url: admit.picture(url), media: printable(media) }));
  const shown = images.filter(({ url }) => url !== "");
  const standard = item.images.findIndex(({ url }) => url === item.imageUrl);
  return {
    ...item,
    productId,
    name,
    quantity,
    detail: detailOf({ ...item, quantity }, words),
    url: admit.link(item.url),
    images: shown,
    imageUrl: images[standard]?.url ?? "",
    // a picture that says nothing is worse than one that says what the product is called
    imageAlt: printable(item.imageAlt) || name,
  };
}

function detailOf({ quantity, unitPrice }: TemplateItem, words: Words): string {
  if (unitPrice === "") return `${words.quantity}: ${quantity}`;
  return quantity === "1" ? "" : `${quantity} × ${unitPrice}`;
}

/** A quantity as the shopper writes it: `1,5` in Swedish. */
function readable(quantity: string, language: string): string {
  try {
    // a quantity is always a plain decimal text, which is what the exact string form of format() takes
    return new Intl.NumberFormat(language, { maximumFractionDigits: 20 }).format(quantity as `${number}`);
  } catch {
    return quantity;
  }
}

function texts(
  { greetingWithoutName, ...words }: Words,
  places: { readonly shop: string; readonly firstName: string },
): MailView["texts"] {
  const greeting = places.firstName === "" ? greetingWithoutName : words.greeting;
  return {
    subject: filled(words.subject, places),
    preheader: filled(words.preheader, places),
    heading: filled(words.heading, places),
    greeting: filled(greeting, places),
    introduction: filled(words.introduction, places),
    quantity: filled(words.quantity, places),
    total: filled(words.total, places),
    button: filled(words.button, places),
    note: filled(words.note, places),
    reason: filled(words.reason, places),
    unsubscribe: filled(words.unsubscribe, places),
  };
}

function filled(text: string, places: { readonly shop: string; readonly firstName: string }): string {
  const whole = text
    .replaceAll("{shop}", () => places.shop)
    .replaceAll("{firstName}", () => places.firstName);
  // a subject is a header, and the text has its own lines
  return printable(whole);
}

function lookOf(accent: string): MailView["look"] {
  const darkAccent = onDarkPage(accent);
  return { accent, onAccent: inkOn(accent), darkAccent, onDarkAccent: inkOn(darkAccent) };
}
