/**
 * Parses JSON without losing digits: a number that a float cannot hold exactly (a long id, "2.0000000") stays its
 * source text. Undefined when it is not JSON, which `undefined` inside JSON can never be.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""), exactly) as unknown;
  } catch {
    return undefined;
  }
}

// the third argument (source text access) is in Node >= 22 but not yet in TypeScript's lib
function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return String(value) === context.source ? value : context.source;
}
