/** JSON that every parser takes and every template can print: no control characters, no half characters. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "string" ? printable(member) : member,
  );
}

/** One line of it. Half a surrogate pair is legal in our JSON but makes a whole batch undecodable for other parsers. */
export function printable(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}+/gu, " ");
}
