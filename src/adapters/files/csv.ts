/** A row of a table, and the line of the file it begins in, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

const SEPARATORS = [";", "\t", ","] as const;

/**
 * The rows of a CSV text as RFC 4180 has it: quoted fields may hold separators, doubled quotation marks and line ends.
 * The separator is whichever of `;`, tab and `,` the first line has most of. Blank lines are no rows. Undefined when a
 * quotation mark stays open.
 */
export function csvRows(text: string): readonly CsvRow[] | undefined {
  const separator = separatorOf(text.slice(0, text.search(/\r?\n|$/)));
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let line = 1;
  let begun = 1;
  const pattern = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, "y");
  while (pattern.lastIndex < text.length || fields.length > 0) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [whole, quoted, plain = "", end = ""] = match;
    fields.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    line += whole.split("\n").length - 1;
    if (end === separator) continue;
    if (fields.some((field) => field !== "")) rows.push({ line: begun, fields });
    fields = [];
    begun = line;
  }
  return rows;
}

function separatorOf(header: string): string {
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
}
