import { z } from "zod";
import { LINK_PLACES } from "../../cart/return-link.ts";
import { form, id, link, secretName, server, whole } from "../kinds.ts";
import { required, withDefault } from "../setting.ts";

export const retailServer = z
  .strictObject({
    TenantId: required(form("a Microsoft Entra tenant, as id or as domain", /^[\w-]+(\.[\w-]+)*$/), {
      meaning: "The Microsoft Entra tenant in which the connector is registered.",
    }),
    RetailServerAudienceId: withDefault(
      form("the App ID URI or the id of Retail Server's app", /^[!-~]+$/),
      "https://commerce.dynamics.com",
      {
        meaning: "The audience of Retail Server: whom the connector's tokens are for. `/.default` is added.",
      },
    ),
    AppIdKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the app id of the connector.",
      hidden: true,
    }),
    AppSecretKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the app secret of the connector.",
      hidden: true,
    }),
    RetailServerUrl: required(server(), {
      meaning:
        "The address of Retail Server, as Lifecycle Services shows it; in the cloud it ends in `/Commerce`.",
      aliases: ["RetailServerUri"],
    }),
    OperatingUnitNumber: required(id("an operating unit number"), {
      meaning: "The operating unit number of the online channel, as Commerce headquarters shows it.",
    }),
    IncludeAbandonedCartsModifiedSinceLastMinutes: required(whole(1, 525_600), {
      meaning:
        "How far the very first pass of a channel looks back; later ones go on from where the last ended.",
      unit: "minutes",
    }),
    ExcludeAbandonedCartsModifiedSinceLastMinutes: required(whole(0, 525_600), {
      meaning: "How long a cart must have been left alone before it counts as abandoned.",
      unit: "minutes",
    }),
    ReturnToCartUrl: required(link(...LINK_PLACES), {
      meaning:
        "The page a reminder leads back to. `{cartId}`, if it is there, becomes the id of the cart, `{language}` the shopper's language, `{referralCode}` a code that names the reminder to us alone.",
    }),
    ApiVersion: withDefault(id("a version such as 7.3", /^\d+\.\d+$/), "7.3", {
      meaning: "The version of the Retail Server interface to ask for.",
    }),
    AuthorizationScheme: withDefault(form("one word", /^[A-Za-z_-]+$/), "Bearer", {
      meaning: "The word before the token in the Authorization header; some servers want `id_token`.",
    }),
    MaxConcurrency: withDefault(whole(1, 64), 16, {
      meaning: "Most requests to Retail Server at the same time.",
    }),
    RequestTimeoutSeconds: withDefault(whole(1, 300), 30, {
      meaning: "Longest time one request may take.",
      unit: "seconds",
    }),
    MaxRetryWaitSeconds: withDefault(whole(0, 600), 60, {
      meaning:
        "Longest time one call may lose on failed tries and on waiting between them. 0: nothing is tried again.",
      unit: "seconds",
    }),
    MaxResponseMegabytes: withDefault(whole(1, 256), 8, {
      meaning: "Largest reply that is read.",
      unit: "megabytes",
    }),
  })
  .describe("Dynamics 365 Commerce: where it is, how to sign in, and which carts count as abandoned.");
