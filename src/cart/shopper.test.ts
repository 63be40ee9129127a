import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fingerprint } from "./contents.ts";
import { keyCheck, normalAddress, personId, reminderKey, type Address, type PersonKey } from "./shopper.ts";

// stands for keys that setting up makes
const KEY = Buffer.alloc(32, 1) as PersonKey;
const OTHER_KEY = Buffer.alloc(32, 2) as PersonKey;

function address(text: string): Address {
  const normal = normalAddress(text);
  if (normal === undefined) throw new Error(`not an address: ${text}`);
  return normal;
}

describe("normalAddress", () => {
  it.each([
    ["Shopper@Example.COM", "shopper@example.com"],
    ["  shopper@example.com\r\n", "shopper@example.com"],
    ["shopper+tag@example.com", "shopper+tag@example.com"],
    ["o'brien.x_y-z=1@mail.example.co.uk", "o'brien.x_y-z=1@mail.example.co.uk"],
    ["kund@BÜCHER.example", "kund@xn--bcher-kva.example"],
    ["kund@xn--bcher-kva.example", "kund@xn--bcher-kva.example"],
    ["kund@例え.テスト", "kund@xn--r8jz45g.xn--zckzah"],
    ["åsa@example.se", "åsa@example.se"],
    // the same letter, typed as a and a ring
    ["a\u030asa@example.se", "åsa@example.se"],
    // lower-casing takes this one apart
    ["\u03aa\u0301@example.gr", "\u0390@example.gr"],
  ])("makes %j the address %j", (text, normal) => {
    expect(normalAddress(text)).toBe(normal);
  });

  it("keeps tags apart, because they may be different people", () => {
    expect(address("shopper+a@example.com")).not.toBe(address("shopper+b@example.com"));
  });

  it.each([
    "",
    "shopper",
    "@example.com",
    "shopper@",
    "shopper@localhost",
    "shopper@.com",
    "shopper@example..com",
    "shopper@example.com.",
    "shopper@exa mple.com",
    "shop per@example.com",
    `${"x".repeat(65)}@example.com`,
    `shopper@${"x".repeat(250)}.com`,
    "shopper@[127.0.0.1]",
    "shopper@example.com:25",
  ])("does not take %j for an address", (text) => {
    expect(normalAddress(text)).toBeUndefined();
  });

  it.each([
    "a@example.com,b@example.com",
    "a@example.com;b@example.com",
    "a@example.com b@example.com",
    "a@example.com\nb@example.com",
    "a@example.com\r\nBcc: b@example.com",
    "A Shopper <a@example.com>",
    '"a,b"@example.com',
    "a@example.com(comment)",
    "a@b@example.com",
    "a\u0000@example.com",
    "a@exam\nple.com",
    "a@exam\tple.com",
    "a@example.com/b",
    "a@example.com\\b",
    "a@example.com?bcc=b",
    "a@example.com#b",
    "a@exa%6Dple.com",
  ])("does not let %j smuggle in anything", (text) => {
    expect(normalAddress(text)).toBeUndefined();
  });

  it("is one plain address, and a normal address is normal already", () => {
    const local = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(local, fc.domain(), (name, domain) => {
        const normal = normalAddress(`${name}@${domain}`);
        if (normal === undefined) return;
        expect(normal.split("@")).toHaveLength(2);
        expect(normal).not.toMatch(/[\s,;<>\p{Cc}]/u);
        expect(normalAddress(normal)).toBe(normal);
      }),
      { numRuns: 500 },
    );
  });
});

describe("personId", () => {
  it("is the same however the address is written", () => {
    expect(personId(address(" Kund@BÜCHER.example"), KEY)).toBe(
      personId(address("kund@bücher.example"), KEY),
    );
  });

  it("tells people and keys apart", () => {
    const ids = [
      personId(address("a@example.com"), KEY),
      personId(address("b@example.com"), KEY),
      personId(address("a@example.com"), OTHER_KEY),
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it("has nothing of the address in it, and only characters that any store takes", () => {
    expect(personId(address("shopper@example.com"), KEY)).toMatch(/^p1-[\w-]{43}$/);
  });

  it("is what it has always been: any other value would forget everybody", () => {
    expect(personId(address("shopper@example.com"), KEY)).toBe(
      "p1-IhHTNNVG8pc038DUF1h0YioicvNv0W7sTAoJ1FfRDT4",
    );
  });
});

describe("reminderKey", () => {
  const about = {
    person: personId(address("shopper@example.com"), KEY),
    cartId: "cart-1",
    contents: "contents-1" as Fingerprint,
    step: 0,
  };

  it("is the same for every attempt", () => {
    expect(reminderKey(KEY, { ...about })).toBe(reminderKey(KEY, about));
    expect(reminderKey(KEY, about)).toMatch(/^r1-[\w-]{43}$/);
  });

  it("differs for another person, cart, contents or step", () => {
    const keys = [
      about,
      { ...about, person: personId(address("b@example.com"), KEY) },
      { ...about, cartId: "cart-2" },
      { ...about, contents: "contents-2" as Fingerprint },
      { ...about, step: 1 },
    ].map((one) => reminderKey(KEY, one));
    expect(new Set(keys).size).toBe(5);
  });

  it("does not run its parts together", () => {
    const one = reminderKey(KEY, { ...about, cartId: "a", contents: "bc" as Fingerprint });
    const other = reminderKey(KEY, { ...about, cartId: "ab", contents: "c" as Fingerprint });
    expect(one).not.toBe(other);
  });
});

describe("keyCheck", () => {
  it("shows a changed key and not the key", () => {
    expect(keyCheck(KEY)).toBe(keyCheck(Buffer.from(KEY) as PersonKey));
    expect(keyCheck(KEY)).not.toBe(keyCheck(OTHER_KEY));
    expect(keyCheck(KEY)).not.toContain(KEY.toString("base64url"));
  });
});
