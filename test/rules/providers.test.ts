import { describe, expect, it } from "vitest";
import { EMAIL_PROVIDERS } from "../../src/adapters/email/providers.ts";
import { allFiles, read } from "./source-files.ts";

/* A provider is two folders, a page, and one line in a list. */

const FILES = allFiles();

function foldersIn(place: string): readonly string[] {
  const inside = FILES.filter((path) => path.startsWith(place)).map((path) => path.slice(place.length));
  return [...new Set(inside.filter((path) => path.includes("/")).map((path) => path.split("/")[0] ?? ""))];
}

describe.each(EMAIL_PROVIDERS)("$title", ({ name, sectionName, secretKeys }) => {
  it.each([
    `src/adapters/email/${name}/entry.ts`,
    `src/adapters/email/${name}/provider.ts`,
    `src/adapters/email/${name}/settings.ts`,
    `src/adapters/email/${name}/schema.ts`,
    `src/adapters/email/${name}/README.md`,
    `simulators/email/${name}/simulated.ts`,
    `simulators/email/${name}/README.md`,
    `docs/providers/${name}.md`,
  ])("has %s", (path) => {
    expect(FILES).toContain(path);
  });

  it("has a page that names its section, its secrets and what it calls itself in the settings", () => {
    const { text } = read(`docs/providers/${name}.md`);
    for (const word of [sectionName, `"EmailProvider": "${name}"`, ...secretKeys])
      expect(text).toContain(word);
  });
});

describe("the list of providers", () => {
  it.each(["src/adapters/email/", "simulators/email/"])("holds every folder of %s", (place) => {
    expect(foldersIn(place).toSorted()).toEqual(EMAIL_PROVIDERS.map(({ name }) => name).toSorted());
  });

  it("has every name and every section once", () => {
    for (const words of [
      EMAIL_PROVIDERS.map(({ name }) => name),
      EMAIL_PROVIDERS.map((one) => one.sectionName),
    ]) {
      expect(new Set<string>(words).size).toBe(EMAIL_PROVIDERS.length);
    }
  });

  it("has a time-out in every section, which the claims are measured by", () => {
    for (const { section, secretKeys } of EMAIL_PROVIDERS) {
      expect(Object.keys(section.shape)).toEqual(
        expect.arrayContaining(["RequestTimeoutSeconds", ...secretKeys]),
      );
    }
  });
});
