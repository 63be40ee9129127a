/** What a shopper reads, in the two languages of the cart page. */
export interface Text {
  readonly da: string;
  readonly en: string;
}

/** The Danish texts are the shop's own, letter for letter; those below the line are ours, in its tone. */
export const TEXTS = {
  OK: {
    da: "Varen er lagt i din indkøbskurv.",
    en: "The item has been put in your cart.",
  },
  NO_STOCK: {
    da: "Dette produkt er ikke på lager og kan derfor ikke bestilles.",
    en: "This product is out of stock and therefore cannot be ordered.",
  },
  PRODUCT_NONE: { da: "Produktet findes ikke", en: "The product does not exist" },
  EMPTY: { da: "Husk at vælge antal", en: "Remember to choose a quantity" },
  CODE: { da: "Ugyldig åben indkøbskurv kode", en: "Invalid open cart code" },
  IP: { da: "Ugyldig åben indkøbskurv IP-adresse", en: "Invalid open cart IP address" },
  INVALID_URL: { da: "Ugyldig url-parameter", en: "Invalid URL parameter" },
  // the shop shows this one in English to everybody
  INVALID_JSON: { da: "Error - Invalid JSON input", en: "Error - Invalid JSON input" },
  CURRENCY: {
    da: "Kunne ikke tilføje produktet/produkterne til indkøbskurven. Prøv venligst at ændre valuta for at matche valutaen i tilbuddet",
    en: "The product or products could not be added to the cart. Please try changing the currency to the one of the offer",
  },
  DISABLED: {
    da: "Den funktionalitet, du forsøger at bruge, er i øjeblikket ikke aktiveret på denne webshop.",
    en: "The function you are trying to use is not active in this shop at present.",
  },

  // ours
  OVER_STOCK: {
    da: "Der er ikke så mange på lager, som du har lagt i indkøbskurven.",
    en: "There are not as many in stock as you have put in the cart.",
  },
  UNDER_MINIMUM: {
    da: "Der skal bestilles flere af denne vare.",
    en: "You have to order more of this item.",
  },
  REPEATED: {
    da: "Varerne fra dette link er allerede lagt i din indkøbskurv.",
    en: "The items of this link have already been put in your cart.",
  },
  NO_OFFERS: {
    da: "Denne webshop bestemmer selv sine priser og titler: linket indeholder andre og kan derfor ikke bruges.",
    en: "This shop sets its own prices and titles: the link holds other ones and therefore cannot be used.",
  },
  CART_FULL: {
    da: "Der er ikke plads til flere varer i din indkøbskurv.",
    en: "Your cart has no room left.",
  },
} as const satisfies Readonly<Record<string, Text>>;

export type TextKey = keyof typeof TEXTS;
