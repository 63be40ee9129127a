import { z } from "zod";
import { flag, form, linkWith, oneOf, secretNames, server, share, text, whole } from "../kinds.ts";
import { optional, withDefault } from "../setting.ts";

export const openCart = z
  .strictObject({
    Receiver: withDefault(oneOf("off", "own-carts", "commerce"), "off", {
      meaning:
        "What opening a link does. `off`: links are not found. `own-carts`: it fills a cart kept here, shown at `/kurv/`. `commerce`: its lines go into a cart of Dynamics 365 Commerce, and the shopper goes to `ShopCartUrl`.",
    }),
    ShopUrl: optional(server(), {
      meaning:
        "The front page of the shop, where what is no open cart link leads. Needed unless `Receiver` is `off`.",
    }),
    ShopCartUrl: optional(linkWith("cartId"), {
      meaning:
        "Where the shop shows a cart of Dynamics 365 Commerce that it is told of: `{cartId}` is filled in. Needed when `Receiver` is `commerce`.",
    }),
    Catalogue: withDefault(oneOf("retail-server", "file"), "retail-server", {
      meaning:
        "Where products and prices come from. `file` is for local work and for shops without Dynamics 365 Commerce.",
    }),
    CatalogueFile: optional(text("the path of a JSON file"), {
      meaning: "The catalogue, as docs/open-cart.md shows it. Needed when `Catalogue` is `file`.",
    }),
    Currency: optional(form("three capital letters", /^[A-Z]{3}$/), {
      meaning: "The currency in which carts begin.",
      standard: "the one of the catalogue",
    }),
    Language: optional(oneOf("da", "en"), {
      meaning: "The language of the cart page.",
      standard: "the browser's, Danish when it speaks neither",
    }),
    CookieName: withDefault(form("letters, digits, - and _", /^[\w-]{1,40}$/), "cart", {
      meaning: "The cookie that keeps a guest's cart; browsers see it with `__Host-` in front.",
    }),
    ExpiryDays: withDefault(whole(0, 30), 30, {
      meaning: "How long a cart is kept when the link does not say. 0 is until the browser's session ends.",
      unit: "days",
    }),
    SignedLinks: withDefault(flag(), false, {
      meaning:
        "The shop's switch “extended open cart”. Without it links with a code, price, title, currency or weight are refused.",
    }),
    LinkSecretKeyVaultSecretNames: optional(secretNames(), {
      meaning:
        "The secrets under which links are signed, the current one first. Keep an old one behind it until its links have run out. Needed for `SignedLinks`.",
      hidden: true,
    }),
    Trust: withDefault(oneOf("strict", "compatible"), "strict", {
      meaning:
        "How far a right code is trusted. `strict`: it means exactly what was signed. `compatible`: takes what the old shop took, whose signed `add` links anybody can change, and its weak secrets.",
    }),
    SignedAdd: optional(oneOf("refuse", "registered", "accept"), {
      meaning: "Signed `add` links: none, only those in the register of issued links, or all.",
      standard: "refuse, with `compatible` accept",
    }),
    SignedAddMulti: optional(oneOf("accept", "registered"), {
      meaning: "Signed `addmulti` links: all, or only those in the register of issued links.",
      standard: "accept",
    }),
    AcceptInputOnly: optional(flag(), {
      meaning: "Also takes codes over `input` alone, which leave `expiryDays` and `referralCode` unsigned.",
      standard: "false, with `compatible` true",
    }),
    LowestPriceShare: optional(share(), {
      meaning:
        "The lowest price a link may ask, as a share of the catalogue's: 0.5 refuses less than half. Set it where signed `add` links are accepted.",
      standard: "no limit",
    }),
    AllowedClients: optional(text("IP addresses, separated by semicolons"), {
      meaning: "From where signed links may be opened. Not for links in mails: phones change their address.",
      standard: "everywhere",
    }),
    TrustedProxies: withDefault(whole(0, 5), 1, {
      meaning:
        "How many proxies in front of the app write `X-Forwarded-For`; only what they wrote is believed. Azure's own front end is 1, with Front Door or a gateway before it 2.",
    }),
  })
  .describe("Receiving [open cart links](open-cart.md).");
