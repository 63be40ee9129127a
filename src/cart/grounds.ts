import type { Consent } from "./consent.ts";
import type { Evidence } from "./documents.ts";
import type { NotBought } from "./not-bought.ts";
import type { PersonId, ReminderKey } from "./shopper.ts";

/** What allows one reminder to one person. Both halves can only be had by asking. */
export interface Grounds {
  readonly consent: Consent;
  readonly purchases: NotBought;
}

/** When the older of the two questions was asked. */
export function askedAt({ consent, purchases }: Grounds): Date {
  return consent.askedAt < purchases.askedAt ? consent.askedAt : purchases.askedAt;
}

/** The grounds as they are kept, with the time between each question and the claim that rests on it. */
export function evidenceFor(
  reminder: { readonly person: PersonId; readonly key: ReminderKey },
  { consent, purchases }: Grounds,
  claimedAt: Date,
): Evidence {
  const asked = <Kept extends { readonly at: string }>(kept: Kept) => ({
    ...kept,
    askedSecondsBeforeClaim: Math.max(0, Math.round((claimedAt.getTime() - Date.parse(kept.at)) / 1000)),
  });
  return {
    consent: asked(consent.recordFor(reminder.person)),
    purchases: asked(purchases.recordFor(reminder.key)),
  };
}
