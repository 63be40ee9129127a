import { describe, expect, it } from "vitest";
import { accessibilityFaults, NO_BROWSER, openBrowser } from "./browser.ts";

describe.skipIf(NO_BROWSER !== undefined)(`the browser of the tests ${NO_BROWSER ?? ""}`, () => {
  it("sees what people cannot read or reach, and nothing on a good page", async () => {
    await using browser = await openBrowser();
    const page = await browser.newPage();
    await page.setContent(
      `<!doctype html><html lang="en"><title>t</title><main><h1>Hello</h1><p>World</p></main></html>`,
    );
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setContent(
      `<!doctype html><html><title>t</title><main><h1 style="color:#ccc;background:#fff">Hello</h1><img src="data:,"></main></html>`,
    );
    const rules = (await accessibilityFaults(page)).map((fault) => fault.split(":")[0]);
    expect(rules).toEqual(expect.arrayContaining(["color-contrast", "html-has-lang", "image-alt"]));
  });
});
