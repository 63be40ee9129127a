import type { Text } from "../texts.ts";

/** The languages of the cart page. */
export type PageLanguage = keyof Text;

/** The first language of an `Accept-Language` header that the page speaks; Danish, the shop's own, when there is none. */
export function pageLanguage(acceptLanguage: string | undefined): PageLanguage {
  // a header comes from anybody, and what a browser sends is far shorter
  const wanted = (acceptLanguage ?? "").slice(0, 200).split(",").map(weighed);
  const [best] = wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return best?.language ?? "da";
}

interface Wanted {
  readonly language: PageLanguage | undefined;
  readonly weight: number;
}

/** One entry, such as `en-GB;q=0.8`. One in a language that the page does not speak weighs nothing. */
function weighed(entry: string): Wanted {
  const [, primary = "", quality = "1"] =
    /^\s*([a-z]{1,8})(?:-[a-z\d-]*)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i.exec(entry) ?? [];
  const spoken = primary.toLowerCase();
  const language = spoken === "da" || spoken === "en" ? spoken : undefined;
  return { language, weight: language === undefined ? 0 : Number(quality) };
}
