import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Language, Parser, type Node } from "web-tree-sitter";

/*
 * Bicep files as trees: their syntax, and how they fit together. Whether Azure would take what they say is not known
 * here; only a deployment shows that.
 */

/** A literal as what it stands for; anything else as its source text in `code`. */
export type Value =
  | string
  | number
  | boolean
  | { readonly code: string }
  | readonly Value[]
  | { readonly [key: string]: Value };

export interface Resource {
  readonly file: string;
  /** With the types of the resources around it, without the API version. */
  readonly type: string;
  /** Undefined for a resource that takes it from the one around it. */
  readonly apiVersion: string | undefined;
  readonly body: { readonly [key: string]: Value };
}

export interface Parameter {
  readonly name: string;
  readonly isDescribed: boolean;
  /** Undefined when one has to be given. */
  readonly standard: Value | undefined;
}

export interface BicepFile {
  readonly path: string;
  readonly text: string;
  readonly isWellFormed: boolean;
  readonly parameters: readonly Parameter[];
  /** The expression of each output by its name. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, Value>;
  /** Those that this file makes, not those it only names. */
  readonly resources: readonly Resource[];
  /** Symbol, file and arguments of each module. */
  readonly modules: readonly { readonly symbol: string; readonly path: string; readonly given: Value }[];
}

const locate = createRequire(import.meta.url);

export async function createBicepReader(): Promise<(path: string, text?: string) => BicepFile> {
  await Parser.init();
  const grammar = readFileSync(locate.resolve("tree-sitter-bicep/tree-sitter-bicep.wasm"));
  const parser = new Parser().setLanguage(await Language.load(grammar));
  return (path, text = readFileSync(path, "utf8")) => {
    const root = parser.parse(text)?.rootNode;
    if (root === undefined) throw new Error(`${path} cannot be parsed`);
    return fileOf(path, text, root);
  };
}

function fileOf(path: string, text: string, root: Node): BicepFile {
  const all = (type: string) => root.descendantsOfType(type);
  return {
    path,
    text,
    isWellFormed: !root.hasError,
    parameters: all("parameter_declaration").map(parameterOf),
    outputs: new Map(all("output_declaration").map((node) => [nameOf(node), last(node).text])),
    variables: new Map(all("variable_declaration").map((node) => [nameOf(node), valueOf(last(node))])),
    resources: all("resource_declaration")
      .filter((node) => !node.children.some((child) => child.type === "existing"))
      .map((node) => ({ file: path, ...resourceOf(node) })),
    modules: all("module_declaration").map((node) => ({
      symbol: nameOf(node),
      path: join(dirname(path), literalOf(node)),
      given: bodyOf(node)["params"] ?? {},
    })),
  };
}

function parameterOf(node: Node): Parameter {
  const before = node.previousNamedSibling;
  const value = last(node);
  return {
    name: nameOf(node),
    isDescribed: before?.type === "decorators" && before.text.includes("@description("),
    standard: value.type === "type" ? undefined : valueOf(value),
  };
}

function resourceOf(node: Node): Omit<Resource, "file"> {
  const [type = "", apiVersion] = literalOf(node).split("@");
  const around = enclosingResource(node);
  const fullType = around === undefined ? type : `${resourceOf(around).type}/${type}`;
  return { type: fullType, apiVersion, body: bodyOf(node) };
}

function enclosingResource(node: Node): Node | undefined {
  let at = node.parent;
  while (at !== null && at.type !== "resource_declaration") at = at.parent;
  return at ?? undefined;
}

/** The object of a declaration, also of one with a condition. */
function bodyOf(declaration: Node): { readonly [key: string]: Value } {
  const body = last(declaration);
  return objectOf(body.type === "if_statement" ? last(body) : body);
}

function valueOf(node: Node): Value {
  switch (node.type) {
    case "string":
      return node.descendantsOfType("interpolation").length > 0 ? { code: node.text } : contentOf(node);
    case "number":
      return Number(node.text);
    case "boolean":
      return node.text === "true";
    case "array":
      return named(node).map(valueOf);
    case "object":
      return objectOf(node);
    default:
      return { code: node.text };
  }
}

function objectOf(node: Node): { readonly [key: string]: Value } {
  const pairs = named(node).flatMap((property) => {
    const [key, value] = named(property);
    if (key === undefined || value === undefined) return [];
    return [[key.type === "string" ? contentOf(key) : key.text, valueOf(value)] as const];
  });
  return Object.fromEntries(pairs);
}

function named(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child.type !== "comment");
}

function last(node: Node): Node {
  return named(node).at(-1) ?? node;
}

function nameOf(declaration: Node): string {
  return named(declaration)[0]?.text ?? "";
}

/** The type of a resource, the path of a module. */
function literalOf(declaration: Node): string {
  const literal = named(declaration)[1];
  return literal === undefined ? "" : contentOf(literal);
}

function contentOf(text: Node): string {
  return text.text.slice(1, -1);
}
