import { createHash } from "node:crypto";
import type { HttpResponseInit } from "@azure/functions";
import { escapeHtml } from "../open-cart/escape-html.ts";

const STYLE =
  ":root{color-scheme:light dark}" +
  "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}" +
  "h1{font-size:1.5rem}" +
  "button{font:inherit;padding:.75rem 1.5rem;border:2px solid;border-radius:.5rem;cursor:pointer}" +
  "button:focus-visible{outline:3px solid;outline-offset:3px}";

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

/** A page without scripts. `title` is plain text, `main` is HTML below the heading. */
export function plainPage(page: {
  readonly status: number;
  readonly language: string;
  readonly title: string;
  readonly main: string;
}): HttpResponseInit {
  const title = escapeHtml(page.title);
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
<h1>${title}</h1>
${page.main}</main>
</body>
</html>
`,
  };
}
