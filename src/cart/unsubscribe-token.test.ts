import crypto, { randomBytes } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { describe, expect, it } from "vitest";
import type { PersonId, PersonKey } from "./shopper.ts";
import {
  derivedUnsubscribeKey,
  readUnsubscribeToken,
  unsubscribeToken,
  type UnsubscribeKey,
} from "./unsubscribe-token.ts";

// long enough to be keys
const KEY = Buffer.alloc(32, 1) as UnsubscribeKey;
const OTHER = Buffer.alloc(32, 2) as UnsubscribeKey;
// has the form of one
const PERSON = `p1-${Buffer.alloc(32, 7).toString("base64url")}` as PersonId;
const TOKEN = unsubscribeToken(PERSON, KEY);

const real = crypto.timingSafeEqual;

describe("an unsubscribe token", () => {
  it("leads to its person and is short enough for a link", () => {
    expect(readUnsubscribeToken(TOKEN, [KEY])).toBe(PERSON);
    expect(TOKEN).toMatch(/^[\w-]{87}$/);
  });

  it("goes on working under any of the keys that are known, and no longer when its key is dropped", () => {
    expect(readUnsubscribeToken(TOKEN, [OTHER, KEY])).toBe(PERSON);
    expect(readUnsubscribeToken(TOKEN, [OTHER])).toBeUndefined();
    expect(readUnsubscribeToken(TOKEN, [])).toBeUndefined();
  });

  it("is worth nothing with any single letter changed", () => {
    for (let at = 0; at < TOKEN.length; at++)
      for (const letter of ["A", "B", "_", "9"].filter((one) => one !== TOKEN[at]))
        expect(
          readUnsubscribeToken(`${TOKEN.slice(0, at)}${letter}${TOKEN.slice(at + 1)}`, [KEY]),
        ).toBeUndefined();
  });

  it("is worth nothing cut short, prolonged, padded or written in another way", () => {
    for (let length = 0; length < TOKEN.length; length++)
      expect(readUnsubscribeToken(TOKEN.slice(0, length), [KEY])).toBeUndefined();
    for (const other of [
      `${TOKEN}A`,
      `${TOKEN}=`,
      ` ${TOKEN}`,
      `${TOKEN}\n`,
      `${TOKEN}.`,
      `${TOKEN}${TOKEN}`,
    ])
      expect(readUnsubscribeToken(other, [KEY])).toBeUndefined();
    expect(readUnsubscribeToken(TOKEN.replaceAll("-", "+").replaceAll("_", "/"), [KEY])).toBe(
      /[-_]/.test(TOKEN) ? undefined : PERSON,
    );
  });

  it("of one person does not sign for another", () => {
    const other = `p1-${Buffer.alloc(32, 8).toString("base64url")}` as PersonId;
    const mixed = Buffer.from(unsubscribeToken(other, KEY), "base64url");
    Buffer.from(TOKEN, "base64url").copy(mixed, 33, 33);
    expect(readUnsubscribeToken(mixed.toString("base64url"), [KEY])).toBeUndefined();
  });

  it("is compared as a whole, with every key, in constant time, whichever letter is wrong", () => {
    const wrong = [33, 49, 64].map((at) => {
      const bytes = Buffer.from(TOKEN, "base64url");
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes.toString("base64url");
    });
    for (const token of [TOKEN, ...wrong]) {
      expect(comparisonsOf(() => readUnsubscribeToken(token, [KEY, OTHER]))).toEqual([32, 32]);
      expect(comparisonsOf(() => readUnsubscribeToken(token, [OTHER, KEY]))).toEqual([32, 32]);
    }
  });

  it("cannot be guessed: none of 100,000 random ones is one", () => {
    let hits = 0;
    for (let count = 0; count < 100_000; count++) {
      const bytes = randomBytes(65);
      bytes[0] = 1;
      if (readUnsubscribeToken(bytes.toString("base64url"), [KEY, OTHER]) !== undefined) hits += 1;
    }
    expect(hits).toBe(0);
  });
});

it("the derived key is the same every time, and another for another person key", () => {
  const keys = [1, 1, 2].map((byte) => derivedUnsubscribeKey(Buffer.alloc(32, byte) as PersonKey));
  expect(keys[0]).toEqual(keys[1]);
  expect(keys[0]).not.toEqual(keys[2]);
  expect(keys[0]).toHaveLength(32);
});

/** How many bytes each comparison in constant time was about, while this was done. */
function comparisonsOf(work: () => unknown): readonly number[] {
  const lengths: number[] = [];
  crypto.timingSafeEqual = (a, b) => {
    lengths.push(a.byteLength);
    return real(a, b);
  };
  syncBuiltinESMExports();
  try {
    work();
    return lengths;
  } finally {
    crypto.timingSafeEqual = real;
    syncBuiltinESMExports();
  }
}
