import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCommandLine, type CommandLine } from "./command-line.ts";

let line: CommandLine;

beforeEach(async () => {
  line = await openCommandLine();
});

afterEach(() => line.close());

describe("connector suppressions", () => {
  it("import keeps people on a list from being mailed, whatever the case they are written in", async () => {
    const [first = "", second = ""] = line.small.addresses;
    const file = join(line.folder, "list.csv");
    writeFileSync(file, `email,reason\n${first.toUpperCase()},complained\n"${second}",\n`);
    const { code, out } = await line.connector("suppressions", "import", file);
    expect([code, out]).toEqual([0, ["2 people read, 2 added, 0 were on the list before"]]);
    const report = await line.connector("run", "--json");
    expect(JSON.parse(report.out.at(-1) ?? "")).toMatchObject({ outcomes: { suppressed: 2, sent: 1 } });
  });

  it("import names bad lines by number, imports the others, and ends with 1", async () => {
    const csv = `${line.small.addresses[0]}\nnobody\n`;
    const { code, out } = await line.piped(csv, "suppressions", "import", "-", "--reason", "staff");
    expect(code).toBe(1);
    expect(out).toEqual([
      "1 person read, 1 added, 0 were on the list before",
      "1 line could not be used:",
      "  line 2: expected an e-mail address or a hash of ours",
    ]);
  });

  it("export writes what import takes, and no address", async () => {
    await line.piped(line.small.addresses.join("\n"), "suppressions", "import", "-");
    const { out } = await line.connector("suppressions", "export");
    expect(out[0]).toBe("id,reason,at");
    expect(out.slice(1)).toHaveLength(line.small.addresses.length);
    for (const row of out.slice(1)) expect(row).toMatch(/^p1-[\w-]{43},manual,\d{4}-.*Z$/);
    const again = await line.piped(out.join("\n"), "suppressions", "import", "-", "--json");
    expect(JSON.parse(again.out[0] ?? "")).toEqual({
      ...{ read: 3, added: 0, already: 3, bad: 0, badLines: [], complete: true },
    });
    const bytes = ["", "-wal"].map((end) =>
      readFileSync(line.ledgerFile + end, { flag: "a+" }).toString("latin1"),
    );
    for (const address of line.small.addresses) expect(bytes.join("")).not.toContain(address);
  });

  it.each([
    { words: ["suppressions"], says: "expected import or export" },
    { words: ["suppressions", "clear"], says: "expected import or export" },
    { words: ["suppressions", "import"], says: "expected a file" },
    {
      words: ["suppressions", "import", "-", "--reason", "because"],
      says: "--reason: expected unsubscribed",
    },
    { words: ["suppressions", "export", "file"], says: "expected nothing more" },
    { words: ["suppressions", "import", "no-such-file.csv"], says: "the file cannot be read" },
  ])("$words is not understood", async ({ words, says }) => {
    const { code, err } = await line.connector(...words);
    expect([code, err[0]]).toEqual([2, expect.stringContaining(says)]);
  });
});
