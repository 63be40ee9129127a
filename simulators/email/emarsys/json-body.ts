import type { Call, Reply } from "../../server.ts";
import { refusal } from "./replies.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** Something that was read from a request, or the refusal that answers it. */
export type Read<T> =
  { readonly kind: "read"; readonly value: T } | { readonly kind: "refused"; readonly reply: Reply };

export function read<T>(value: T): Read<T> {
  return { kind: "read", value };
}

export function refused<T>(status: number, replyCode: number, replyText: string): Read<T> {
  return { kind: "refused", reply: refusal(status, replyCode, replyText) };
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The body as a JSON object; 1010 when it is anything else or is not declared as JSON. */
export function readJsonBody(call: Call): Read<JsonObject> {
  if (!/^application\/json\b/i.test(call.headers["content-type"] ?? "")) {
    return refused(400, 1010, "the body has to be declared as application/json");
  }
  const value = parsed(call.body);
  return isJsonObject(value) ? read(value) : refused(400, 1010, "the body is not a JSON object");
}

/** Undefined when it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The text of an identifier, which may arrive as a string or a number; undefined when empty or anything else. */
export function identifier(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** At most 1000 things in an array, or 10001 (not an array, or an empty one) and 1000 (too many). */
export function readBatch(value: unknown, name: string): Read<readonly unknown[]> {
  if (!Array.isArray(value) || value.length === 0) {
    return refused(400, 10001, `the parameter '${name}' is missing or not a list`);
  }
  if (value.length > 1000) return refused(400, 1000, `'${name}' may have at most 1000 entries`);
  return read(value);
}
