import { z } from "zod";

const row = z.object({ id: z.string(), version: z.string(), body: z.string() });

/** One row of the table of documents. The table is STRICT, so a row that does not fit means another table. */
export function readRow(value: unknown): z.output<typeof row> {
  return row.parse(value);
}

/** The body of a row; undefined when somebody else wrote something that is no JSON. */
export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** The answer to `PRAGMA user_version` and to a `SELECT count(*) AS count`. */
export function readNumber(value: unknown, name: string): number {
  return z.object({ [name]: z.number() }).parse(value)[name] ?? 0;
}
