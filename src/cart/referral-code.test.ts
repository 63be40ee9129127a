import { describe, expect, it } from "vitest";
import { referralCode, referralKey, referralTail, tailOf } from "./referral-code.ts";
import type { PersonKey, ReminderKey } from "./shopper.ts";

// stand for what setting up and the ledger make
const KEY = referralKey(Buffer.alloc(32, 1) as PersonKey);
const OTHER_KEY = referralKey(Buffer.alloc(32, 2) as PersonKey);
const REMINDER = "r1-one" as ReminderKey;
const OTHER = "r1-other" as ReminderKey;

describe("the referral code of a reminder", () => {
  const code = referralCode({ key: REMINDER, step: 0 }, { key: KEY, prefix: "AC" });

  it("says what it is for, which reminder of the cart it is, and 70 bits that nobody can guess", () => {
    expect(code).toMatch(/^AC-R1-[A-Z2-7]{14}$/);
    expect(referralCode({ key: REMINDER, step: 2 }, { key: KEY, prefix: "Kurv" })).toMatch(/^Kurv-R3-/);
  });

  it("is at most 50 characters long, as the shop wants it", () => {
    const longest = referralCode({ key: REMINDER, step: 98 }, { key: KEY, prefix: "x".repeat(20) });
    expect(longest.length).toBeLessThanOrEqual(50);
  });

  it("is the same for every attempt, and another one for another reminder or another key", () => {
    expect(referralTail(REMINDER, KEY)).toBe(referralTail(REMINDER, KEY));
    expect(referralTail(OTHER, KEY)).not.toBe(referralTail(REMINDER, KEY));
    expect(referralTail(REMINDER, OTHER_KEY)).not.toBe(referralTail(REMINDER, KEY));
  });

  it("is known again by its tail, whatever the prefix is by then, and whatever the shop did to its case", () => {
    const tail = referralTail(REMINDER, KEY);
    expect(tailOf(code)).toBe(tail);
    expect(tailOf(` ${code.toLowerCase()} `)).toBe(tail);
  });
});

it.each([
  "",
  "SUMMER24",
  "AC-R1-",
  "AC-R1-SHORT",
  "AC-R1-ABCDEFGHIJKLM1",
  "AC-R1-ABCDEFGHIJKLMNO",
  "live2024",
])("%j is no code of ours", (code) => {
  expect(tailOf(code)).toBeUndefined();
});
