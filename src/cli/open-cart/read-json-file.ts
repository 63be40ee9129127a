import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { ConnectorError } from "../../cart/connector-error.ts";

/** More than any catalogue somebody would try links with. */
const MOST_CHARACTERS = 20_000_000;
/** So many faults are named, the others are counted. */
const MOST_NAMED = 30;

/** The file that an option names, checked. Throws `arguments-invalid` with every fault of it, each with its place. */
export async function readJsonFile<Schema extends z.ZodType>(
  option: string,
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(jsonOf(option, await textOf(option, file)));
  if (parsed.success) return parsed.data;
  throw invalid(option, faultsText(parsed.error.issues.flatMap(faultsOf)));
}

async function textOf(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw invalid(option, "expected a file that can be read", cause);
  }
}

function jsonOf(option: string, text: string): unknown {
  if (text.length > MOST_CHARACTERS) throw invalid(option, `expected at most ${MOST_CHARACTERS} characters`);
  try {
    // some editors put a byte-order mark in front
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    // the words of the error hold what stands in the file
    throw invalid(option, "expected JSON");
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

function invalid(option: string, says: string, cause?: unknown): ConnectorError {
  return new ConnectorError("arguments-invalid", `${option}: ${says}`, {
    cause,
    fix: "docs/open-cart.md shows the files of `connector open-cart`",
  });
}
