import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { allFiles, read, ROOT } from "./source-files.ts";

/* What our documents point to is there. */

const documents = allFiles()
  .filter((path) => path.endsWith(".md"))
  .map(read);

/** Headings as GitHub makes anchors of them. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(/\s/g, "-"),
    ),
  );
}

describe.each(documents)("$path", ({ path, text }) => {
  it("links only to files and headings that there are", () => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const dead = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : posix.join(posix.dirname(path), file);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchorsOf(read(target).text).has(anchor);
    });
    expect(dead).toEqual([]);
  });

  it("names only files of ours that there are", () => {
    const named = [...text.matchAll(/`((?:src|test|tools|simulators|docs|infra|bench)\/[\w./-]+\.\w+)`/g)];
    const missing = named.map(([, file = ""]) => file).filter((file) => !existsSync(join(ROOT, file)));
    expect(missing).toEqual([]);
  });

  it("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json").text) as { readonly scripts: object };
    const named = [...text.matchAll(/npm run (?:--silent |-s )?([a-z][\w:-]*)/g)].map(
      ([, name = ""]) => name,
    );
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

function withoutCode(text: string): string {
  return text.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");
}
