import type { Call } from "../server.ts";
import { badRequest, unauthorised } from "./errors.ts";
import type { Knobs } from "./knobs.ts";

export type TokenVerdict =
  | { readonly ok: true }
  /** `resourceId` without its long prefix: "InvalidAudience", "AuthenticationFailed", … */
  | { readonly ok: false; readonly resourceId: string };

/** Judges the whole Authorization header, scheme included; the scheme has been checked already. */
export type VerifyToken = (authorizationHeader: string) => TokenVerdict | Promise<TokenVerdict>;

export interface Entrance {
  readonly verifyToken: VerifyToken;
  readonly oun: string;
  readonly apiVersions: readonly string[];
  readonly knobs: Knobs;
}

/** Lets a caller in who may be here: token, then channel, then api version. */
export async function checkCaller(call: Call, entrance: Entrance): Promise<void> {
  await checkToken(call.headers.authorization, entrance);
  if (call.headers["oun"] !== entrance.oun) {
    const status = entrance.knobs.invalidChannelStatus;
    throw unauthorised("InvalidChannel", "the operating unit number belongs to no channel", status);
  }
  checkApiVersion(call.url.searchParams.getAll("api-version"), entrance);
}

async function checkToken(header: string | undefined, { knobs, verifyToken }: Entrance): Promise<void> {
  const [scheme = "", token = ""] = header?.split(" ") ?? [];
  if (header === undefined || token === "") throw unauthorised("AuthenticationFailed", "there is no token");
  if (scheme.toLowerCase() !== knobs.authorizationScheme.toLowerCase()) {
    throw unauthorised("AuthenticationFailed", `the scheme ${scheme} is not accepted here`);
  }
  const verdict = await verifyToken(header);
  if (!verdict.ok) throw unauthorised(verdict.resourceId, "the token is not accepted here");
}

function checkApiVersion(asked: readonly string[], { apiVersions, knobs }: Entrance): void {
  const [version] = asked;
  if (version === undefined && !knobs.apiVersionRequired) return;
  if (version !== undefined && asked.length === 1 && apiVersions.includes(version)) return;
  throw badRequest(`api version ${version ?? "(none)"}`, "RetailServerApiVersionNotSupported");
}
