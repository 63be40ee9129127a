import { createHash } from "node:crypto";

export interface WsseUser {
  readonly userName: string;
  readonly secret: string;
}

const HEADER =
  /^UsernameToken Username="([^"]*)", PasswordDigest="([^"]*)", Nonce="([^"]*)", Created="([^"]*)"$/;
const NONCE = /^[0-9a-f]{32}$/i;
const CREATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:?00)$/;
const CLOCK_DIFFERENCE_MS = 5 * 60_000;

/**
 * Checks `X-WSSE` headers for one user. The answer is the fault, for people who debug a client; undefined when the
 * header is good. A nonce is good once.
 */
export function createWsseCheck(options: {
  readonly user: WsseUser;
  readonly clock: { now(): Date };
}): (header: string | undefined) => string | undefined {
  const used = new Set<string>();

  return (header) => {
    const [, userName, digest, nonce, created] = HEADER.exec(header ?? "") ?? [];
    if (digest === undefined || nonce === undefined || created === undefined) return "malformed header";
    if (userName !== options.user.userName) return "unknown user";
    if (!NONCE.test(nonce)) return "the nonce is not 32 hexadecimal digits";
    if (!CREATED.test(created)) return "the time is not ISO 8601 in UTC";
    const ageMs = options.clock.now().getTime() - Date.parse(created.replace("+0000", "Z"));
    // not "greater than": a time that does not exist makes NaN
    if (!(Math.abs(ageMs) <= CLOCK_DIFFERENCE_MS)) return "the time is more than 5 minutes off";
    if (digest !== wsseDigest(nonce, created, options.user.secret)) return "wrong digest";
    if (used.has(nonce)) return "the nonce was used before";
    used.add(nonce);
    return undefined;
  };
}

/** Base64 of the 40 hexadecimal digits of the SHA-1, not of its 20 bytes. */
export function wsseDigest(nonce: string, created: string, secret: string): string {
  const hex = createHash("sha1")
    .update(nonce + created + secret)
    .digest("hex");
  return Buffer.from(hex).toString("base64");
}
