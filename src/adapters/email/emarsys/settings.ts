import { z } from "zod";
import { id, linkWith, oneOf, secretName, server, whole } from "../../../settings/kinds.ts";
import { optional, required, withDefault } from "../../../settings/setting.ts";
import type { ProviderSettings, SectionFault } from "../entry.ts";

/** The first keys have the names of Microsoft's sample. */
const section = z
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

type Section = z.output<typeof section>;

/** Left out, the version in the address decides: Emarsys signs in with OAuth2 on v3 and with WSSE on v2. */
export function authenticationOf({
  Authentication: chosen,
  ApiUrl: url,
}: Partial<Section>): Section["Authentication"] {
  if (chosen !== undefined) return chosen;
  if (url?.includes("/v3/")) return "oauth2";
  return url?.includes("/v2/") ? "wsse" : undefined;
}

function withAuthentication(read: Partial<Section>): Partial<Section> {
  const authentication = authenticationOf(read);
  return authentication === undefined ? read : { ...read, Authentication: authentication };
}

function authenticationFault(read: Partial<Section>): readonly SectionFault[] {
  if (read.ApiUrl === undefined || read.Authentication !== undefined) return [];
  const says = "expected oauth2 or wsse, because ApiUrl names neither /v3/ nor /v2/, got nothing";
  return [{ key: "Authentication", says }];
}

export const emarsysSettings = {
  sectionName: "EmarsysClientOptions",
  section,
  secretKeys: ["ApiUserNameKeyVaultSecretName", "ApiSecretKeyVaultSecretName"],
  templateKey: "ExternalEventId",
  completed: withAuthentication,
  faults: authenticationFault,
} as const satisfies ProviderSettings<string, typeof section>;
