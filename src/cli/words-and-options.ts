import { parseArgs } from "node:util";
import { wrong } from "./wrong.ts";

/** The options there are: with a value, or without one. */
export type OptionTable = Readonly<
  Record<string, { readonly type: "string" | "boolean"; readonly short?: string }>
>;

/** A command line taken apart. Of an option given twice the last one counts. */
export interface WordsAndOptions<Option extends string> {
  readonly words: readonly string[];
  readonly texts: ReadonlyMap<Option, string>;
  readonly flags: ReadonlySet<Option>;
}

/** Throws `arguments-invalid` for an option that is not in the table, or has a value where it takes none. */
export function wordsAndOptions<Table extends OptionTable>(
  argv: readonly string[],
  options: Table,
): WordsAndOptions<keyof Table & string> {
  type Option = keyof Table & string;
  const isOption = (name: string): name is Option => Object.hasOwn(options, name);
  // not strict: the words of its errors are for programmers
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words: string[] = [];
  const texts = new Map<Option, string>();
  const flags = new Set<Option>();
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!isOption(name)) throw wrong(`there is no option ${rawName}`);
    if (options[name]?.type === "boolean") {
      if (value !== undefined) throw wrong(`${rawName} takes no value`);
      flags.add(name);
    } else {
      if (value === undefined || value === "" || value.startsWith("-"))
        throw wrong(`${rawName}: expected a value`);
      texts.set(name, value);
    }
  }
  return { words, texts, flags };
}
