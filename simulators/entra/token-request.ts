import type { Call } from "../server.ts";
import type { SignInError } from "./sign-in-error.ts";

/** An app registration that may sign in by itself. */
export interface EntraApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The resources it may ask tokens for; any when left out. */
  readonly resources?: readonly string[];
}

export type TokenVerdict =
  | { readonly kind: "granted"; readonly appId: string; readonly audience: string }
  | ({
      readonly kind: "refused";
    } & SignInError);

const DEFAULT_SCOPE = "/.default";

/** Judges the form post of the client-credentials grant, in the order: form, app, secret, scope, resource. */
export function judgeTokenRequest(call: Call, apps: readonly EntraApp[]): TokenVerdict {
  if (!/^application\/x-www-form-urlencoded\b/i.test(call.headers["content-type"] ?? "")) {
    return refused("invalid_request", 900144, "the body has to be a form post");
  }
  const form = new URLSearchParams(call.body);
  for (const name of ["grant_type", "client_id", "scope"]) {
    if ((form.get(name) ?? "") === "") {
      return refused("invalid_request", 900144, `the form lacks the parameter '${name}'`);
    }
  }
  if (form.get("grant_type") !== "client_credentials") {
    return refused("unsupported_grant_type", 70003, "only client_credentials is offered here");
  }
  const app = apps.find((one) => one.clientId.toLowerCase() === form.get("client_id")?.toLowerCase());
  if (app === undefined) return refused("unauthorized_client", 700016, "no such application in this tenant");
  return judgeSecretAndScope(form, app);
}

function judgeSecretAndScope(form: URLSearchParams, app: EntraApp): TokenVerdict {
  const secret = form.get("client_secret");
  if (secret === null || secret === "") {
    return refused(
      "invalid_request",
      7000216,
      "a client_secret or client_assertion is needed for this grant",
    );
  }
  if (secret !== app.clientSecret) {
    return {
      ...refused("invalid_client", 7000215, "the client secret is not valid for this app"),
      status: 401,
    };
  }
  const scopes =
    form
      .get("scope")
      ?.split(" ")
      .filter((scope) => scope !== "") ?? [];
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1) {
    return refused("invalid_scope", 70011, "exactly one scope can be asked for with this grant");
  }
  if (!scope.endsWith(DEFAULT_SCOPE)) {
    return refused("invalid_scope", 1002012, "the scope of a client-credentials request ends in /.default");
  }
  const audience = scope.slice(0, -DEFAULT_SCOPE.length);
  if (app.resources !== undefined && !app.resources.includes(audience)) {
    return refused("invalid_resource", 500011, "the tenant has no such resource for this app");
  }
  return { kind: "granted", appId: app.clientId, audience };
}

function refused(error: string, code: number, text: string): TokenVerdict & { readonly kind: "refused" } {
  return { kind: "refused", status: 400, error, code, text };
}
