import type { Decimal } from "../../cart/decimal.ts";
import { csvRows } from "./csv.ts";
import { invalid, jsonOf, textOf, type NamedFile } from "./read-json-file.ts";
import { exportedOrder, ordersFile } from "./schema.ts";

/** Orders that a shop exported, as far as they carry a referral code. */
export interface OrderExport {
  readonly orders: readonly {
    readonly id: string;
    readonly referralCode: string;
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly total: Decimal | undefined;
    readonly currency: string;
    readonly isCancelled: boolean;
  }[];
  /** Rows without a referral code: orders that no link of anybody brought. */
  readonly withoutCode: number;
  /** Rows that could not be used. Says nothing of what stood in them. */
  readonly bad: readonly { readonly row: number; readonly why: string }[];
}

/** A row by the names of its columns, as the file has them. */
type Row = ReadonlyMap<string, unknown>;

/** Which column is what: in any case, with or without blanks, `_` and `-`. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  referralCode: ["referralcode", "referral"],
  created: ["created", "createdat", "createddatetime", "date", "orderdate", "dateordered"],
  total: ["total", "totalamount", "amount"],
  currency: ["currency", "currencycode"],
  id: ["id", "orderid", "ordernumber"],
  status: ["status", "orderstatus"],
};
const NEEDED = ["referralCode", "created", "total", "currency"] as const;

/**
 * Reads an export: CSV with a header, or JSON (a list, or an object with a list `orders`). A row that cannot be used stops
 * no other. Throws the file's fault when it is neither, or a column is missing.
 */
export async function readOrderExport(file: NamedFile): Promise<OrderExport> {
  const text = (await textOf(file)).replace(/^\uFEFF/, "");
  const rows = /^\s*[[{]/.test(text) ? jsonRows(file, text) : tableRows(file, text);
  const orders: OrderExport["orders"][number][] = [];
  const bad: OrderExport["bad"][number][] = [];
  let withoutCode = 0;
  for (const { number, row } of rows) {
    if (isBlank(row.get("referralCode"))) {
      withoutCode += 1;
      continue;
    }
    const read = exportedOrder.safeParse(Object.fromEntries(row));
    if (read.success) orders.push({ ...read.data, id: read.data.id ?? `row ${number}` });
    else bad.push({ row: number, why: read.error.issues.map(({ message }) => message).join("; ") });
  }
  return { orders, withoutCode, bad };
}

interface Numbered {
  /** The line of a table, the place in a list; from 1. */
  readonly number: number;
  readonly row: Row;
}

function tableRows(file: NamedFile, text: string): readonly Numbered[] {
  const rows = csvRows(text);
  if (rows === undefined) throw invalid(file, "a quotation mark is not closed, or stands inside a field");
  const [header, ...others] = rows;
  const names = (header?.fields ?? []).map((name) => columnOf(name) ?? "");
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw invalid(
      file,
      `expected a header with the columns ${NEEDED.join(", ")}; ${missing.join(", ")} cannot be found`,
    );
  return others.map(({ line, fields }) => ({
    number: line,
    row: new Map(names.map((name, index) => [name, fields[index] ?? ""])),
  }));
}

function jsonRows(file: NamedFile, text: string): readonly Numbered[] {
  const read = ordersFile.safeParse(jsonOf(file, text));
  if (!read.success) throw invalid(file, "expected a list of orders, or an object with a list named orders");
  return read.data.map((order, index) => ({
    number: index + 1,
    row: new Map(Object.entries(order).flatMap(([name, value]) => named(columnOf(name), value))),
  }));
}

function named(name: string | undefined, value: unknown): readonly (readonly [string, unknown])[] {
  return name === undefined ? [] : [[name, value]];
}

function columnOf(written: string): string | undefined {
  const plain = written.toLowerCase().replaceAll(/[\s_-]/g, "");
  return Object.keys(COLUMNS).find((name) => COLUMNS[name]?.includes(plain));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}
