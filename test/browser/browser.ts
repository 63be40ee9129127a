import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type Page } from "playwright-core";

/*
 * Pages are looked at in Debian's Chromium (`apt-get install chromium`); CHROMIUM_PATH names another one. Without one
 * those tests are skipped: `describe.skipIf(NO_BROWSER !== undefined)("… " + (NO_BROWSER ?? ""), …)`.
 */

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const path = [process.env["CHROMIUM_PATH"] ?? "", ...PATHS].find((one) => one !== "" && existsSync(one));

/** Why nothing can be looked at here, to be shown in the name of what is skipped; undefined when a browser is there. */
export const NO_BROWSER =
  path === undefined
    ? "(skipped: no Chromium here; install Debian's chromium or set CHROMIUM_PATH)"
    : undefined;

/** A headless browser that talks to nobody but the pages it is sent to. The caller closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(path === undefined ? {} : { executablePath: path }),
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe finds against WCAG 2.2 A and AA on the page, a line per fault: the rule and the element. Empty is good. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: AXE });
  const found: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`,
  );
  if (!Array.isArray(found)) throw new Error("axe did not answer with a list");
  return found.map(String);
}

/** Keeps a picture of the page for people to look at, under `test-results/` (not in the repository). */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync("test-results", { recursive: true });
  await page.screenshot({ path: `test-results/${name}.png`, fullPage: true });
}
