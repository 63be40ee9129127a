import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ended, startConnector, startThroughNpm } from "./child.ts";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
});

afterEach(() => line.close());

function words(...given: readonly string[]): readonly string[] {
  return [...given, "--settings", line.settingsFile];
}

describe("the command line as a process", () => {
  it("runs through npm as documented: JSON on stdout, nothing on stderr", async () => {
    const { code, stdout, stderr } = await ended(startThroughNpm(words("run", "--json"), line));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n")).toHaveLength(2);
    expect(JSON.parse(stdout)).toMatchObject({ found: 3, outcomes: { sent: 3 } });
    expect(line.neighbours.emarsys.delivered).toHaveLength(3);
  });

  it("shows no progress where there is no terminal", async () => {
    const { stdout, stderr } = await ended(startConnector(words("run", "--dry-run"), line));
    expect(stderr).toBe("");
    for (const sign of ["judged …", "\r", "\u001b"]) expect(stdout).not.toContain(sign);
  });

  it("ends with 1 and one message at a fault, with 2 when it was not understood", async () => {
    line.neighbours.keyVault.remove("connector-app-id");
    const fault = await ended(startConnector(words("run"), line));
    expect(fault.code).toBe(1);
    expect(fault.stderr).toMatch(/^secret-missing: [^\n]+\n {2}mend: [^\n]+\n$/);
    const usage = await ended(startConnector(["remind"], line));
    expect(usage).toMatchObject({ code: 2, stdout: "" });
    expect(usage.stderr.split("\n")).toHaveLength(2);
  });

  it("carries the pass to its end when its reader leaves", async () => {
    const { emarsys } = line.neighbours;
    const left = Promise.withResolvers<unknown>();
    emarsys.faults.on("trigger", { kind: "hold", until: left.promise }, 1);
    const child = startConnector(words("run", "--verbose"), line);
    await vi.waitFor(() => expect(emarsys.calls.get("trigger")).toBe(1), { timeout: 30_000 });
    child.stdout.destroy();
    child.stderr.destroy();
    left.resolve(undefined);
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(emarsys.delivered).toHaveLength(3);
    const people = line.documents().filter(({ kind }) => kind === "person");
    const unsettled = people.filter(({ body }) => "open" in (JSON.parse(body) as object));
    expect([people.length, unsettled]).toEqual([3, []]);
  });
});
