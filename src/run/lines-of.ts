/** A line of a text that is read as it comes. `text` is undefined for a line longer than anything we expect. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string | undefined;
}

const LONGEST_LINE = 2_000;

/**
 * The lines of a UTF-8 text, without their ends and without a byte-order mark. Never holds more than one chunk and one
 * line, however long the text or a line of it is.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let number = 0;
  let held = "";
  let isTooLong = false;

  function ended(rest: string): Line {
    number += 1;
    const text = isTooLong || held.length + rest.length > LONGEST_LINE ? undefined : held + rest;
    held = "";
    isTooLong = false;
    return { number, text };
  }

  for await (const chunk of chunks) {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const parts = text.split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) yield ended(part);
    isTooLong ||= held.length + last.length > LONGEST_LINE;
    held = isTooLong ? "" : held + last;
  }
  const rest = decoder.decode();
  if (held !== "" || rest !== "" || isTooLong) yield ended(rest);
}
