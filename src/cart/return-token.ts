import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import type { PersonId, PersonKey, ReminderKey } from "./shopper.ts";

/** The secret under which tracked links are sealed. 32 bytes. */
export type ReturnKey = Buffer & { readonly brand: "ReturnKey" };

/** What a tracked link leads to and counts for. No address and nothing else about the shopper is in it. */
export interface ReturnContent {
  readonly person: PersonId;
  readonly key: ReminderKey;
  readonly channel: string;
  /** From this moment on the link leads to the shop's start page. Whole seconds. */
  readonly expires: Date;
  /** What fills the places of `ReturnToCartUrl`; only those that it has. */
  readonly places: Readonly<Record<string, string>>;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HASH_BYTES = 32;
const HEAD_BYTES = 2 * HASH_BYTES + 4;
const PERSON = /^p1-([\w-]{43})$/;
const REMINDER = /^r1-([\w-]{43})$/;

/** It says nothing about the key it comes from. */
export function returnKey(key: PersonKey): ReturnKey {
  // a SHA-256 has 32 bytes
  return createHmac("sha256", key).update('["return-key","1"]').digest() as ReturnKey;
}

/**
 * What stands in a tracked link: the content under AES-256-GCM, in base64url. Whoever holds it can neither read nor change
 * it. The nonce comes from the content: the same content is always the same token, and no two contents share a nonce.
 */
export function sealReturnToken(content: ReturnContent, key: ReturnKey): string {
  const plain = Buffer.concat([head(content), Buffer.from(tail(content), "utf8")]);
  const nonce = createHmac("sha256", key).update("nonce").update(plain).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.of(VERSION));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, sealed, cipher.getAuthTag()]).toString("base64url");
}

/** What a token says; undefined when it was not sealed with this key, whatever else it is. Says nothing about its time. */
export function openReturnToken(token: string, key: ReturnKey): ReturnContent | undefined {
  const bytes = Buffer.from(token, "base64url");
  // one text only for each token: neither padding nor unused bits nor foreign letters
  if (bytes.toString("base64url") !== token || bytes[0] !== VERSION) return undefined;
  if (bytes.length < 1 + NONCE_BYTES + HEAD_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.of(VERSION));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = Buffer.concat([
      decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
    return contentOf(plain);
  } catch {
    // the tag does not fit
    return undefined;
  }
}

function head({ person, key, expires }: ReturnContent): Buffer {
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(expires.getTime() / 1000));
  return Buffer.concat([hashIn(person, PERSON), hashIn(key, REMINDER), seconds]);
}

function hashIn(id: string, form: RegExp): Buffer {
  return Buffer.alloc(HASH_BYTES, Buffer.from(form.exec(id)?.[1] ?? "", "base64url"));
}

/** The channel, then name and value in turn: none of them holds a zero byte, which ends each. */
function tail({ channel, places }: ReturnContent): string {
  return [channel, ...Object.entries(places).flat()].map((part) => part.replaceAll("\0", "")).join("\0");
}

/** Proved by the tag: only `sealReturnToken` makes these, from the ids of a person and a reminder. */
function contentOf(plain: Buffer): ReturnContent {
  const [channel = "", ...rest] = plain.subarray(HEAD_BYTES).toString("utf8").split("\0");
  const places: Record<string, string> = {};
  for (let at = 0; at + 1 < rest.length; at += 2) places[rest[at] ?? ""] = rest[at + 1] ?? "";
  return {
    person: `p1-${plain.subarray(0, HASH_BYTES).toString("base64url")}` as PersonId,
    key: `r1-${plain.subarray(HASH_BYTES, 2 * HASH_BYTES).toString("base64url")}` as ReminderKey,
    channel,
    expires: new Date(plain.readUInt32BE(2 * HASH_BYTES) * 1000),
    places,
  };
}
