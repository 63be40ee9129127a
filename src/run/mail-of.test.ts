import { describe, expect, it } from "vitest";
import { exampleWith, type Sections } from "../../test/example-settings.ts";
import { BUILT_IN_WORDS } from "../adapters/mail/words.ts";
import { readSettings } from "../settings/load.ts";
import { mailOf, type ChannelMail } from "./mail-of.ts";

function mailWith(change: Sections): ChannelMail {
  return mailOf(readSettings(exampleWith(change), {}));
}

describe("the mail of a channel", () => {
  it("is the shop's of the return link when nothing is set", () => {
    const { shop, hosts } = mailWith({});
    expect(shop).toEqual({
      name: "contoso.com",
      logoUrl: undefined,
      address: undefined,
      accentColour: "#1b4d3e",
      words: [],
    });
    expect([...hosts.links]).toEqual(["www.contoso.com"]);
    expect([...hosts.pictures]).toEqual(["images.contoso.com"]);
  });

  it("may link to every host that the settings make links to, and show pictures of those they name", () => {
    const { hosts } = mailWith({
      LinkOptions: {
        ProductUrlTemplate: "https://shop.contoso.com/{language}/{productId}",
        PublicBaseUrl: "https://reminders.contoso.com",
        OpenCartShopUrl: "https://open.contoso.com",
      },
      MediaOptions: { PlaceholderImageUrl: "https://static.contoso.com/none.png" },
      MailOptions: { PictureHosts: "CDN.contoso.com, pics.contoso.com:8443" },
    });
    const links = ["www.contoso.com", "shop.contoso.com", "reminders.contoso.com", "open.contoso.com"];
    expect([...hosts.links]).toEqual(links);
    const pictures = ["images.contoso.com", "static.contoso.com", "cdn.contoso.com", "pics.contoso.com:8443"];
    expect([...hosts.pictures]).toEqual(pictures);
  });

  it("has the retailer's words under the names that the mail has for them", () => {
    const words = Object.keys(BUILT_IN_WORDS.en);
    const keys = words.map((name) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, `own ${name}`]);
    const { shop } = mailWith({
      MailOptions: { Texts: [{ Language: "fi", ...Object.fromEntries(keys) }] },
    });
    const own = Object.fromEntries(words.map((name) => [name, `own ${name}`]));
    expect(shop.words).toEqual([{ language: "fi", ...own }]);
  });

  it("takes no place in its words that nobody fills", () => {
    const texts = [{ Language: "sv", Subject: "Hej {name}" }];
    expect(() => mailWith({ MailOptions: { Texts: texts } })).toThrow(
      /MailOptions\.Texts\[0\]\.Subject: expected words.*\{shop\} may stand, got the placeholder \{name\}/,
    );
  });
});
