import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../src/adapters/clock/system-clock.ts";
import { openSqliteLedger } from "../src/adapters/ledger/sqlite/sqlite-ledger.ts";
import type { PersonKey } from "../src/cart/shopper.ts";
import { exportSuppressions, importSuppressions } from "../src/run/suppression-list.ts";

/*
 * A long list into SQLite and out again, with the memory it took: `node bench/suppression-list.ts 1000000`. The memory must
 * not grow with the list. Every person is one write that is on the disk before it is counted.
 */

const people = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), "suppressions-"));
const clock = systemClock();
const ledger = openSqliteLedger({ path: join(folder, "ledger.sqlite"), clock, insideAzure: false });
const rules = {
  ...{ claimSeconds: 120, minHoursBetweenReminders: 24, maxRemindersPer30Days: 4 },
  ...{ maxWaitMinutes: 1440, retentionDays: 180 },
};
// long enough to be one
const personKey = Buffer.alloc(32, 1) as PersonKey;
let mostBytes = 0;

function* lines(): Generator<string> {
  for (let number = 0; number < people; number++) yield `shopper-${number}@example.com\n`;
}

async function* list(): AsyncGenerator<string> {
  yield* lines();
}

function measure(): void {
  mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
}

async function timed(what: string, work: () => Promise<number>): Promise<void> {
  const begun = clock.now().getTime();
  const count = await work();
  const seconds = (clock.now().getTime() - begun) / 1000;
  const megabytes = Math.round(mostBytes / 1_000_000);
  console.log(`${what}: ${count} people in ${seconds.toFixed(1)} s, at most ${megabytes} MB`);
}

const tools = { ledger, clock, rules, personKey };
const by = { reason: "manual", onProgress: measure } as const;
await timed("import", async () => (await importSuppressions(tools, list(), by)).added);
await timed("import again", async () => (await importSuppressions(tools, list(), by)).already);
await timed("export", async () => {
  let lines = 0;
  for await (const text of exportSuppressions(ledger)) {
    lines += text.split("\n").length - 1;
    measure();
  }
  return lines - 1;
});
await ledger.close();
rmSync(folder, { recursive: true });
