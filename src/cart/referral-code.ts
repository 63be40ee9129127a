import { createHmac } from "node:crypto";
import type { PersonKey, ReminderKey } from "./shopper.ts";

/** The secret under which referral codes are made. 32 bytes. */
export type ReferralKey = Buffer & { readonly brand: "ReferralKey" };

/** The part of a referral code that names its reminder. */
export type ReferralTail = string & { readonly brand: "ReferralTail" };

/** 14 characters of 5 bits: 70 bits, as the shop's limit of 50 characters for the whole code allows. */
const TAIL_LENGTH = 14;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** It says nothing about the key it comes from. */
export function referralKey(key: PersonKey): ReferralKey {
  // a SHA-256 has 32 bytes
  return createHmac("sha256", key).update('["referral-key","1"]').digest() as ReferralKey;
}

/**
 * The code that comes back on an order, such as `AC-R1-7K3M4Q2X5T2BVA`: what it is for, which reminder of the cart, and a
 * part that nobody can guess. It is made from the reminder's key, so it is the same for every attempt and is kept nowhere:
 * who has the key can always make it again.
 */
export function referralCode(
  reminder: { readonly key: ReminderKey; readonly step: number },
  by: { readonly key: ReferralKey; readonly prefix: string },
): string {
  return `${by.prefix}-R${reminder.step + 1}-${referralTail(reminder.key, by.key)}`;
}

/** What the codes of one reminder end in, whatever stands in front. */
export function referralTail(reminder: ReminderKey, key: ReferralKey): ReferralTail {
  const hash = createHmac("sha256", key).update(reminder).digest();
  // one letter from each byte: 256 is a multiple of 32, so every letter is equally likely
  const letters = [...hash.subarray(0, TAIL_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? "");
  // tails are made here and read below
  return letters.join("") as ReferralTail;
}

const CODE = new RegExp(`-R\\d{1,3}-([${ALPHABET}]{${TAIL_LENGTH}})$`);

/** The tail of a code that has the form of ours; undefined otherwise. Whether we made it is known by the tail alone. */
export function tailOf(code: string): ReferralTail | undefined {
  // proved by its form
  return CODE.exec(code.trim().toUpperCase())?.[1] as ReferralTail | undefined;
}
