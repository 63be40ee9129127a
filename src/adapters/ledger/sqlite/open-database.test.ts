import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDatabase } from "./open-database.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ledger-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

// neither can be seen from outside of a connection, and both would only be missed after a power cut
it("opens a connection that answers a write when it is on the disk, also the second time", () => {
  for (const made of [true, false]) {
    const opened = openDatabase(join(folder, "ledger.sqlite"), 1_000);
    expect(opened.made).toBe(made);
    expect(opened.db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
    expect(opened.db.prepare("PRAGMA busy_timeout").get()).toEqual({ timeout: 1_000 });
    opened.db.close();
  }
});
