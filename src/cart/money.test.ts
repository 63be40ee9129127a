import { describe, expect, it } from "vitest";
import { decimal } from "./decimal.ts";
import { money } from "./money.ts";

/** With plain spaces, because locales use several kinds that do not break. */
function text(amount: string, currency: string, language: string): string {
  const value = decimal(amount);
  if (value === undefined) throw new Error(`not a decimal: ${amount}`);
  return money(value, currency, language).replace(/[\u00a0\u202f]/g, " ");
}

describe("money", () => {
  it.each([
    ["sv-se", "SEK", ["19,99 kr", "0,10 kr", "1 234 567,50 kr"]],
    ["da-dk", "DKK", ["19,99 kr.", "0,10 kr.", "1.234.567,50 kr."]],
    ["en-us", "USD", ["$19.99", "$0.10", "$1,234,567.50"]],
    ["de-de", "EUR", ["19,99 €", "0,10 €", "1.234.567,50 €"]],
    ["fr-fr", "EUR", ["19,99 €", "0,10 €", "1 234 567,50 €"]],
  ])("is written as people of %s write %s", (language, currency, texts) => {
    expect(["19.99", "0.1", "1234567.5"].map((amount) => text(amount, currency, language))).toEqual(texts);
  });

  it.each([
    ["sv-se", "1 234 568", "1,235"],
    ["da-dk", "1.234.568", "1,235"],
    ["en-us", "1,234,568", "1.235"],
    ["de-de", "1.234.568", "1,235"],
    ["fr-fr", "1 234 568", "1,235"],
  ])("has no decimals in yen and three in Kuwaiti dinar, in %s", (language, yen, dinar) => {
    const digits = (written: string) => /[\d.,\s]*\d/.exec(written)?.[0].trim();
    expect(digits(text("1234567.5", "JPY", language))).toBe(yen);
    expect(digits(text("1.2345", "KWD", language))).toBe(dinar);
  });

  it("loses no digit of an amount that no float can hold", () => {
    expect(text("99999999999999999999.99", "SEK", "sv-se")).toBe("99 999 999 999 999 999 999,99 kr");
  });

  it.each(["", "not a tag", "zz", "sv_SE"])("falls back to English for the language %j", (language) => {
    expect(text("1234.5", "USD", language)).toBe("$1,234.50");
  });

  it("understands a language without a country", () => {
    expect(text("1234.5", "SEK", "sv")).toBe("1 234,50 kr");
  });

  it("writes the plain number with its code when the currency is none", () => {
    expect(text("1234.5", "points", "sv-se")).toBe("1 234,5 points");
    expect(text("1234.5", "", "sv-se")).toBe("1 234,5");
  });
});
