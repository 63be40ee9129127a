import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILT_IN_WORDS } from "../../src/adapters/mail/words.ts";
import { accessibilityFaults, keepPicture, NO_BROWSER, openBrowser } from "../browser/browser.ts";
import { exampleMail } from "./mail-page.ts";

/* The built-in mail as people see it. `test-results/mail-*.png` are for looking at. */

const LANGUAGES = [...Object.keys(BUILT_IN_WORDS), "ar-ae"];

describe.skipIf(NO_BROWSER !== undefined)(`the mail ${NO_BROWSER ?? ""}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  async function open(
    html: string,
    { width, scheme = "light" }: { readonly width: number; readonly scheme?: "light" | "dark" },
  ): Promise<Page & AsyncDisposable> {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      deviceScaleFactor: 2,
    });
    // a mail that is looked at asks nobody for anything
    await page.route("**", (route) =>
      route.request().url().startsWith("data:") ? route.continue() : route.abort(),
    );
    await page.setContent(html);
    return page;
  }

  async function look(language: string, width: number, scheme: "light" | "dark"): Promise<void> {
    await using page = await open(exampleMail({ language }).html, { width, scheme });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepPicture(page, `mail-${language}-${width}-${scheme}`);
  }

  it.each(LANGUAGES)("in %s fits the smallest phone, and everybody can read it", async (language) => {
    await look(language, 320, "light");
  });

  describe.each(["en", "ar-ae"])("in %s", (language) => {
    it.each([
      [320, "dark"],
      [390, "light"],
      [390, "dark"],
      [1024, "light"],
      [1024, "dark"],
    ] as const)("at %i px and %s can be read without scrolling sideways", async (width, scheme) => {
      await look(language, width, scheme);
    });
  });
});
