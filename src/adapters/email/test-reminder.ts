import { decimal, type Decimal } from "../../cart/decimal.ts";
import type { Reminder, ReminderLine } from "../../cart/reminder.ts";
import { normalAddress, personId, reminderKey, type Address, type PersonKey } from "../../cart/shopper.ts";
import type { Fingerprint } from "../../cart/contents.ts";
import { groundsFor } from "../../../test/grounds.ts";

/* Reminders for the tests of providers. */

// a key is any 32 bytes; these are for tests only
const KEY = Buffer.alloc(32, 7) as Buffer as PersonKey;

export function address(text: string): Address {
  const normal = normalAddress(text);
  if (normal === undefined) throw new Error("not an address");
  return normal;
}

export function amount(text: string): Decimal {
  const value = decimal(text);
  if (value === undefined) throw new Error("not an amount");
  return value;
}

export const BAG: ReminderLine = {
  productId: "68719489871",
  productName: "Bag",
  productUrl: "https://shop.example/bag",
  image: {
    altText: "A red bag",
    viewPorts: [
      {
        url: "https://img.example/x?y=1&w=600&h=400&q=80&m=6&f=jpg",
        media: "(min-width: 600px)",
        useForDefaultImageTag: true,
      },
    ],
  },
  quantity: amount("2"),
  unitPrice: { value: amount("19.99"), text: "$19.99" },
  lineTotal: { value: amount("39.98"), text: "$39.98" },
};

export function reminderFor(text: string, change: Partial<Reminder> = {}): Reminder {
  const to = address(text);
  const person = personId(to, KEY);
  const cartId = `cart-of-${to}`;
  // any text will do as a fingerprint here
  const contents = "contents" as Fingerprint;
  const key = reminderKey(KEY, { person, cartId, contents, step: 0 });
  return {
    key,
    person,
    grounds: groundsFor({ person, key }, { consent: new Date(0), purchases: new Date(0) }),
    address: to,
    cartId,
    step: 0,
    firstName: "Ann",
    lastName: "Bee",
    language: "en-us",
    currency: "USD",
    returnToCartUrl: "https://shop.example/cart",
    lines: [BAG],
    total: { value: amount("39.98"), text: "$39.98" },
    ...change,
  };
}
