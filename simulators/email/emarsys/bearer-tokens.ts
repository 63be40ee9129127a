import { randomBytes } from "node:crypto";
import type { Call, Reply } from "../../server.ts";

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The token endpoint and the check of its tokens. */
export interface BearerTokens {
  answerTokenRequest(call: Call): Reply;
  accepts(authorization: string | undefined): boolean;
  revokeAll(): void;
}

/** Without a client nobody can sign in this way. */
export function createBearerTokens(options: {
  readonly client: OAuthClient | undefined;
  readonly clock: { now(): Date };
  readonly lifeSeconds: number;
}): BearerTokens {
  const { client, clock, lifeSeconds } = options;
  const endsMs = new Map<string, number>();

  return {
    answerTokenRequest(call) {
      if (!/^application\/x-www-form-urlencoded\b/i.test(call.headers["content-type"] ?? "")) {
        return oauthError(400, "invalid_request", "the body has to be a form post");
      }
      if (client === undefined || basicCredentials(call) !== `${client.clientId}:${client.clientSecret}`) {
        return oauthError(401, "invalid_client", "client authentication failed");
      }
      if (new URLSearchParams(call.body).get("grant_type") !== "client_credentials") {
        return oauthError(400, "unsupported_grant_type", "only client_credentials is offered");
      }
      const token = randomBytes(48).toString("base64url");
      endsMs.set(token, clock.now().getTime() + lifeSeconds * 1000);
      const body = { access_token: token, expires_in: lifeSeconds, token_type: "bearer" };
      return { status: 200, headers: { "cache-control": "no-store" }, body };
    },
    accepts(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
      return (endsMs.get(token) ?? 0) > clock.now().getTime();
    },
    revokeAll: () => endsMs.clear(),
  };
}

function basicCredentials(call: Call): string | undefined {
  const encoded = /^Basic (\S+)$/i.exec(call.headers.authorization ?? "")?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}

function oauthError(status: number, error: string, text: string): Reply {
  return { status, body: { error, error_description: text } };
}
