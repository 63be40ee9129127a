import type { AboutReminder, WaitReason } from "../cart/documents.ts";

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"] as const;

/** A reminder as a person names it: by its cart, and by its place in a series where it is not the first. */
export function whichReminder({ cartId, step }: Pick<AboutReminder, "cartId" | "step">): string {
  return step === 0 ? `cart ${cartId}` : `${ordinal(step)} reminder of cart ${cartId}`;
}

/** `first`, `second` … for the steps of a series, which count from 0. */
export function ordinal(step: number): string {
  return ORDINALS[step] ?? `${step + 1}th`;
}

/** Why a reminder waits, for people. */
export const WAIT_MEANINGS: Readonly<Record<WaitReason, string>> = {
  released: "a request came to nothing, it goes its way again",
  "resend-asked": "somebody asked for it to be sent again",
  "stood-back": "another reminder of this person was in doubt",
  "later-step": "the next reminder of its series comes then",
  "quiet-hours": "it is in the quiet hours, by the shopper's clock",
  capped: "the person has had enough reminders until then",
  "provider-later": "the e-mail provider asked to wait",
  "batch-refused": "the request was refused because of somebody in it, it goes alone",
  "consent-unanswered": "nobody said whether we may write",
  "cart-unreadable": "the cart could not be read",
  "orders-unreadable": "the orders could not be read",
};
