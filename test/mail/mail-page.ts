import { examplePicture } from "../../src/run/example-pictures.ts";
import { exampleReminder, type ExampleChoices } from "../../src/cart/example-reminder.ts";
import { createMailWriter } from "../../src/adapters/mail/mail-writer.ts";
import type { ShopFace } from "../../src/adapters/mail/mail-view.ts";
import type { OwnWords } from "../../src/adapters/mail/words.ts";
import type { Mail } from "../../src/ports/mail-writer.ts";
import type { ReminderFacts } from "../../src/cart/reminder.ts";

/* Mails for tests to look at. */

export const SHOP: ShopFace = {
  name: "Contoso",
  logoUrl: undefined,
  address: "Example Street 1, 123 45 Exampletown",
  accentColour: "#1b4d3e",
  words: [],
};

export const HOSTS = {
  links: new Set(["www.shop.example", "reminders.shop.example"]),
  pictures: new Set(["images.shop.example"]),
  dataPictures: true,
} as const;

/** What a retailer would write in the settings to reach readers of Arabic. */
export const ARABIC: OwnWords = {
  language: "ar",
  subject: "سلتك لدى {shop} في انتظارك",
  preheader: "نقرة واحدة تعيدك إلى ما اخترته.",
  heading: "ما زلت تفكر؟",
  greeting: "مرحبًا {firstName}،",
  greetingWithoutName: "مرحبًا،",
  introduction: "تركت هذه المنتجات في سلتك. أكمل من حيث توقفت متى شئت.",
  quantity: "الكمية",
  total: "المجموع",
  button: "العودة إلى السلة",
  note: "قد تتغير الأسعار والتوفر حتى تطلب.",
  reason: "تصلك هذه الرسالة لأنك تركت منتجات في سلتك لدى {shop}.",
  unsubscribe: "إلغاء الاشتراك في التذكيرات",
};

/** The example of a language as a mail, with drawn pictures. */
export function exampleMail(
  choices: ExampleChoices = {},
  change: {
    readonly reminder?: Partial<ReminderFacts>;
    readonly shop?: Partial<ShopFace>;
    readonly template?: string;
  } = {},
): Mail {
  const writer = createMailWriter({
    shop: { ...SHOP, words: [ARABIC], ...change.shop },
    hosts: HOSTS,
    ...(change.template === undefined ? {} : { template: change.template }),
  });
  return writer.write({ ...exampleReminder({ picture: examplePicture, ...choices }), ...change.reminder });
}
