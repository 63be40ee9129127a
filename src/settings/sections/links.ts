import { z } from "zod";
import { flag, form, link, oneOf, secretName, server, whole } from "../kinds.ts";
import { optional, withDefault } from "../setting.ts";

export const links = z
  .strictObject({
    ProductUrlTemplate: optional(link("productId", "itemId", "language"), {
      meaning: "The page of a product.",
      standard: "no links to products",
    }),
    PublicBaseUrl: optional(server(), {
      meaning:
        "Where shoppers reach this app, such as https://your-app.azurewebsites.net. With it every reminder carries an unsubscribe link below `/api/unsubscribe/`. Tracked links stand below `/r/`.",
      standard: "no unsubscribe link of ours",
    }),
    ReturnLink: withDefault(oneOf("static", "open-cart", "tracked"), "static", {
      meaning:
        "The link back to the cart. `static`: `ReturnToCartUrl`. `open-cart`: a link that fills a cart of a HostedShop or DanDomain shop with the same lines. `tracked`: a link to this app, which counts that it was opened and leads on to `ReturnToCartUrl`. See docs/return-links.md.",
    }),
    TrackedLinkDays: withDefault(whole(1, 90), 30, {
      meaning: "How long a tracked link leads to the cart; afterwards it leads to the start page.",
      unit: "days",
    }),
    StartPageUrl: optional(link(), {
      meaning: "Where tracked links lead that have ended or that nobody made.",
      standard: "the start page of the shop of `ReturnToCartUrl`",
    }),
    ReferralPrefix: withDefault(form("1 to 20 letters and digits", /^[A-Za-z0-9]{1,20}$/), "AC", {
      meaning: "What the referral codes of reminders begin with, to tell them from those of other campaigns.",
    }),
    OpenCartShopUrl: optional(server(), {
      meaning: "The shop that open cart links fill a cart of, without a path.",
      standard: "the shop of `ReturnToCartUrl`",
    }),
    OpenCartProductKey: withDefault(oneOf("product", "sku"), "product", {
      meaning:
        "How open cart links name a product. `product`: by its record id in Commerce, variants with the id of their master. `sku`: by its item number, which cannot name variants.",
    }),
    OpenCartExpiryDays: optional(whole(1, 30), {
      meaning: "How long the shop keeps the cart that an open cart link has filled for a guest.",
      unit: "days",
      standard: "until the last reminder of the series has had a week, at most 30",
    }),
    OpenCartHoldPrices: withDefault(flag(), false, {
      meaning:
        "True signs open cart links with the prices of the reminder, so that the shop keeps to them. Whoever has the link has the price, for ever. False lets the shop's prices of the day count.",
    }),
    OpenCartSecretKeyVaultSecretName: optional(secretName(), {
      meaning: "With `OpenCartHoldPrices`: the secret that holds the shop's key for open cart links.",
      hidden: true,
    }),
  })
  .describe("Links in reminders.");
