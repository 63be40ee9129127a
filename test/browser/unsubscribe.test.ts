import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PageLanguage } from "../../src/functions/unsubscribe-texts.ts";
import { openCommandLine, type CommandLine } from "../cli/command-line.ts";
import { startAzureHost, type AzureHost } from "../functions/azure-host.ts";
import { accessibilityFaults, keepPicture, NO_BROWSER, openBrowser } from "./browser.ts";

/* What a shopper meets who wants no more mail: the real functions over HTTP, opened from a real reminder. */

describe.skipIf(NO_BROWSER !== undefined)(`the unsubscribe pages ${NO_BROWSER ?? ""}`, () => {
  let line: CommandLine;
  let host: AzureHost;
  let browser: Browser;

  beforeAll(async () => {
    line = await openCommandLine();
    line.configure({
      LinkOptions: { PublicBaseUrl: "https://app.example" },
      ConnectorOptions: { Ledger: "sqlite" },
    });
    vi.spyOn(console, "info").mockImplementation(() => undefined);
    host = await startAzureHost({ ...line.env, AzureWebJobsScriptRoot: line.folder });
    expect((await fetch(`${host.url}/api/runs`, { method: "POST" })).status).toBe(200);
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await host.close();
    vi.restoreAllMocks();
    await line.close();
  });

  /** The link in what the shopper of this number was mailed, on the host of this test. */
  function linkOf(index: number): string {
    const [mail] = line.neighbours.emarsys.deliveredTo(line.small.addresses[index] ?? "");
    const link = /https:\/\/app\.example(\/api\/unsubscribe\/[\w-]+)/.exec(JSON.stringify(mail));
    return `${host.url}${link?.[1] ?? "/no-link"}`;
  }

  function refusals(): number {
    return line.documents().filter(({ body }) => body.includes('"suppressed"')).length;
  }

  /** A page in a window of its own, and every address it asked for. */
  async function opened(
    options: BrowserContextOptions,
    work: (page: Page, asked: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const asked: string[] = [];
    context.on("request", (request) => void asked.push(request.url()));
    try {
      await work(await context.newPage(), asked);
    } finally {
      await context.close();
    }
  }

  /** Nothing that a reader stumbles over, in this window. The policy of the page would keep axe out too. */
  async function looksRight(page: Page, picture: string): Promise<void> {
    await keepPicture(page, picture);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
  }

  const TELEPHONE: BrowserContextOptions = { viewport: { width: 320, height: 568 }, bypassCSP: true };
  const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, bypassCSP: true };

  type Words = readonly [language: PageLanguage, locale: string, button: string, done: string];
  const ENGLISH: Words = ["en", "en-GB", "Unsubscribe", "You are unsubscribed"];
  const WORDS: readonly Words[] = [
    ENGLISH,
    ["sv", "sv-SE", "Avsluta prenumerationen", "Prenumerationen är avslutad"],
    ["da", "da-DK", "Afmeld", "Du er afmeldt"],
    ["de", "de-AT", "Abmelden", "Sie sind abgemeldet"],
    ["fr", "fr-FR", "Se désabonner", "Désabonnement confirmé"],
  ];

  /** Both steps, looked at. */
  async function askAndAnswer(page: Page, [language, , button, done]: Words, name: string): Promise<void> {
    await page.goto(linkOf(0));
    expect(await page.getAttribute("html", "lang")).toBe(language);
    expect(await page.title()).toBe(button);
    await looksRight(page, `${name}-ask`);
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("heading", { name: done }).waitFor();
    expect(await page.getAttribute("html", "lang")).toBe(language);
    expect(await page.title()).toBe(done);
    expect(await page.getByRole("button").count()).toBe(0);
    await looksRight(page, `${name}-done`);
  }

  it.each(WORDS)("ask, answer and refuse in %s, on a small telephone", async (...words) => {
    const [language, locale] = words;
    await opened({ ...TELEPHONE, locale }, async (page) => {
      await askAndAnswer(page, words, `unsubscribe-${language}`);
      // as a mail program cuts a long link off
      const answer = await page.goto(linkOf(0).slice(0, -4));
      expect(answer?.status()).toBe(404);
      expect(await page.getAttribute("html", "lang")).toBe(language);
      expect(await page.getByRole("button").count()).toBe(0);
      await looksRight(page, `unsubscribe-${language}-invalid`);
    });
  });

  it.each([
    ["at a desk", DESK],
    ["in the dark", { ...TELEPHONE, colorScheme: "dark" } as const],
  ])("can be read %s", async (where, window) => {
    await opened({ ...window, locale: "en-GB" }, async (page) => {
      await askAndAnswer(page, ENGLISH, `unsubscribe-en-${where.split(" ").at(-1)}`);
    });
  });

  it("work with the keyboard alone, and do nothing before Enter", async () => {
    await opened({}, async (page) => {
      const before = line.documents();
      await page.goto(linkOf(1));
      expect(line.documents()).toEqual(before);
      await page.keyboard.press("Tab");
      expect(await page.locator(":focus").textContent()).toBe("Unsubscribe");
      // what has the focus is seen to have it
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
      await keepPicture(page, "unsubscribe-keyboard");
      const refused = refusals();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
      expect(refusals()).toBe(refused + 1);
    });
  });

  it("work without script, again for somebody who is unsubscribed already, and after a reload", async () => {
    await opened({ javaScriptEnabled: false }, async (page) => {
      for (let time = 0; time < 2; time++) {
        await page.goto(linkOf(2));
        await page.getByRole("button").click();
        await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
      }
      const after = line.documents();
      await page.reload();
      expect(await page.getByRole("heading").textContent()).toBe("You are unsubscribed");
      expect(line.documents()).toEqual(after);
    });
  });

  it("ask nobody else for anything, store nothing, and tell no other page where the shopper was", async () => {
    await opened({}, async (page, asked) => {
      await page.goto(linkOf(0));
      await page.getByRole("button").click();
      await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor();
      expect(asked.map((url) => url.replace(linkOf(0), "the link"))).toEqual(["the link", "the link"]);
      expect(await page.context().cookies()).toEqual([]);
      expect(await page.evaluate("document.referrer")).toBe("");
    });
  });

  it("name the shop, so that the shopper knows whose mail it is about", async () => {
    await opened({}, async (page) => {
      await page.goto(linkOf(0));
      expect(await page.locator("main").innerText()).toContain("shop.example");
    });
  });

  it("can be read in large letters, and in colours of the reader's own", async () => {
    await opened({ ...TELEPHONE, forcedColors: "active", locale: "de-DE" }, async (page) => {
      await page.goto(linkOf(0));
      await page.addStyleTag({ content: "html { font-size: 200% }" });
      await looksRight(page, "unsubscribe-de-large");
    });
  });
});
