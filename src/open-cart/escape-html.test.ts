import { expect, test } from "vitest";
import { escapeHtml } from "./escape-html.ts";
import { offer, open } from "./test-shop.ts";

test("a title that is a script is text in HTML", () => {
  const { cart } = open(offer('[{"product":17,"title":"<img src=x onerror=\'alert(\\"1\\")\'> & co"}]'));
  expect(escapeHtml(cart.lines[0]?.title ?? "")).toBe(
    "&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt; &amp; co",
  );
});
