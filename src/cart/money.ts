import type { Decimal } from "./decimal.ts";

/**
 * An amount as the shopper reads it: `money("1234567.5", "SEK", "sv-se")` is "1 234 567,50 kr".
 * The number of decimals is the currency's own (JPY 0, KWD 3); the value itself is never passed through a float.
 * An unknown language falls back to English, an unknown currency to the plain number with its code.
 */
export function money(amount: Decimal, currency: string, language: string): string {
  const locale = knownLocale(language);
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${plain(amount, locale)} ${currency}`.trim();
  // a Decimal is always a plain decimal text, which is what the exact string form of format() takes
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount as `${number}`);
}

function plain(amount: Decimal, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(amount as `${number}`);
}

function knownLocale(language: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf([language])[0] ?? "en";
  } catch {
    return "en";
  }
}
