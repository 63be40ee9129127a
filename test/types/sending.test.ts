import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/* What must not compile, tried with the compiler. */

const ROOT = join(import.meta.dirname, "../..");
const FIXTURES = "test/types/fixtures";
const TSC = join(ROOT, "node_modules/@typescript/native/bin/tsc");

/** As `file:line code`. */
function refused(): readonly string[] {
  const { stdout } = spawnSync(process.execPath, [TSC, "--noEmit", "--pretty", "false", "-p", FIXTURES], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return [...stdout.matchAll(/^(.+?)\((\d+),\d+\): error (TS\d+):/gm)].map(
    ([, file, line, code]) => `${file ?? ""}:${line ?? ""} ${code ?? ""}`,
  );
}

function marked(): readonly string[] {
  const files = readdirSync(join(ROOT, FIXTURES)).filter((name) => name.endsWith(".ts"));
  return files.flatMap((name) =>
    readFileSync(join(ROOT, FIXTURES, name), "utf8")
      .split("\n")
      .flatMap((line, index) => {
        const code = / \/\/ refused: (TS\d+)$/.exec(line)?.[1];
        return code === undefined ? [] : [`${FIXTURES}/${name}:${index + 1} ${code}`];
      }),
  );
}

it("a reminder without a consent decision and purchase evidence cannot be built, claimed or sent", () => {
  const expected = marked();
  expect(expected.length).toBeGreaterThan(10);
  expect(refused()).toEqual(expected);
});
