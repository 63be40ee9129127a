import { AuthError, ServerError } from "@azure/msal-node";
import { ConnectorError } from "../../cart/connector-error.ts";
import type { Exchange } from "../http/exchange.ts";

export interface SignIn {
  readonly host: string;
  readonly appIdSecretName: string;
  readonly appSecretSecretName: string;
}

type Wrong = "secret" | "app" | "tenant" | "audience";

/** Numbers of Entra ID: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const WRONG_BY_NUMBER: Readonly<Record<string, Wrong>> = {
  "7000215": "secret",
  "7000222": "secret",
  "7000216": "secret",
  "700016": "app",
  "90002": "tenant",
  "900023": "tenant",
  "500011": "audience",
  "501051": "audience",
  "70011": "audience",
  "1002012": "audience",
  "650057": "audience",
};

const WRONG_BY_ERROR: Readonly<Record<string, Wrong>> = {
  invalid_client: "secret",
  unauthorized_client: "app",
  invalid_tenant: "tenant",
  invalid_resource: "audience",
  invalid_scope: "audience",
};

/** What the failure of a sign-in means to the operator. `last` is the last exchange there was. */
export function tokenFault(thrown: unknown, last: Exchange | undefined, about: SignIn): ConnectorError {
  const refusal = thrown instanceof ServerError ? thrown : undefined;
  if (refusal !== undefined && last?.kind === "reply" && last.status < 500 && last.status !== 429) {
    return refused(wrongBy(refusal), { cause: thrown, number: numberOf(refusal) }, about);
  }
  // the tenant is part of the address under which MSAL looks for the endpoints
  const noEndpoints = thrown instanceof AuthError && thrown.errorCode === "endpoints_resolution_error";
  if (noEndpoints && last?.kind === "reply" && (last.status === 400 || last.status === 404)) {
    return refused("tenant", { cause: thrown, number: undefined }, about);
  }
  return new ConnectorError(
    "token-unreachable",
    `sign-in at ${about.host} for Retail Server: ${told(last)}`,
    {
      cause: thrown,
      fix: "check that this machine reaches the host; AZURE_AUTHORITY_HOST, if set, names it",
    },
  );
}

function wrongBy(refusal: ServerError): Wrong | undefined {
  return WRONG_BY_NUMBER[numberOf(refusal) ?? ""] ?? WRONG_BY_ERROR[refusal.errorCode];
}

/** Declared as text by MSAL, which passes on the number of the reply as it came. */
function numberOf(refusal: ServerError): string | undefined {
  const number = String(refusal.errorNo);
  return /^\d+$/.test(number) ? number : undefined;
}

function refused(
  wrong: Wrong | undefined,
  how: { readonly cause: unknown; readonly number: string | undefined },
  about: SignIn,
): ConnectorError {
  const number = how.number === undefined ? "" : ` (AADSTS${how.number})`;
  const { says, fix } = meaning(wrong, about);
  return new ConnectorError("token-refused", `sign-in at ${about.host} for Retail Server: ${says}${number}`, {
    cause: how.cause,
    fix,
  });
}

function meaning(wrong: Wrong | undefined, about: SignIn): { readonly says: string; readonly fix: string } {
  switch (wrong) {
    case "secret":
      return {
        says: `the app secret in ${about.appSecretSecretName} is wrong or has ended`,
        fix: `make a new client secret for the app and put it into the Key Vault secret ${about.appSecretSecretName}`,
      };
    case "app":
      return {
        says: `the app in ${about.appIdSecretName} is not known in this tenant`,
        fix: `check the app id in the Key Vault secret ${about.appIdSecretName} and RetailServerClientOptions.TenantId`,
      };
    case "tenant":
      return {
        says: "the tenant is not known there",
        fix: "check RetailServerClientOptions.TenantId; AZURE_AUTHORITY_HOST, if set, has to name its cloud",
      };
    case "audience":
      return {
        says: "the tenant knows no such audience for this app",
        fix: "check RetailServerClientOptions.RetailServerAudienceId: the App ID URI that Retail Server accepts",
      };
    case undefined:
      return {
        says: "it was refused",
        fix: "look the number up at https://login.microsoftonline.com/error",
      };
  }
}

function told(last: Exchange | undefined): string {
  switch (last?.kind) {
    case "reply":
      return last.status === 200 ? "no usable answer" : `it answered ${last.status}`;
    case "slow":
      return "no answer in time";
    case "too-large":
      return "the answer is too large";
    case "lost":
      return "the connection broke";
    case "not-connected":
      return "no connection";
    case undefined:
      return "no usable answer";
  }
}
