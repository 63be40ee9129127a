import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filled, LINK_FALLBACK_MEANINGS, LINK_FALLBACKS, LINK_PLACES } from "./return-link.ts";

describe("a template with places", () => {
  it("is left as it is, to the byte, where it has none", () => {
    const odd = "https://shop.example/Kundvagn%2f?a={b}&c=%20#{";
    expect(filled(odd, { cartId: "x" })).toBe(odd);
  });

  it("leads to the same shop whatever fills its places, and the text comes back whole", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (cartId, language) => {
        const url = new URL(
          filled("https://shop.example/x{language}/cart?id={cartId}", { cartId, language }),
        );
        expect([url.origin, url.hash]).toEqual(["https://shop.example", ""]);
        expect(url.searchParams.get("id")).toBe(cartId.toWellFormed());
      }),
    );
  });
});

it("half a character in a cart's id stops nothing", () => {
  expect(filled("https://shop.example/{cartId}", { cartId: "a\ud800b" })).toBe(
    "https://shop.example/a%EF%BF%BDb",
  );
});

describe("docs/return-links.md", () => {
  const page = readFileSync("docs/return-links.md", "utf8");

  it("explains every place and every reason why a reminder has another link, in the order of the code", () => {
    const words = [...page.matchAll(/^\| `([\w{}-]+)` /gm)].map(([, word]) => word);
    expect(words.filter((word) => word?.startsWith("{"))).toEqual(LINK_PLACES.map((name) => `{${name}}`));
    expect(words.filter((word) => word !== undefined && word in LINK_FALLBACK_MEANINGS)).toEqual(
      LINK_FALLBACKS,
    );
  });
});
