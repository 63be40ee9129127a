import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BUILT_IN_WORDS } from "../../src/adapters/mail/words.ts";
import { accessibilityFaults, keepPicture, NO_BROWSER, openBrowser } from "../browser/browser.ts";
import { exampleReminder } from "../../src/cart/example-reminder.ts";
import type { ReminderLine } from "../../src/cart/reminder.ts";
import type { Mail } from "../../src/ports/mail-writer.ts";
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

  async function look(
    name: string,
    { html }: Mail,
    { width, scheme }: { readonly width: number; readonly scheme: "light" | "dark" },
  ): Promise<void> {
    await using page = await open(html, { width, scheme });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.locator("img:not([alt]), img[alt='']").count()).toBe(0);
    await keepPicture(page, `mail-${name}-${width}-${scheme}`);
  }

  it.each(LANGUAGES)("in %s fits the smallest phone, and everybody can read it", async (language) => {
    await look(language, exampleMail({ language }), { width: 320, scheme: "light" });
  });

  describe.each(["en", "ar-ae"])("in %s", (language) => {
    it.each([
      [320, "dark"],
      [390, "light"],
      [390, "dark"],
      [1024, "light"],
      [1024, "dark"],
    ] as const)("at %i px and %s can be read without scrolling sideways", async (width, scheme) => {
      await look(language, exampleMail({ language }), { width, scheme });
    });
  });

  it.each([
    [320, "light"],
    [320, "dark"],
    [1024, "light"],
  ] as const)("bears what is longer, dearer and emptier than usual: %i px, %s", async (width, scheme) => {
    await look("hard", hardMail(), { width, scheme });
  });
});

/** Names without a space, prices without an end, nothing where something may be missing, a bright colour and a logo. */
function hardMail(): Mail {
  const [first, second, third] = exampleReminder({ language: "de" }).lines;
  const dear = first?.unitPrice && { ...first.unitPrice, text: "123.456.789.012,50 €" };
  const lines: readonly Partial<ReminderLine>[] = [
    {
      ...first,
      productName: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
      unitPrice: dear,
      lineTotal: dear,
    },
    { ...second, image: undefined, unitPrice: undefined, lineTotal: undefined, productUrl: undefined },
    { ...third, productName: undefined, image: undefined },
  ];
  const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="44"><rect width="300" height="44" fill="#b3261e"/></svg>`;
  return exampleMail(
    { language: "de" },
    {
      reminder: {
        firstName: "Wolfeschlegelsteinhausenbergerdorff-Schnabelewopski",
        // each has all of a line that may not be missing
        lines: lines as readonly ReminderLine[],
        total: dear && { ...dear, text: "123.456.789.012,50 €" },
      },
      shop: {
        accentColour: "#ffd400",
        logoUrl: `data:image/svg+xml;base64,${Buffer.from(logo).toString("base64")}`,
      },
    },
  );
}
