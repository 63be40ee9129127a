import { createHash } from "node:crypto";
import type { HttpResponseInit } from "@azure/functions";
import { escapeHtml } from "../open-cart/escape-html.ts";

const STYLE =
  ":root{color-scheme:light dark;--page:#f5f4f1;--card:#fff;--line:#dedbd4;--ink:#1c1d1f;--soft:#5c5f66}" +
  "@media(prefers-color-scheme:dark){:root{--page:#151618;--card:#1f2124;--line:#35383d;--ink:#f1f1ef;--soft:#a9adb5}}" +
  "*{box-sizing:border-box}" +
  "body{margin:0;min-height:100vh;display:grid;place-items:center;padding:min(1rem,4vw);background:var(--page);color:var(--ink);" +
  "font:1.0625rem/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}" +
  "main{width:100%;max-width:30rem;padding:min(2.5rem,7.5vw);background:var(--card);border:1px solid var(--line);border-radius:1rem;overflow-wrap:anywhere;hyphens:auto}" +
  ".shop{margin:0 0 1.5rem;font-size:.875rem;color:var(--soft)}" +
  "h1{margin:0 0 .75rem;font-size:min(1.5rem,12vw);line-height:1.25;font-weight:650;letter-spacing:-.01em}" +
  "p{margin:0}" +
  "form{margin:1.75rem 0 0}" +
  "button{width:100%;padding:.8rem min(1.5rem,4vw);font:inherit;font-weight:600;color:var(--card);background:var(--ink);border:1px solid var(--ink);border-radius:.625rem;cursor:pointer}" +
  "button:hover{opacity:.88}" +
  "button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Nothing may be loaded, run, framed or kept, and the next page does not learn this address. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow",
  vary: "Accept-Language",
} as const;

/** A page without scripts. `title` and `shops` are plain text, `main` is HTML below the heading. */
export function plainPage(page: {
  readonly status: number;
  readonly language: string;
  /** Whose page it is, as people know it: the hosts of the shops. */
  readonly shops?: readonly string[];
  readonly title: string;
  readonly main: string;
}): HttpResponseInit {
  const title = escapeHtml(page.title);
  const { shops = [] } = page;
  const shop = shops.length === 0 ? "" : `<p class="shop">${escapeHtml(shops.join(" · "))}</p>\n`;
  return {
    status: page.status,
    headers: { ...HEADERS, "content-language": page.language },
    body: `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${shop}<h1>${title}</h1>
${page.main}</main>
</body>
</html>
`,
  };
}
