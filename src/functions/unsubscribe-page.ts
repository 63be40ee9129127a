import type { HttpResponseInit } from "@azure/functions";
import { escapeHtml } from "../open-cart/escape-html.ts";
import { plainPage } from "./plain-page.ts";
import { UNSUBSCRIBE_TEXTS, type PageLanguage } from "./unsubscribe-texts.ts";

/** What a page is for: to ask, or to say how it ended. */
export type PageKind = "ask" | "done" | "invalid" | "failed";

const STATUS: Readonly<Record<PageKind, number>> = { ask: 200, done: 200, invalid: 404, failed: 503 };

/** A page without scripts; its form, which a keyboard reaches, posts to the address it was opened at. */
export function unsubscribePage(kind: PageKind, language: PageLanguage): HttpResponseInit {
  const texts = UNSUBSCRIBE_TEXTS[language];
  const form = `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">${escapeHtml(texts.button)}</button></form>`;
  const role = kind === "ask" ? "" : ' role="status"';
  const text = `<p${role}>${escapeHtml(texts[kind])}</p>\n`;
  const main = kind === "ask" || kind === "failed" ? `${text}${form}\n` : text;
  return plainPage({ status: STATUS[kind], language, title: texts.title, main });
}
