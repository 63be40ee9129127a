import { Consent } from "../src/cart/consent.ts";
import type { Grounds } from "../src/cart/grounds.ts";
import { NotBought } from "../src/cart/not-bought.ts";
import type { PersonId, ReminderKey } from "../src/cart/shopper.ts";
import { stampOf } from "../src/cart/stamp.ts";

/* Grounds as they are given for somebody who opted in and bought nothing. There is no other way to have any. */

export function groundsFor(
  reminder: { readonly person: PersonId; readonly key: ReminderKey },
  asked: { readonly consent: Date; readonly purchases: Date },
  source = "emarsys",
): Grounds {
  const { person, key } = reminder;
  const consent = Consent.decide({
    person,
    basis: "provider-opt-in",
    source,
    askedAt: asked.consent,
    finding: "opted-in",
  });
  const purchases = NotBought.decide({
    key,
    cart: { account: "account", modified: stampOf(asked.purchases) },
    lines: [],
    askedAt: asked.purchases,
    answers: [{ kind: "orders", orders: [] }],
  });
  if (consent.kind !== "given" || purchases.kind !== "not-bought") throw new Error("no grounds");
  return { consent: consent.consent, purchases: purchases.purchases };
}
