import { randomBytes } from "node:crypto";
import type { Call, Reply } from "../../server.ts";

export interface TokenOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The refresh token that a person's consent gave. */
  readonly refreshToken: string;
  /** `rotating`: each is good once, and using one ends everything that was handed out before. */
  readonly refreshTokens: "rotating" | "long-lived";
  readonly clock: { now(): Date };
  readonly expiresInSeconds?: number;
}

/** The sign-in of Constant Contact: refresh tokens for access tokens. */
export interface Tokens {
  answer(call: Call): Reply;
  isGood(accessToken: string | undefined): boolean;
  /** Ends all access tokens; refresh tokens stay. */
  revokeAccess(): void;
  /** A person gives consent anew: only this refresh token is good from now on. */
  consent(refreshToken: string): void;
}

const DAY_SECONDS = 86_400;

export function createTokens(options: TokenOptions): Tokens {
  const { clock, expiresInSeconds = DAY_SECONDS } = options;
  const client = `Basic ${Buffer.from(`${options.clientId}:${options.clientSecret}`).toString("base64")}`;
  const access = new Map<string, Date>();
  let refreshToken = options.refreshToken;

  function handOut(): Reply {
    if (options.refreshTokens === "rotating") {
      access.clear();
      refreshToken = `refresh-${randomBytes(12).toString("hex")}`;
    }
    const token = `access-${randomBytes(12).toString("hex")}`;
    access.set(token, new Date(clock.now().getTime() + expiresInSeconds * 1000));
    return {
      status: 200,
      body: {
        ...{ token_type: "Bearer", expires_in: expiresInSeconds, access_token: token },
        ...{ refresh_token: refreshToken, scope: "offline_access contact_data" },
      },
    };
  }

  return {
    answer(call) {
      if (call.headers.authorization !== client) return refusal(401, "invalid_client");
      const form = new URLSearchParams(call.body);
      if (form.get("grant_type") !== "refresh_token") return refusal(400, "unsupported_grant_type");
      return form.get("refresh_token") === refreshToken ? handOut() : refusal(400, "invalid_grant");
    },
    isGood(token) {
      const until = token === undefined ? undefined : access.get(token);
      return until !== undefined && until > clock.now();
    },
    revokeAccess: () => access.clear(),
    consent(token) {
      access.clear();
      refreshToken = token;
    },
  };
}

function refusal(status: number, error: string): Reply {
  return { status, body: { error, error_description: "the request was refused" } };
}
