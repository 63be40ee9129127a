import { startServer, type Call, type Reply, type SimulatorServer } from "../server.ts";
import { createAccessTokens, type TokenCheck } from "./access-tokens.ts";
import { signInError } from "./sign-in-error.ts";
import { judgeTokenRequest, type EntraApp } from "./token-request.ts";

export interface EntraOptions {
  /** Entra ID speaks HTTPS only, and the libraries insist on it. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly tenantId: string;
  readonly apps: readonly EntraApp[];
  readonly clock?: { now(): Date };
  readonly tokenLifeSeconds?: number;
  readonly port?: number;
}

/** A simulated Entra ID with one tenant, for apps that sign in with a client secret. */
export interface Entra extends SimulatorServer {
  readonly tenantId: string;
  /** `{url}/{tenantId}`: what a client configures as its authority. */
  readonly authority: string;
  /** What a resource server would find about a token. */
  verify(token: string, expected: { readonly audience: string }): TokenCheck;
  /** Makes every token issued so far unknown, although it has not ended. */
  revokeAll(): void;
  /** Gives an app another secret; the old one stops working at once. */
  setSecret(clientId: string, clientSecret: string): void;
}

type Route = { readonly operation: EntraOperation; readonly tenant: string } | undefined;
export type EntraOperation = "openid-configuration" | "token" | "keys";

const PATHS: readonly {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: EntraOperation;
}[] = [
  {
    method: "GET",
    path: /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/,
    operation: "openid-configuration",
  },
  { method: "POST", path: /^\/([^/]+)\/oauth2\/v2\.0\/token$/, operation: "token" },
  { method: "GET", path: /^\/([^/]+)\/discovery\/v2\.0\/keys$/, operation: "keys" },
];

export async function startEntra(options: EntraOptions): Promise<Entra> {
  const { tenantId, tokenLifeSeconds = 3600, clock = { now: () => new Date() } } = options;
  const tokens = createAccessTokens({ tenantId, clock });
  let apps = options.apps;

  function answer(call: Call): Reply {
    const route = routeOf(call);
    if (route === undefined) return { status: 501, body: "not simulated" };
    if (route.tenant.toLowerCase() !== tenantId.toLowerCase()) return unknownTenant(call, clock.now());
    switch (route.operation) {
      case "openid-configuration":
        return { status: 200, body: openIdConfiguration(call.url.origin, tenantId) };
      case "keys":
        return { status: 200, body: tokens.keySet() };
      case "token":
        return answerTokenRequest(call);
    }
  }

  function answerTokenRequest(call: Call): Reply {
    const verdict = judgeTokenRequest(call, apps);
    if (verdict.kind === "refused") return signInError(verdict, call, clock.now());
    return {
      status: 200,
      headers: { "cache-control": "no-store, no-cache" },
      body: {
        token_type: "Bearer",
        expires_in: tokenLifeSeconds,
        ext_expires_in: tokenLifeSeconds,
        access_token: tokens.issue({ ...verdict, lifeSeconds: tokenLifeSeconds }),
      },
    };
  }

  const server = await startServer(
    { operationOf: (call) => routeOf(call)?.operation ?? "not-simulated", answer },
    options,
  );
  return {
    ...server,
    tenantId,
    authority: `${server.url}/${tenantId}`,
    verify: (token, expected) => tokens.check(token, expected),
    revokeAll: () => tokens.revokeAll(),
    setSecret(clientId, clientSecret) {
      apps = apps.map((app) => (app.clientId === clientId ? { ...app, clientSecret } : app));
    },
  };
}

function routeOf(call: Call): Route {
  for (const { method, path, operation } of PATHS) {
    const tenant = path.exec(call.url.pathname)?.[1];
    if (call.method === method && tenant !== undefined) return { operation, tenant };
  }
  return undefined;
}

function openIdConfiguration(origin: string, tenantId: string): object {
  const base = `${origin}/${tenantId}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post"],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["ES256"],
  };
}

function unknownTenant(call: Call, now: Date): Reply {
  const text = "no such tenant: check the tenant id and the cloud";
  return signInError({ status: 400, error: "invalid_tenant", code: 90002, text }, call, now);
}
