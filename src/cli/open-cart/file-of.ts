import type { NamedFile } from "../../adapters/files/read-json-file.ts";

/** The file that an option names; undefined when it was not given. */
export function fileOf<Name extends string>(
  { texts }: { readonly texts: ReadonlyMap<Name, string> },
  option: Name,
): NamedFile | undefined {
  const path = texts.get(option);
  return path === undefined ? undefined : { path, namedBy: `--${option}`, fault: "arguments-invalid" };
}
