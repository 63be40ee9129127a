/** What a mail says. `{shop}` stands for the shop's name; in `greeting` `{firstName}` for the shopper's. */
export interface Words {
  readonly subject: string;
  /** What mailboxes show behind the subject. */
  readonly preheader: string;
  readonly heading: string;
  readonly greeting: string;
  /** When the name is not known. */
  readonly greetingWithoutName: string;
  readonly introduction: string;
  readonly quantity: string;
  readonly total: string;
  readonly button: string;
  readonly note: string;
  /** Why the shopper gets this mail. */
  readonly reason: string;
  readonly unsubscribe: string;
}

const en: Words = {
  subject: "Your cart at {shop} is still here",
  preheader: "One click takes you back to what you picked.",
  heading: "Still thinking it over?",
  greeting: "Hello {firstName},",
  greetingWithoutName: "Hello,",
  introduction: "You left this in your cart. Go on where you stopped whenever it suits you.",
  quantity: "Quantity",
  total: "Total",
  button: "Back to your cart",
  note: "Prices and availability may change until you order.",
  reason: "You get this e-mail because you left products in your cart at {shop}.",
  unsubscribe: "Unsubscribe from cart reminders",
};

const sv: Words = {
  subject: "Din varukorg hos {shop} finns kvar",
  preheader: "Ett klick tar dig tillbaka till det du valde.",
  heading: "Funderar du fortfarande?",
  greeting: "Hej {firstName}!",
  greetingWithoutName: "Hej!",
  introduction: "Det här ligger kvar i din varukorg. Fortsätt där du slutade när det passar dig.",
  quantity: "Antal",
  total: "Summa",
  button: "Till varukorgen",
  note: "Priser och tillgång kan ändras tills du beställer.",
  reason: "Du får det här mejlet för att du lämnade varor i din varukorg hos {shop}.",
  unsubscribe: "Avsluta påminnelser om varukorgen",
};

const da: Words = {
  subject: "Din kurv hos {shop} er her stadig",
  preheader: "Ét klik fører dig tilbage til det, du valgte.",
  heading: "Overvejer du stadig?",
  greeting: "Hej {firstName}",
  greetingWithoutName: "Hej",
  introduction: "Det her ligger stadig i din kurv. Fortsæt, hvor du slap, når det passer dig.",
  quantity: "Antal",
  total: "I alt",
  button: "Tilbage til kurven",
  note: "Priser og lagerstatus kan ændre sig, indtil du bestiller.",
  reason: "Du får denne mail, fordi du har efterladt varer i din kurv hos {shop}.",
  unsubscribe: "Afmeld påmindelser om kurven",
};

const de: Words = {
  subject: "Dein Warenkorb bei {shop} ist noch da",
  preheader: "Ein Klick bringt dich zurück zu deiner Auswahl.",
  heading: "Noch am Überlegen?",
  greeting: "Hallo {firstName},",
  greetingWithoutName: "Hallo,",
  introduction: "das liegt noch in deinem Warenkorb. Mach einfach dort weiter, wo du aufgehört hast.",
  quantity: "Menge",
  total: "Summe",
  button: "Zum Warenkorb",
  note: "Preise und Verfügbarkeit können sich bis zur Bestellung ändern.",
  reason: "Du bekommst diese E-Mail, weil in deinem Warenkorb bei {shop} noch Artikel liegen.",
  unsubscribe: "Keine Erinnerungen an Warenkörbe mehr",
};

const fr: Words = {
  subject: "Votre panier chez {shop} vous attend",
  preheader: "Un clic vous ramène à ce que vous aviez choisi.",
  heading: "Vous hésitez encore ?",
  greeting: "Bonjour {firstName},",
  greetingWithoutName: "Bonjour,",
  introduction:
    "Vous avez laissé ces articles dans votre panier. Reprenez là où vous vous étiez arrêté, quand vous voulez.",
  quantity: "Quantité",
  total: "Total",
  button: "Revenir au panier",
  note: "Les prix et les disponibilités peuvent changer jusqu’à votre commande.",
  reason: "Vous recevez cet e-mail parce que vous avez laissé des articles dans votre panier chez {shop}.",
  unsubscribe: "Ne plus recevoir de rappels de panier",
};

export const BUILT_IN_WORDS = { en, sv, da, de, fr } as const satisfies Readonly<Record<string, Words>>;

/** The retailer's own words for a language; what is left out is built in. */
export interface OwnWords extends Partial<Words> {
  /** A BCP 47 tag: `sv`, or `de-at` for that country alone. */
  readonly language: string;
}

/** The words for a language and whose language they are. */
export interface ChosenWords {
  readonly language: string;
  readonly words: Words;
}

/**
 * The words for a shopper: for `de-at` those that the retailer wrote for `de-at`, over those for `de`, over the built-in
 * German ones. English where nobody wrote any.
 */
export function wordsFor(language: string, own: readonly OwnWords[]): ChosenWords {
  const tag = language.toLowerCase();
  const primary = tag.split("-")[0] ?? tag;
  const builtIn = builtInFor(primary);
  const exact = wordsOf(own, tag);
  const general = tag === primary ? undefined : wordsOf(own, primary);
  if (builtIn === undefined && exact === undefined && general === undefined) return wordsFor("en", own);
  return { language: tag, words: { ...(builtIn ?? BUILT_IN_WORDS.en), ...general, ...exact } };
}

/** The names of words that neither the retailer nor we have for this language; empty when it is complete. */
export function missingWords({ language, ...own }: OwnWords, all: readonly OwnWords[]): readonly string[] {
  const primary = language.toLowerCase().split("-")[0] ?? language;
  if (builtInFor(primary) !== undefined) return [];
  const there = { ...wordsOf(all, primary), ...own };
  return Object.keys(BUILT_IN_WORDS.en).filter((name) => !Object.hasOwn(there, name));
}

function builtInFor(primary: string): Words | undefined {
  return Object.entries(BUILT_IN_WORDS).find(([language]) => language === primary)?.[1];
}

function wordsOf(own: readonly OwnWords[], tag: string): Partial<Words> | undefined {
  const found = own.find(({ language }) => language.toLowerCase() === tag);
  if (found === undefined) return undefined;
  const { language: _, ...words } = found;
  return words;
}

const RIGHT_TO_LEFT = /^(Arab|Hebr|Thaa|Syrc|Nkoo|Adlm|Rohg|Mand|Samr)$/;

/** Which way a language is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  try {
    const { script } = new Intl.Locale(language).maximize();
    return RIGHT_TO_LEFT.test(script ?? "") ? "rtl" : "ltr";
  } catch {
    return "ltr";
  }
}
