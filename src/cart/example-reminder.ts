import type { Fingerprint } from "./contents.ts";
import { decimal, sum, times, type Decimal } from "./decimal.ts";
import { money } from "./money.ts";
import type { ReminderFacts, ReminderLine, ViewPortImage } from "./reminder.ts";
import { normalAddress, personId, reminderKey, type Address, type PersonKey } from "./shopper.ts";

/* A reminder of nobody, to look at and to try templates on. Nothing of it is secret, and nobody is behind its address. */

export interface ExampleChoices {
  /** A BCP 47 tag; names are there in English, Swedish, Danish, German and French. */
  readonly language?: string;
  readonly returnToCartUrl?: string;
  readonly unsubscribeUrl?: string;
  /** The address of the picture of the n-th product in one size; a place that no one answers at when left out. */
  readonly picture?: (number: number, width: number) => string;
}

interface ExampleWords {
  readonly currency: string;
  readonly prices: readonly [string, string, string];
  readonly names: readonly [string, string, string];
}

const EXAMPLES: Readonly<Record<string, ExampleWords>> = {
  en: {
    currency: "USD",
    prices: ["49.90", "14.50", "129"],
    names: ["Linen shirt, sand", "Stoneware mug, 35 cl", "Trail shoes Fjell, waterproof, size 9"],
  },
  sv: {
    currency: "SEK",
    prices: ["499", "149", "1299"],
    names: ["Linneskjorta, sand", "Stengodsmugg, 35 cl", "Terrängskor Fjell, vattentäta, storlek 42"],
  },
  da: {
    currency: "DKK",
    prices: ["349", "99.95", "899"],
    names: ["Hørskjorte, sand", "Krus i stentøj, 35 cl", "Terrænsko Fjell, vandtætte, størrelse 42"],
  },
  de: {
    currency: "EUR",
    prices: ["49.90", "14.50", "129"],
    names: ["Leinenhemd, Sand", "Steingutbecher, 35 cl", "Geländeschuhe Fjell, wasserdicht, Größe 42"],
  },
  fr: {
    currency: "EUR",
    prices: ["49.90", "14.50", "129"],
    names: ["Chemise en lin, sable", "Tasse en grès, 35 cl", "Chaussures de sentier Fjell, pointure 42"],
  },
};

const CART_URL = "https://www.shop.example/cart";
const QUANTITIES = ["1", "2", "1"] as const;
const SIZES = [
  { media: "(max-width:768px)", width: 80, useForDefaultImageTag: false },
  { media: "(min-width:769px)", width: 315, useForDefaultImageTag: true },
] as const;

// a key is any 32 bytes; this one keeps no secret
const BYTES: Buffer = Buffer.alloc(32, 1);
const KEY = BYTES as PersonKey;

/** Three products for somebody called Kim. */
export function exampleReminder(choices: ExampleChoices = {}): ReminderFacts {
  const { language = "en-us" } = choices;
  const address = exampleAddress();
  const person = personId(address, KEY);
  const { currency } = wordsOf(language);
  const cartId = "EXAMPLE-CART";
  // any text will do as a fingerprint here
  const contents = "example" as Fingerprint;
  const lines = [0, 1, 2].map((index) => exampleLine(index, language, choices));
  const total = sum(lines.flatMap(({ lineTotal }) => lineTotal?.value ?? []));
  return {
    key: reminderKey(KEY, { person, cartId, contents, step: 0 }),
    person,
    address,
    cartId,
    step: 0,
    firstName: "Kim",
    lastName: "Example",
    language,
    currency,
    returnToCartUrl: choices.returnToCartUrl ?? CART_URL,
    unsubscribeUrl: choices.unsubscribeUrl ?? "https://reminders.shop.example/api/unsubscribe/EXAMPLE",
    lines,
    total: { value: total, text: money(total, currency, language) },
  };
}

function exampleLine(
  index: number,
  language: string,
  { picture = nowhere, returnToCartUrl = CART_URL }: ExampleChoices,
): ReminderLine {
  const { names, prices, currency } = wordsOf(language);
  const name = names[index] ?? "";
  const quantity = amount(QUANTITIES[index] ?? "1");
  const price = amount(prices[index] ?? "1");
  const lineTotal = times(price, quantity);
  const shown = (value: Decimal) => ({ value, text: money(value, currency, language) });
  return {
    productId: String(68719489871 + index),
    productName: name,
    productUrl: new URL(`/products/${index + 1}`, returnToCartUrl).href,
    image: {
      altText: name,
      viewPorts: SIZES.map(({ width, ...port }): ViewPortImage => ({
        ...port,
        url: picture(index + 1, width),
      })),
    },
    quantity,
    unitPrice: shown(price),
    lineTotal: shown(lineTotal),
  };
}

function nowhere(number: number, width: number): string {
  return `https://images.shop.example/product-${number}.jpg?w=${width}&h=${width}`;
}

function wordsOf(language: string): ExampleWords {
  // English is always there
  return EXAMPLES[language.split("-")[0] ?? ""] ?? (EXAMPLES["en"] as ExampleWords);
}

function exampleAddress(): Address {
  // proved by its form: one plain address
  return normalAddress("kim@shop.example") as Address;
}

function amount(text: string): Decimal {
  // proved by their form: the texts of this file are plain decimals
  return decimal(text) as Decimal;
}
