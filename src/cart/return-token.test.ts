import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openReturnToken, returnKey, sealReturnToken, type ReturnContent } from "./return-token.ts";
import { normalAddress, personId, reminderKey, type PersonKey } from "./shopper.ts";
import { fingerprint } from "./contents.ts";

// stand for keys that setting up makes
const PERSON_KEY = Buffer.alloc(32, 1) as PersonKey;
const KEY = returnKey(PERSON_KEY);
const OTHER_KEY = returnKey(Buffer.alloc(32, 2) as PersonKey);

const address = normalAddress("astrid.ljung@example.com");
if (address === undefined) throw new Error("not an address");
const person = personId(address, PERSON_KEY);
const CONTENT: ReturnContent = {
  person,
  key: reminderKey(PERSON_KEY, { person, cartId: "vagn-a81c", contents: fingerprint([]), step: 0 }),
  channel: "128",
  expires: new Date("2026-12-23T00:00:00.000Z"),
  places: { cartId: "vagn-a81c" },
};
const TOKEN = sealReturnToken(CONTENT, KEY);

describe("a token", () => {
  it("says again what it was made of", () => {
    expect(openReturnToken(TOKEN, KEY)).toEqual(CONTENT);
  });

  it("says so of any channel, moment and places", () => {
    const text = fc.string({ unit: "binary", maxLength: 40 }).filter((one) => !one.includes("\0"));
    const moment = fc.integer({ min: 0, max: 4_294_967_295 }).map((seconds) => new Date(seconds * 1000));
    const places = fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,12}$/), text, { noNullPrototype: true });
    fc.assert(
      fc.property(text, moment, places, (channel, expires, filling) => {
        const content = { ...CONTENT, channel, expires, places: filling };
        expect(openReturnToken(sealReturnToken(content, KEY), KEY)).toEqual(content);
      }),
    );
  });

  it("is the same for the same reminder, and another one for anything else", () => {
    expect(sealReturnToken({ ...CONTENT }, KEY)).toBe(TOKEN);
    const later = { ...CONTENT, expires: new Date("2026-12-24T00:00:00.000Z") };
    expect(sealReturnToken(later, KEY).slice(0, 20)).not.toBe(TOKEN.slice(0, 20));
  });

  it("can stand in an address as it is, between two slashes", () => {
    expect(TOKEN).toMatch(/^[\w-]+$/);
    expect(TOKEN.length).toBeLessThan(255);
  });

  it("shows nothing of what is in it", () => {
    const bytes = Buffer.from(TOKEN, "base64url").toString("latin1");
    for (const told of ["astrid", "vagn", "128", "cartId"]) expect(bytes).not.toContain(told);
    expect(TOKEN).not.toContain(CONTENT.key.slice(3, 23));
    expect(TOKEN).not.toContain(CONTENT.person.slice(3, 23));
  });
});

describe("nothing comes out of", () => {
  it("a token of another key", () => {
    expect(openReturnToken(TOKEN, OTHER_KEY)).toBeUndefined();
  });

  it("a token with any bit changed", () => {
    const bytes = Buffer.from(TOKEN, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(openReturnToken(changed.toString("base64url"), KEY)).toBeUndefined();
    }
  });

  it.each([
    ["a token cut short", TOKEN.slice(0, -2)],
    ["a token with a tail", `${TOKEN}AA`],
    ["a token written otherwise", `${TOKEN}=`],
    ["nothing", ""],
    ["a word", "kurv"],
    ["markup", "<script>"],
    ["a long text", "A".repeat(100_000)],
  ])("%s", (_what, token) => {
    expect(openReturnToken(token, KEY)).toBeUndefined();
  });

  it("any text at all", () => {
    fc.assert(fc.property(fc.string(), (text) => openReturnToken(text, KEY) === undefined));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = Buffer.from([1, ...bytes]).toString("base64url");
        return openReturnToken(text, KEY) === undefined;
      }),
    );
  });
});
