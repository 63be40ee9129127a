import type { Text } from "../texts.ts";

/** The words of the cart page itself. What became of a link has its own in `TEXTS`. */
export const WORDS = {
  title: { da: "Indkøbskurv", en: "Cart" },
  empty: { da: "Din indkøbskurv er tom.", en: "Your cart is empty." },
  product: { da: "Vare", en: "Product" },
  sku: { da: "Varenummer", en: "Item number" },
  amount: { da: "Antal", en: "Quantity" },
  unitPrice: { da: "Stykpris", en: "Unit price" },
  lineTotal: { da: "I alt", en: "Total" },
  cartTotal: { da: "Samlet pris", en: "Total of the cart" },
  offer: { da: "Tilbud", en: "Offer" },
  barred: {
    da: "Indkøbskurven indeholder varer, der ikke kan bestilles. Derfor kan du ikke gå til kassen.",
    en: "Your cart holds items that cannot be ordered. Therefore you cannot go to the checkout.",
  },
  shop: { da: "Til forsiden", en: "To the front page" },
  elsewhere: { da: "Se din indkøbskurv", en: "See your cart" },
  later: {
    da: "Indkøbskurven kan ikke vises lige nu. Prøv igen om et øjeblik.",
    en: "Your cart cannot be shown right now. Please try again in a moment.",
  },
} as const satisfies Readonly<Record<string, Text>>;
