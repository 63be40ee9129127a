import { afterEach, beforeEach, expect, it } from "vitest";
import type { Ledger, LedgerUpkeep } from "../../src/ports/ledger.ts";
import { cart } from "../carts.ts";
import { sqliteUnderTest, type SqliteUnderTest } from "../contract/ledger/sqlite-file.ts";
import { idOf, minutesAgo, RULES, stage, type Stage } from "../stage.ts";
import { suppressPerson } from "../../src/run/suppress.ts";
import { troubledLedger } from "../troubled-ledger.ts";

/* SQLite ends nothing by itself: every pass removes what has outlived its time. */

const DAY_MS = 86_400_000;

let file: SqliteUnderTest;
let ledger: Ledger & LedgerUpkeep;
let scene: Stage;

beforeEach(async () => {
  file = sqliteUnderTest();
  ledger = file.connect();
  scene = stage({ ledger: troubledLedger(ledger) });
  scene.shop.put(cart("a", { modified: minutesAgo(60) }), cart("b", { modified: minutesAgo(50) }));
  await scene.pass();
  const tools = { ledger, clock: scene.clock, rules: RULES };
  await suppressPerson(tools, idOf("account-b"), { reason: "unsubscribed" });
});

afterEach(async () => {
  await ledger.close();
  await file.close();
});

/** For the file and for everybody else. */
function later(ms: number): void {
  file.clock.pass(ms);
  scene.clock.pass(ms);
}

/** Ids in the file, whether the ledger would still give them out or not. */
function inTheFile(kind: string): readonly string[] {
  const rows = file.raw((db) => db.prepare("SELECT id FROM documents WHERE kind = ? ORDER BY id").all(kind));
  return rows.map(({ id }) => String(id));
}

it("a pass on the last day of the retention removes nobody", async () => {
  const before = [inTheFile("person"), inTheFile("ticket")];
  later(RULES.retentionDays * DAY_MS - 1);
  await scene.pass();
  expect([inTheFile("person"), inTheFile("ticket")]).toEqual(before);
});

it("the next pass removes whom the connector has not met since, and keeps refusals", async () => {
  const [firstRun] = inTheFile("run");
  later(RULES.retentionDays * DAY_MS);
  await scene.pass();
  expect(inTheFile("person")).toEqual([idOf("account-b")]);
  expect(inTheFile("run")).not.toContain(firstRun);
  expect(inTheFile("ticket")).not.toEqual([]);
});

it("thirty days later the tickets are gone too", async () => {
  later((RULES.retentionDays + 30) * DAY_MS);
  await scene.pass();
  expect(inTheFile("ticket")).toEqual([]);
  expect(inTheFile("person")).toEqual([idOf("account-b")]);
});
