import { createHash, createHmac } from "node:crypto";
import type { Call } from "../../server.ts";

export interface GoodSignIns {
  /** Base64, as the portal shows it. */
  readonly accessKey: string;
  /** Tokens of Microsoft Entra for this resource. */
  readonly tokens: ReadonlySet<string>;
  readonly now: Date;
}

/** How far a clock may be off. */
const MOST_SKEW_MS = 5 * 60_000;

/** Whether the signature of a call, or its token, is good. */
export function isSignedIn(call: Call, good: GoodSignIns): boolean {
  const { authorization = "", host = "" } = call.headers;
  if (authorization.startsWith("Bearer ")) return good.tokens.has(authorization.slice("Bearer ".length));
  const date = String(call.headers["x-ms-date"]);
  const hash = createHash("sha256").update(call.body, "utf8").digest("base64");
  if (call.headers["x-ms-content-sha256"] !== hash) return false;
  const sentMs = Date.parse(date);
  if (!(Math.abs(good.now.getTime() - sentMs) <= MOST_SKEW_MS)) return false;
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date)) return false;
  const text = `${call.method}\n${call.url.pathname}${call.url.search}\n${date};${host};${hash}`;
  const signature = createHmac("sha256", Buffer.from(good.accessKey, "base64")).update(text).digest("base64");
  return (
    authorization === `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`
  );
}
