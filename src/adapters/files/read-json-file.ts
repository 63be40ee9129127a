import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { ConnectorError, type FaultCode } from "../../cart/connector-error.ts";

/** A file that somebody wrote, and who named it. */
export interface NamedFile {
  readonly path: string;
  /** The option or the setting that names it, for messages. */
  readonly namedBy: string;
  /** The code of a fault: whether the arguments or the settings are wrong. */
  readonly fault: Extract<FaultCode, "arguments-invalid" | "settings-invalid">;
  /** The page that shows such a file; left out: docs/open-cart.md. */
  readonly guide?: string;
}

/** More than any catalogue somebody would try links with. */
const MOST_CHARACTERS = 20_000_000;
/** So many faults are named, the others are counted. */
const MOST_NAMED = 30;

/** What stands in the file, checked. Throws its fault with everything that is wrong in it, each with its place. */
export async function readJsonFile<Schema extends z.ZodType>(
  file: NamedFile,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(jsonOf(file, await textOf(file)));
  if (parsed.success) return parsed.data;
  throw invalid(file, faultsText(parsed.error.issues.flatMap(faultsOf)));
}

/** The whole file as text. */
export async function textOf(file: NamedFile): Promise<string> {
  try {
    return await readFile(file.path, "utf8");
  } catch (cause) {
    throw invalid(file, "expected a file that can be read", cause);
  }
}

/** The text as JSON. A fault never repeats what stands in it. */
export function jsonOf(file: NamedFile, text: string): unknown {
  if (text.length > MOST_CHARACTERS) throw invalid(file, `expected at most ${MOST_CHARACTERS} characters`);
  try {
    // some editors put a byte-order mark in front
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // the words of the error hold what stands in the file
    throw invalid(file, "expected JSON");
  }
}

function faultsOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code !== "unrecognized_keys") return [`${placeOf(issue.path)}: ${issue.message}`];
  return issue.keys.map((key) => `${placeOf([...issue.path, key])}: there is no such key`);
}

/** As `products[0].prices.DKK`. */
function placeOf(path: readonly PropertyKey[]): string {
  const text = path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${shown(String(step))}`))
    .join("");
  return text.replace(/^\./, "") || "the file";
}

/** What is no plain word may be anything. */
function shown(key: string): string {
  return /^[\w-]{1,40}$/.test(key) ? key : "(a key)";
}

function faultsText(faults: readonly string[]): string {
  const more = faults.length - MOST_NAMED;
  return [...faults.slice(0, MOST_NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** The fault of a file. */
export function invalid(file: NamedFile, says: string, cause?: unknown): ConnectorError {
  const { namedBy, fault, guide = "docs/open-cart.md" } = file;
  return new ConnectorError(fault, `${namedBy}: ${says}`, {
    cause,
    fix: `${guide} shows what such a file looks like`,
  });
}
