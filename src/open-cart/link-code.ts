import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The shop's code for a link: lower-case hex SHA-1 over the secret and the decoded values of the hashed parameters,
 * in the order of the link, without names and without separators.
 */
export function codeOf(secret: string, values: readonly string[]): string {
  return digest(secret, values).toString("hex");
}

/** The 20 bytes of a code; undefined when it is not 40 hex digits. Capitals are fine. */
export function codeBytes(code: string): Buffer | undefined {
  return /^[0-9a-f]{40}$/i.test(code) ? Buffer.from(code, "hex") : undefined;
}

/** Takes equally long whether they differ early, late or not at all. */
export function holds(code: Buffer, secret: string, values: readonly string[]): boolean {
  return timingSafeEqual(code, digest(secret, values));
}

function digest(secret: string, values: readonly string[]): Buffer {
  return createHash("sha1")
    .update(secret + values.join(""), "utf8")
    .digest();
}
