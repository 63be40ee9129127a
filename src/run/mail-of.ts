import type { ChannelSettings } from "../settings/schema.ts";

type Texts = ChannelSettings["MailOptions"]["Texts"][number];

/** How the shop of a channel shows itself in its mails, and whom they may point to: what the retailer set. */
export interface ChannelMail {
  readonly shop: {
    readonly name: string;
    readonly logoUrl: string | undefined;
    readonly address: string | undefined;
    readonly accentColour: string;
    readonly words: readonly WordsOfLanguage[];
  };
  readonly hosts: { readonly links: ReadonlySet<string>; readonly pictures: ReadonlySet<string> };
}

type WordsOfLanguage = { readonly language: string } & {
  readonly [Key in Exclude<keyof Texts, "Language"> as Uncapitalize<Key>]?: string;
};

export function mailOf(settings: ChannelSettings): ChannelMail {
  const { MailOptions: mail, MediaOptions: media, LinkOptions: links } = settings;
  const { ReturnToCartUrl: cartUrl } = settings.RetailServerClientOptions;
  const named = (mail.PictureHosts ?? "").split(",").map((host) => host.trim().toLowerCase());
  return {
    shop: {
      name: mail.ShopName ?? hostOf(cartUrl).replace(/^www\./, ""),
      logoUrl: mail.LogoUrl,
      address: mail.PostalAddress,
      accentColour: mail.AccentColor,
      words: mail.Texts.map(wordsOfLanguage),
    },
    hosts: {
      links: hostsOf(cartUrl, links.ProductUrlTemplate, links.PublicBaseUrl, links.OpenCartShopUrl),
      pictures: new Set([
        ...hostsOf(media.ImageServerUrl, media.PlaceholderImageUrl),
        ...named.filter((host) => host !== ""),
      ]),
    },
  };
}

function hostsOf(...urls: readonly (string | undefined)[]): ReadonlySet<string> {
  return new Set(urls.flatMap((url) => (url === undefined ? [] : hostOf(url))));
}

/** What stands in braces is filled in later, and never in a host. */
function hostOf(url: string): string {
  return new URL(url.replaceAll(/[{}]/g, "")).host;
}

function wordsOfLanguage({ Language: language, ...texts }: Texts): WordsOfLanguage {
  const named = Object.entries(texts).map(([key, words]) => [
    `${key.charAt(0).toLowerCase()}${key.slice(1)}`,
    words,
  ]);
  // the names of words in the settings are those of the mail with a capital letter, as the type says
  return { language, ...(Object.fromEntries(named) as Omit<WordsOfLanguage, "language">) };
}
