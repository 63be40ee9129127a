import type { SuppressionReason } from "../cart/documents.ts";
import { normalAddress, type Address, type PersonId } from "../cart/shopper.ts";

/** One line of a list of people who must not be written to. `bad` says what is wrong, never what was written. */
export type SuppressionRow =
  | { readonly kind: "nothing" }
  | { readonly kind: "bad"; readonly why: string }
  | {
      readonly kind: "person";
      readonly who: { readonly address: Address } | { readonly person: PersonId };
      readonly reason: SuppressionReason | undefined;
    };

export const SUPPRESSION_REASONS = [
  "unsubscribed",
  "complained",
  "erased",
  "staff",
  "manual",
] as const satisfies readonly SuppressionReason[];

/** Which field of a line is what, counted from 0. */
export interface Columns {
  readonly who: number;
  readonly reason: number | undefined;
}

/** A list without a header: the address or our hash comes first, a reason may follow. */
export const NO_HEADER: Columns = { who: 0, reason: 1 };

const WHO = ["id", "person", "email", "e-mail", "mail", "address", "email address", "e-mail address"];

/** The columns that a first line names; undefined when it is no header. */
export function readHeader(text: string): Columns | undefined {
  const names = (fieldsOf(text) ?? []).map((field) => field.toLowerCase());
  const who = names.findIndex((name) => WHO.includes(name));
  if (who === -1) return undefined;
  const reason = names.indexOf("reason");
  return { who, reason: reason === -1 ? undefined : reason };
}

/** Reads one line: an e-mail address or one of our hashes, and perhaps a reason. */
export function readRow(text: string, columns: Columns): SuppressionRow {
  if (/^[\s,;]*$/.test(text)) return { kind: "nothing" };
  const fields = fieldsOf(text);
  if (fields === undefined) return bad("a quotation mark is not closed");
  const said = fields[columns.who] ?? "";
  const address = normalAddress(said);
  const person = asPersonId(said);
  if (address === undefined && person === undefined)
    return bad("expected an e-mail address or a hash of ours");
  const word = columns.reason === undefined ? "" : (fields[columns.reason] ?? "").toLowerCase();
  const reason = SUPPRESSION_REASONS.find((one) => one === word);
  if (word !== "" && reason === undefined)
    return bad(`expected the reason ${SUPPRESSION_REASONS.join(", ")}`);
  if (person !== undefined) return { kind: "person", who: { person }, reason };
  return address === undefined
    ? bad("expected an e-mail address")
    : { kind: "person", who: { address }, reason };
}

/** One of our hashes, as `export` writes them. */
function asPersonId(text: string): PersonId | undefined {
  // proved by its form: `p1-` and 32 bytes in base64url
  return /^p1-[\w-]{43}$/.test(text) ? (text as PersonId) : undefined;
}

/** The fields of a line, separated by commas, semicolons or tabs; undefined when a quotation mark stays open. */
function fieldsOf(line: string): readonly string[] | undefined {
  const fields: string[] = [];
  const field = /\s*(?:"((?:[^"]|"")*)"|([^",;\t]*))\s*(?:[,;\t]|$)/y;
  while (field.lastIndex < line.length || fields.length === 0) {
    const match = field.exec(line);
    if (match === null) return undefined;
    fields.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? "").trim());
    if (field.lastIndex >= line.length) break;
  }
  return fields;
}

function bad(why: string): SuppressionRow {
  return { kind: "bad", why };
}
