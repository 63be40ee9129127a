import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { openCommandLine, type CommandLine } from "../cli/command-line.ts";

/* What is deployed is not the source but one file built from it: it has to load, register and do its work by itself. */

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");
const built = mkdtempSync(join(tmpdir(), "bundle-"));
const bundle = join(built, "functions.cjs");
const lines: CommandLine[] = [];

beforeAll(async () => {
  const { stdout, stderr } = await run(process.execPath, ["tools/build.ts", bundle], { cwd: ROOT });
  expect(stdout + stderr).toBe("");
});

afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

afterAll(() => rmSync(built, { recursive: true }));

/** Loads the bundle in a worker of its own and calls these functions; returns what it said, line by line. */
async function worker(env: Readonly<Record<string, string | undefined>>, calls: readonly string[] = []) {
  const script = join(import.meta.dirname, "bundle-worker.ts");
  const { stdout } = await run(process.execPath, [script, bundle, ...calls], { cwd: built, env });
  const said = stdout.split("\n").filter((text) => text.startsWith("{") || text.startsWith("["));
  return said.map((text) => JSON.parse(text) as unknown);
}

it("is where package.json says, one file, without the simulators and without a path of this machine", () => {
  const { main } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly main: string };
  expect(readFileSync(join(ROOT, "tools", "build.ts"), "utf8")).toContain(`"${main}"`);
  expect(statSync(bundle).size).toBeLessThan(10_000_000);
  const text = readFileSync(bundle, "utf8");
  // esbuild heads each module with its path
  expect(text.includes("\n// src/run/wire.ts")).toBe(true);
  expect(text.includes("\n// simulators/")).toBe(false);
  expect(text.includes(ROOT)).toBe(false);
});

it("registers the functions without any setting, and each call names the fault", async () => {
  expect(await worker({}, ["health", "runs", "scheduledRun"])).toEqual([
    [
      ...["scheduledRun", "runs", "unsureList", "unsureDecision", "suppressionExport", "suppressionImport"],
      ...["unsubscribe", "returnLink", "privacy", "openCartAdd", "openCartAddMulti", "cart", "health"],
    ],
    {
      name: "health",
      returned: { status: 503, jsonBody: expect.objectContaining({ code: "settings-invalid" }) as object },
    },
    {
      name: "runs",
      returned: {
        status: 500,
        jsonBody: { fault: expect.objectContaining({ code: "settings-invalid" }) as object },
      },
    },
    { name: "scheduledRun", failed: expect.stringContaining("appSettings.json cannot be read") as string },
  ]);
  expect(existsSync(join(built, "connector.sqlite"))).toBe(false);
});

it("does the whole way: a tick of its timer reminds everybody once, the next one nobody", async () => {
  const line = await openCommandLine();
  lines.push(line);
  const ca = join(line.folder, "ca.pem");
  writeFileSync(ca, line.neighbours.authority.ca);
  const env = { ...line.env, AzureWebJobsScriptRoot: line.folder, NODE_EXTRA_CA_CERTS: ca };
  const said = await worker(env, ["scheduledRun", "scheduledRun", "health"]);
  expect(said).toContainEqual({ name: "scheduledRun" });
  expect(said.at(-1)).toMatchObject({ name: "health", returned: { status: 200 } });
  expect(line.neighbours.emarsys.delivered.map(({ email }) => email)).toEqual(line.small.addresses);
});
