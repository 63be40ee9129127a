import { z } from "zod";
import { id, linkWith, oneOf, secretName, server, whole } from "../kinds.ts";
import { optional, required, withDefault } from "../setting.ts";

export const emarsys = z
  .strictObject({
    ApiUrl: withDefault(linkWith("0"), "https://api.emarsys.net/api/v3/event/{0}/trigger", {
      meaning: "Where external events are triggered; `{0}` becomes the event's id.",
    }),
    ExternalEventId: required(id("the number of an external event", /^\d+$/), {
      meaning: "The external event that starts the reminder in Emarsys, as its trigger settings show it.",
    }),
    ApiUserNameKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the API user name (WSSE) or the client id (OAuth2).",
      hidden: true,
    }),
    ApiSecretKeyVaultSecretName: required(secretName(), {
      meaning: "The secret that holds the API secret (WSSE) or the client secret (OAuth2).",
      hidden: true,
    }),
    EmarsysContactKeyId: withDefault(id("the id of a contact field"), "3", {
      meaning: "The contact field that identifies a contact. 3 is the e-mail address; do not change it.",
    }),
    Authentication: optional(oneOf("oauth2", "wsse"), {
      meaning: "How to sign in. Emarsys ends WSSE on 2026-12-31.",
      standard: "by the version in ApiUrl: `/v3/` is oauth2, `/v2/` is wsse",
    }),
    TokenUrl: withDefault(server(), "https://auth.emarsys.net/oauth2/token", {
      meaning: "Where OAuth2 tokens come from.",
    }),
    RequestTimeoutSeconds: withDefault(whole(1, 300), 30, {
      meaning: "Longest time one request may take.",
      unit: "seconds",
    }),
  })
  .describe("Emarsys, the e-mail marketing provider.");
