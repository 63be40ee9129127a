import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../src/cart/outcome.ts";
import { allFiles, importsOf, productFiles, read } from "./source-files.ts";

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const { dependencies, devDependencies } = JSON.parse(read("package.json").text) as PackageFile;

describe("a run-time dependency", () => {
  const used = new Set(
    productFiles()
      .flatMap(importsOf)
      .filter(({ isOurs, to }) => !isOurs && !to.startsWith("node:"))
      .map(({ to }) => to),
  );

  it("is declared when it is imported, and imported when it is declared", () => {
    expect([...used].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it("has a line in docs/dependencies.md, and nothing else has one", () => {
    const lines = read("docs/dependencies.md").text.matchAll(/^\| `([^`]+)` *\|/gm);
    expect([...lines].map(([, name]) => name).sort()).toEqual(Object.keys(dependencies).sort());
  });

  it("is not one for development as well", () => {
    expect(Object.keys(dependencies).filter((name) => name in devDependencies)).toEqual([]);
  });
});

describe("a deployment", () => {
  const ignored = new Set(read(".funcignore").text.split("\n"));

  it.each([
    "simulators/",
    "src/",
    "test/",
    "tools/",
    "docs/",
    "infra/",
    "local.settings.json",
    ".env",
    "*.sqlite*",
  ])("goes without %s", (entry) => {
    expect(ignored).toContain(entry);
  });

  it("holds what Azure needs", () => {
    for (const needed of ["host.json", "package.json", "appSettings.json"])
      expect(ignored).not.toContain(needed);
  });
});

describe("this repository", () => {
  const texts = allFiles()
    .filter((path) => !/\.(png|jpe?g|ico|wasm|woff2?)$/.test(path))
    .map(read);

  it("names no path of anybody's machine", () => {
    // written in parts, so that this file does not name one itself
    const places = ["home", "Users", "work", "root", "tmp", "var/folders", "mnt"].join("|");
    const azures = "home/site/";
    const machine = new RegExp(`(?<![\\w.:/{}$-])(?:/(?!${azures})(?:${places})/[\\w.-]+|[A-Z]:\\\\+Users)`);
    const found = texts.flatMap(({ path, text }) => {
      const [name] = machine.exec(text) ?? [];
      return name === undefined ? [] : [`${path}: ${name}`];
    });
    expect(found).toEqual([]);
  });

  it("locks its packages without saying where they were downloaded from", () => {
    expect(read("package-lock.json").text).not.toMatch(/"resolved"/);
  });

  it("explains every outcome in docs/words.md, in the order of the code", () => {
    const { text } = read("docs/words.md");
    const table = text.slice(text.indexOf("## What becomes of a cart"), text.indexOf("## Who says what"));
    expect([...table.matchAll(/^\| `([^`]+)` *\|/gm)].map(([, word]) => word)).toEqual(OUTCOMES);
  });
});
