import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import ts from "typescript";

/* What is in this repository, for the rules about it. */

export const ROOT = join(import.meta.dirname, "..", "..");

/** One file of ours: its path with `/`, from the root, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** An import as it stands in a file; `to` is a path of ours, or the name of a package. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly isOurs: boolean;
}

/** Everything in the working tree that belongs to it: no packages, no products, nothing that .gitignore names. */
export function allFiles(): readonly string[] {
  const ignored = readFileSync(join(ROOT, ".gitignore"), "utf8").split("\n").filter(Boolean);
  return filesIn(
    ROOT,
    (name) => name === ".git/" || ignored.some((pattern) => fits(name, pattern)),
  ).toSorted();
}

/** What runs in production: src without its tests and what only they use. */
export function productFiles(): readonly SourceFile[] {
  return allFiles()
    .filter((path) => path.startsWith("src/") && path.endsWith(".ts") && !isForTests(path))
    .map(read);
}

export function isForTests(path: string): boolean {
  return path.endsWith(".test.ts") || posix.basename(path).startsWith("test-");
}

export function read(path: string): SourceFile {
  return { path, text: readFileSync(join(ROOT, path), "utf8") };
}

/** Every import and re-export of a file, those of types and those at run time too. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => {
    const isOurs = fileName.startsWith(".");
    const to = isOurs ? posix.join(posix.dirname(path), fileName) : packageOf(fileName);
    return { from: path, to, isOurs };
  });
}

/** Every place in the code where `finds` says what is wrong there. */
export function search(
  files: readonly SourceFile[],
  finds: (node: ts.Node, source: ts.SourceFile) => string | undefined,
): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const what = finds(node, source);
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      if (what !== undefined) found.push(`${path}:${line + 1} ${what}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function packageOf(name: string): string {
  if (name.startsWith("node:")) return name;
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

function filesIn(folder: string, isIgnored: (name: string) => boolean): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly string[] => {
    const path = join(folder, entry.name);
    if (isIgnored(entry.isDirectory() ? `${entry.name}/` : entry.name)) return [];
    if (entry.isDirectory()) return filesIn(path, isIgnored);
    return entry.isFile() ? [relative(ROOT, path).split(sep).join("/")] : [];
  });
}

/** The few forms of pattern that our .gitignore has: `folder/`, `file` and `*ending`. */
function fits(name: string, pattern: string): boolean {
  return pattern.startsWith("*") ? name.endsWith(pattern.slice(1)) : name === pattern;
}
