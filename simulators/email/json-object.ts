/* What simulators of providers read bodies with: whatever is not as wanted is empty. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function objectIn(value: unknown): JsonObject | undefined {
  // whatever is not a list and not null has members that can be asked for
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Undefined when it is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
