import { describe, expect, it } from "vitest";
import { BUILT_IN_WORDS, directionOf, missingWords, wordsFor } from "./words.ts";

describe("the words of a mail", () => {
  it.each(["en", "sv", "da", "de", "fr"] as const)("are there in %s, every one of its own", (language) => {
    const words: readonly string[] = Object.values(BUILT_IN_WORDS[language]);
    expect(words.every((word) => word.trim() !== "")).toBe(true);
    expect(words).toHaveLength(12);
  });

  it("are those of the shopper's language, whatever the country", () => {
    expect(wordsFor("sv-FI", [])).toEqual({ language: "sv-fi", words: BUILT_IN_WORDS.sv });
  });

  it("are English, and said to be, where there are none", () => {
    expect(wordsFor("fi-fi", [])).toEqual({ language: "en", words: BUILT_IN_WORDS.en });
  });

  it("are the retailer's where it wrote some: the country's before the language's before ours", () => {
    const own = [
      { language: "de", subject: "general", button: "Knopf" },
      { language: "de-AT", subject: "Austrian" },
    ];
    const { words } = wordsFor("de-at", own);
    expect([words.subject, words.button, words.total]).toEqual(["Austrian", "Knopf", "Summe"]);
    expect(wordsFor("de-de", own).words.subject).toBe("general");
  });

  it("are all needed for a language that is not built in", () => {
    expect(missingWords({ language: "sv", subject: "x" }, [])).toEqual([]);
    expect(missingWords({ language: "fi", subject: "x" }, [])).toContain("button");
    const whole = { ...BUILT_IN_WORDS.en, language: "fi" };
    expect(missingWords(whole, [])).toEqual([]);
    expect(missingWords({ language: "fi-se", subject: "x" }, [whole])).toEqual([]);
  });
});

describe("the direction of a language", () => {
  it.each([
    ["ar-ae", "rtl"],
    ["he", "rtl"],
    ["fa-ir", "rtl"],
    ["ur", "rtl"],
    ["sv-se", "ltr"],
    ["az-Arab", "rtl"],
    ["zh-hans-cn", "ltr"],
    ["not a tag", "ltr"],
  ])("of %s is %s", (language, direction) => {
    expect(directionOf(language)).toBe(direction);
  });
});
