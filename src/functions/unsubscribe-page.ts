import type { HttpResponseInit } from "@azure/functions";
import { escapeHtml } from "../open-cart/escape-html.ts";
import { plainPage } from "./plain-page.ts";
import { UNSUBSCRIBE_TEXTS, type PageKind, type PageLanguage } from "./unsubscribe-texts.ts";

const STATUS: Readonly<Record<PageKind, number>> = { ask: 200, done: 200, invalid: 404, failed: 503 };

export interface UnsubscribePage {
  readonly kind: PageKind;
  readonly language: PageLanguage;
  /** Whose mail it is about, as people know it: the hosts of the shops. */
  readonly shops: readonly string[];
}

/** A page without scripts; its form, which a keyboard reaches, posts to the address it was opened at. */
export function unsubscribePage({ kind, language, shops }: UnsubscribePage): HttpResponseInit {
  const texts = UNSUBSCRIBE_TEXTS[language];
  const { title, text } = texts[kind];
  const form = `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">${escapeHtml(texts.button)}</button></form>\n`;
  return plainPage({
    ...{ status: STATUS[kind], language, shops, title },
    main: `<p>${escapeHtml(text)}</p>\n${kind === "ask" || kind === "failed" ? form : ""}`,
  });
}
