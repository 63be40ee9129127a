import type { ChannelRow, ProductRow } from "./shop-data.ts";

/**
 * The name in the first language of the Accept-Language header: that very language, else a variety of it, else
 * the channel's own.
 */
export function productName(
  { names }: Pick<ProductRow, "names">,
  acceptLanguage: string | undefined,
  channel: Pick<ChannelRow, "defaultLanguage">,
): string | null {
  const [first = ""] = (acceptLanguage ?? "").split(/[,;]/);
  const wanted = first.trim().toLowerCase();
  const variety = Object.keys(names).find((language) => primary(language) === primary(wanted));
  return names[wanted] ?? names[variety ?? channel.defaultLanguage] ?? null;
}

function primary(language: string): string | undefined {
  return language.split("-")[0];
}
