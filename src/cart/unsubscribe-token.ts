import { createHmac, timingSafeEqual } from "node:crypto";
import type { PersonId, PersonKey } from "./shopper.ts";

/** A secret under which unsubscribe links are signed. At least 32 bytes. */
export type UnsubscribeKey = Buffer & { readonly brand: "UnsubscribeKey" };

const VERSION = 1;
const HASH_BYTES = 32;
const TOKEN_BYTES = 1 + 2 * HASH_BYTES;
const PERSON = /^p1-([\w-]{43})$/;

/** The key that is used as long as no other is set. It says nothing about the key it comes from. */
export function derivedUnsubscribeKey(key: PersonKey): UnsubscribeKey {
  // a SHA-256 has 32 bytes
  return createHmac("sha256", key).update('["unsubscribe-key","1"]').digest() as UnsubscribeKey;
}

/**
 * What stands in an unsubscribe link: the version, the person's hash and a signature, in base64url. The same for a person
 * in every channel and for ever; holds no address, and nobody without the key can make one.
 */
export function unsubscribeToken(person: PersonId, key: UnsubscribeKey): string {
  const hash = Buffer.from(PERSON.exec(person)?.[1] ?? "", "base64url");
  const body = Buffer.concat([Buffer.of(VERSION), hash]);
  return Buffer.concat([body, signature(body, key)]).toString("base64url");
}

/**
 * Whom a token stands for; undefined when it was signed with none of the keys. Every key is tried, and compared in
 * constant time, so that an answer's time tells nothing.
 */
export function readUnsubscribeToken(token: string, keys: readonly UnsubscribeKey[]): PersonId | undefined {
  const bytes = Buffer.from(token, "base64url");
  // one text only for each token: neither padding nor unused bits nor foreign letters
  if (bytes.length !== TOKEN_BYTES || bytes.toString("base64url") !== token) return undefined;
  if (bytes[0] !== VERSION) return undefined;
  const body = bytes.subarray(0, 1 + HASH_BYTES);
  const signed = bytes.subarray(1 + HASH_BYTES);
  const matches = keys.map((key) => timingSafeEqual(signature(body, key), signed));
  if (!matches.includes(true)) return undefined;
  // proved by the signature: only `unsubscribeToken` makes these, from a person's id
  return `p1-${body.subarray(1).toString("base64url")}` as PersonId;
}

function signature(body: Buffer, key: UnsubscribeKey): Buffer {
  return createHmac("sha256", key).update("unsubscribe").update(body).digest();
}
