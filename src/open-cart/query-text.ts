/** One name and value of a link, both decoded. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
}

/**
 * Percent-encodes every character but letters, digits, `-`, `_`, `.` and `~`. Stricter than `encodeURIComponent`,
 * whose quotes, brackets and stars are eaten by mail programs.
 */
export function encodeText(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

export function encodeQuery(parameters: readonly Parameter[]): string {
  return parameters.map(({ name, value }) => `${encodeText(name)}=${encodeText(value)}`).join("&");
}

/**
 * The parameters in the order of the link. Undefined when a percent sign stands alone, the bytes are not UTF-8, or
 * there are control characters: length extension of SHA-1 needs such bytes, so this is what defeats it.
 */
export function decodeQuery(query: string): readonly Parameter[] | undefined {
  const parameters: Parameter[] = [];
  for (const piece of query.split("&")) {
    if (piece === "") continue;
    const equals = piece.indexOf("=");
    const name = decodeText(equals === -1 ? piece : piece.slice(0, equals));
    const value = decodeText(equals === -1 ? "" : piece.slice(equals + 1));
    if (name === undefined || value === undefined) return undefined;
    parameters.push({ name, value });
  }
  return parameters;
}

export function valueOf(parameters: readonly Parameter[], name: string): string | undefined {
  return parameters.find((parameter) => parameter.name === name)?.value;
}

function decodeText(encoded: string): string | undefined {
  const text = decodePercents(encoded.replaceAll("+", " "));
  return text?.isWellFormed() === true && !/\p{Cc}/u.test(text) ? text : undefined;
}

function decodePercents(encoded: string): string | undefined {
  try {
    // strict: it throws for overlong forms, halves of characters and anything else that is not UTF-8
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
