import { posix } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { importsOf, productFiles, search } from "./source-files.ts";

const FILES = productFiles();
const MOST_LINES = 400;

/** Longer than a page that is read at one go; each with the reason why it is one file all the same. */
const LONG_FILES: Readonly<Record<string, string>> = {
  "src/cart/person.ts": "all rules about one person side by side, because they only make sense together",
};

describe("the code says what it means", () => {
  it("without any, double casts or the promise that something is there", () => {
    const found = search(FILES, (node) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) return "any";
      if (ts.isNonNullExpression(node)) return "!";
      if (ts.isAsExpression(node) && ts.isAsExpression(node.expression)) return "a double cast";
      return ts.isTypeAssertionExpression(node) ? "a cast in front" : undefined;
    });
    expect(found).toEqual([]);
  });

  it("without enums, namespaces and default exports", () => {
    const found = search(FILES, (node) => {
      if (ts.isEnumDeclaration(node)) return "an enum";
      if (ts.isModuleDeclaration(node)) return "a namespace";
      if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
        // a `default:` of a switch forgets nobody only because the linter looks at it
        return ts.isDefaultClause(node) ? undefined : "a default export";
      }
      return undefined;
    });
    expect(found).toEqual([]);
  });

  it("without names that say nothing", () => {
    const empty = /(^|-)(util|utils|common|helper|helpers|manager|service|base|misc)(-|\.|$)/;
    const found = FILES.flatMap(({ path }) => path.split("/")).filter((name) => empty.test(name));
    expect(found).toEqual([]);
  });

  it("in files named in kebab-case", () => {
    const odd = FILES.map(({ path }) => posix.basename(path)).filter(
      (name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name),
    );
    expect(odd).toEqual([]);
  });

  it(`in files of at most ${MOST_LINES} lines, and the long ones have a reason`, () => {
    const long = FILES.map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }));
    expect(long.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
    expect(long.filter(({ lines }) => lines > 250).map(({ path }) => path)).toEqual(Object.keys(LONG_FILES));
  });
});

describe("time and chance are parameters", () => {
  const rest = FILES.filter(({ path }) => !/^src\/adapters\/(clock|random)\//.test(path));

  it("so nobody but adapters/clock asks what time it is", () => {
    const found = search(rest, (node, source) => {
      if (ts.isNewExpression(node) && node.expression.getText(source) === "Date") {
        return node.arguments === undefined || node.arguments.length === 0 ? "new Date()" : undefined;
      }
      if (!ts.isCallExpression(node)) return undefined;
      const called = node.expression.getText(source);
      return /^(Date|Date\.now|performance\.now|process\.hrtime(\.bigint)?)$/.test(called)
        ? called
        : undefined;
    });
    expect(found).toEqual([]);
  });

  it("and nobody but adapters/clock waits", () => {
    const timers = /^(setTimeout|setInterval|setImmediate|AbortSignal\.timeout)$/;
    const found = search(rest, (node, source) => {
      const called = ts.isCallExpression(node) ? node.expression.getText(source) : "";
      return timers.test(called) ? called : undefined;
    });
    expect(found).toEqual([]);
    expect(rest.flatMap(importsOf).filter(({ to }) => to.startsWith("node:timers"))).toEqual([]);
  });

  it("and nobody but adapters/random draws lots", () => {
    const lots =
      /^(Math\.random|randomBytes|randomUUID|randomInt|(globalThis\.)?crypto\.(randomUUID|getRandomValues))$/;
    const found = search(rest, (node, source) => {
      const called = ts.isCallExpression(node) ? node.expression.getText(source) : "";
      return lots.test(called) ? called : undefined;
    });
    expect(found).toEqual([]);
  });
});

describe("what comes from outside", () => {
  it("is read by schemas that stand in schema.ts, in the settings, or beside the function whose body it is", () => {
    const places = [
      /^src\/adapters\/.*\/schema\.ts$/,
      /^src\/settings\//,
      // the section of the settings that a provider brings along
      /^src\/adapters\/email\/[^/]+\/settings\.ts$/,
      /^src\/functions\//,
      // the schema of one answer of Retail Server and nothing else
      /^src\/adapters\/retail-server\/error-body\.ts$/,
    ];
    const found = search(FILES, (node) => {
      const isZod = ts.isImportDeclaration(node) && (node.moduleSpecifier as ts.StringLiteral).text === "zod";
      return isZod && node.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword ? "zod" : undefined;
    });
    expect(
      found.filter((place) => !places.some((allowed) => allowed.test(place.split(":")[0] ?? ""))),
    ).toEqual([]);
  });
});
