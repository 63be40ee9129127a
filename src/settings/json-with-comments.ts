import stripJsonComments from "strip-json-comments";
import { findJsonFault, type JsonFault } from "./json-fault.ts";

/**
 * Reads JSON as .NET configuration does: a byte-order mark, comments and trailing commas are fine.
 * The error of JSON.parse is left out on purpose: it quotes the text, in which a key may stand.
 */
export function parseJsonWithComments(
  text: string,
):
  { readonly kind: "json"; readonly value: unknown } | { readonly kind: "fault"; readonly fault: JsonFault } {
  // comments become spaces, so that lines and columns stay those of the file
  const plain = stripJsonComments(text.replace(/^\uFEFF/, ""), { trailingCommas: true });
  const fault = findJsonFault(plain);
  return fault === undefined
    ? { kind: "json", value: JSON.parse(plain) as unknown }
    : { kind: "fault", fault };
}
