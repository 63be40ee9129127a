import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkShop, signedMulti, type LinkShop } from "../open-cart/link-shop.ts";
import { accessibilityFaults, keepPicture, NO_BROWSER, openBrowser } from "./browser.ts";

/* What a shopper sees who opens a link: the real functions over HTTP, in a real browser. */

describe.skipIf(NO_BROWSER !== undefined)(`a link and its cart page ${NO_BROWSER ?? ""}`, () => {
  let shop: LinkShop;
  let browser: Browser;

  beforeAll(async () => {
    shop = await openLinkShop();
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await shop.close();
  });

  const TELEPHONE: BrowserContextOptions = { viewport: { width: 320, height: 568 }, bypassCSP: true };
  const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, bypassCSP: true };

  /** A coffee twice, a jumper in blue, an offer with a long title, a tea that is sold out. */
  function fullLink(): string {
    const title = "Forårspakke: to poser kaffe, en krus og vores gode stempelkande i én æske";
    const input = [
      { product: 17, amount: 2 },
      { product: 99, variant: 5 },
      { product: 50, sku: "FORÅR-1", amount: 12, price: 349.5, title },
      { product: 70 },
    ];
    return `${shop.url}${signedMulti(shop.secret, JSON.stringify(input), [["referralCode", "forår"]])}`;
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

  /** Nothing that a reader stumbles over. The policy of the page would keep axe out too, hence `bypassCSP`. */
  async function looksRight(page: Page, picture: string): Promise<void> {
    await keepPicture(page, picture);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
  }

  type Words = readonly [language: "da" | "en", locale: string, title: string, said: string, again: string];
  const DANISH: Words = [
    ...(["da", "da-DK", "Indkøbskurv"] as const),
    "Varen er lagt i din indkøbskurv.",
    "Varerne fra dette link er allerede lagt i din indkøbskurv.",
  ];
  const ENGLISH: Words = [
    ...(["en", "en-GB", "Cart"] as const),
    "The item has been put in your cart.",
    "The items of this link have already been put in your cart.",
  ];

  /** link → cart → the same link again. */
  async function thereAndAgain(page: Page, [language, , title, said, again]: Words, name: string) {
    await page.goto(fullLink());
    expect(page.url()).toBe(`${shop.url}/kurv/`);
    expect(await page.getAttribute("html", "lang")).toBe(language);
    expect(await page.title()).toBe(title);
    expect(await page.getByRole("status").innerText()).toContain(said);
    await looksRight(page, `${name}-filled`);
    await page.goto(fullLink());
    expect(await page.getByRole("status").innerText()).toBe(again);
    // the heading row, four lines, the total
    expect(await page.getByRole("row").count()).toBe(6);
    await looksRight(page, `${name}-again`);
    await page.reload();
    expect(await page.getByRole("status").count()).toBe(0);
    expect(await page.getByRole("row").count()).toBe(6);
  }

  it.each([DANISH, ENGLISH])("in %s, on a small telephone, and the same link again", async (...words) => {
    const [language, locale] = words;
    await opened({ ...TELEPHONE, locale }, (page) => thereAndAgain(page, words, `cart-${language}`));
  });

  it.each([
    ["at a desk", DESK],
    ["in the dark", { ...DESK, colorScheme: "dark" } as const],
    ["in the dark on a telephone", { ...TELEPHONE, colorScheme: "dark" } as const],
  ])("can be read %s", async (where, options) => {
    const name = `cart-da-${where.replaceAll(" ", "-")}`;
    await opened({ ...options, locale: "da-DK" }, (page) => thereAndAgain(page, DANISH, name));
  });

  it("is a table to a screen reader also where it looks like blocks", async () => {
    await opened({ ...TELEPHONE, locale: "en-GB" }, async (page) => {
      await page.goto(fullLink());
      const names = await page.getByRole("columnheader").allTextContents();
      expect(names).toEqual(["Product", "Quantity", "Unit price", "Total"]);
      const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: /^Kaffe/ }) });
      expect(await row.getByRole("cell").allTextContents()).toEqual([
        "2",
        "DKK\u00A089.50",
        "DKK\u00A0179.00",
      ]);
    });
  });

  it("says so when the cart is empty, and when the link was no good", async () => {
    await opened({ ...TELEPHONE, locale: "da-DK" }, async (page) => {
      await page.goto(`${shop.url}/kurv/`);
      expect(await page.locator("main").innerText()).toContain("Din indkøbskurv er tom.");
      await looksRight(page, "cart-da-empty");
      await page.goto(`${shop.url}/actions/cart/add/?product=17&price=1`);
      expect(await page.getByRole("status").innerText()).toBe("Ugyldig åben indkøbskurv kode");
      await looksRight(page, "cart-da-refused");
    });
  });

  it("is left with the keyboard: its one link is reached first, and seen to be", async () => {
    await opened({ locale: "en-GB" }, async (page) => {
      await page.goto(fullLink());
      await page.keyboard.press("Tab");
      expect(await page.locator(":focus").getAttribute("href")).toBe("https://minshop.dk");
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
      await keepPicture(page, "cart-keyboard");
    });
  });

  it("works without script, loads nothing, and keeps nothing that a script could read", async () => {
    await opened({ javaScriptEnabled: false }, async (page, asked) => {
      await page.goto(fullLink());
      expect(await page.getByRole("row").count()).toBe(6);
      expect(asked.filter((url) => !url.startsWith(`${shop.url}/actions/`))).toEqual([`${shop.url}/kurv/`]);
      const cookies = await page.context().cookies();
      expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
        ["cart", true, "Lax"],
      ]);
    });
  });

  it("is not opened twice by going back, and tells the shop nothing of where the shopper was", async () => {
    await opened({}, async (page) => {
      await page.goto(`${shop.url}/actions/cart/add/?product=17`);
      await page.goto("about:blank");
      await page.goBack();
      expect(page.url()).toBe(`${shop.url}/kurv/`);
      expect(await page.getByRole("row").count()).toBe(3);
      expect(await page.evaluate("document.referrer")).toBe("");
    });
  });

  it("can be read in large letters, and in colours of the reader's own", async () => {
    await opened({ ...TELEPHONE, forcedColors: "active", locale: "da-DK" }, async (page) => {
      await page.goto(fullLink());
      await page.addStyleTag({ content: "html { font-size: 200% }" });
      await looksRight(page, "cart-da-large");
    });
  });
});
