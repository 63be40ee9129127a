import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/connector.ts";

/** Without any settings: whatever gets as far as reading them says so. */
async function connector(...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(words, {
    env: {},
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    progress: () => undefined,
  });
  return { code, out, err };
}

describe("a command line that is not understood", () => {
  it.each([
    [["remind"], "there is no command remind"],
    [["--dryRun", "run"], "there is no option --dryRun"],
    [["run", "-x"], "there is no option -x"],
    [["run", "--no-json"], "there is no option --no-json"],
    [["run", "--from"], "--from: expected a value"],
    [["run", "--from", "--to", "2026-11-22T10:00:00Z"], "--from: expected a value"],
    [["run", "--json=yes"], "--json takes no value"],
    [["run", "--from", "yesterday"], "--from: expected a moment such as 2026-11-22T10:00:00Z"],
    [
      ["run", "--from", "2026-11-22T11:00:00Z", "--to", "2026-11-22T12:30:00+02:00"],
      "--from: expected a moment before that of --to",
    ],
    [["run", "128"], "run: expected no further word, got more"],
    [["check", "--dry-run"], "check does not take --dry-run"],
    [["ledger", "init", "--dry-run"], "ledger does not take --dry-run"],
    [["ledger", "status", "--channel", "128"], "ledger does not take --channel"],
    [["explain"], "explain: expected the id of a cart or an e-mail address"],
    [["explain", "cart-1", "cart-2"], "explain: expected the id of a cart or an e-mail address, got more"],
    [["ledger"], "ledger: expected init or status"],
    [["ledger", "drop"], "ledger: expected init or status"],
  ])("%j is one line with the way to help, and code 2", async (words, message) => {
    expect(await connector(...words)).toEqual({
      code: 2,
      out: [],
      err: [`arguments-invalid: ${message}; see \`connector --help\``],
    });
  });

  it("is not repeated where it may hold an address", async () => {
    const { err } = await connector("astrid.ljung@example.com");
    expect(err).toEqual(["arguments-invalid: there is no command of that name; see `connector --help`"]);
  });

  it("is told as JSON too where that was asked for", async () => {
    const { out, err } = await connector("run", "--json", "--from", "now");
    expect(err).toHaveLength(1);
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      { fault: { code: "arguments-invalid", message: expect.stringContaining("--from") as string } },
    ]);
  });
});

describe("asking for help", () => {
  it.each([[], ["--help"], ["-h"], ["help"], ["run", "--help"]])("%j prints the usage", async (...words) => {
    const { code, out } = await connector(...words);
    expect(code).toBe(0);
    const usage = out.join("\n");
    for (const command of ["check", "run", "explain", "ledger init", "ledger status", "settings"])
      expect(usage).toContain(`connector ${command}`);
    expect(usage).toContain("Ends with 0");
  });

  it("--version prints the version and nothing else", async () => {
    const { code, out } = await connector("--version");
    expect([code, ...out]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });
});

describe("a command line that is understood", () => {
  it.each([
    [["run", "--from", "2026-11-22T10:00:00", "--to", "2026-11-22T12:00:00.1234567+01:00", "--dry-run"]],
    [["--verbose", "check"]],
    [["explain", "astrid.ljung@example.com", "--channel", "128"]],
    [["ledger", "status"]],
    [["settings"]],
  ])("%j goes on to the settings", async (words) => {
    const { code, err } = await connector(...words, "--settings", "/no/such/folder/appSettings.json");
    expect(code).toBe(1);
    expect(err[0]).toMatch(/^settings-invalid: .*cannot be read/);
  });
});
