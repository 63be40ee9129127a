import { createHash } from "node:crypto";
import type { HttpResponseInit } from "@azure/functions";
import { escapeHtml } from "../open-cart/escape-html.ts";
import { UNSUBSCRIBE_TEXTS, type PageLanguage } from "./unsubscribe-texts.ts";

/** What a page is for: to ask, or to say how it ended. */
export type PageKind = "ask" | "done" | "invalid" | "failed";

const STATUS: Readonly<Record<PageKind, number>> = { ask: 200, done: 200, invalid: 404, failed: 503 };

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

/** A page without scripts; its form, which a keyboard reaches, posts to the address it was opened at. */
export function unsubscribePage(kind: PageKind, language: PageLanguage): HttpResponseInit {
  const texts = UNSUBSCRIBE_TEXTS[language];
  const title = escapeHtml(texts.title);
  const form = `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">${escapeHtml(texts.button)}</button></form>`;
  const role = kind === "ask" ? "" : ' role="status"';
  return {
    status: STATUS[kind],
    headers: { ...HEADERS, "content-language": language },
    body: `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p${role}>${escapeHtml(texts[kind])}</p>
${kind === "ask" || kind === "failed" ? `${form}\n` : ""}</main>
</body>
</html>
`,
  };
}
