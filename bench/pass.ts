import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRedaction } from "../src/adapters/log/redaction.ts";
import { runPass } from "../src/run/plan-pass.ts";
import { wire } from "../src/run/wire.ts";
import { readSettings } from "../src/settings/load.ts";
import { trust } from "../simulators/start-neighbours.ts";
import type { ShopMessage } from "./shop-process.ts";

/*
 * A whole pass over HTTP against the simulators, which run in a process of their own, with a SQLite ledger:
 * `node bench/pass.ts [carts] [ms that Retail Server and Emarsys take]`. Half as many people as carts, so half of the carts are superseded and the other half
 * are mailed. Then the same window again, in which everybody is known.
 */

const [carts = 5000, latencyMs = 0] = process.argv.slice(2).map(Number);
const child = fork(join(import.meta.dirname, "shop-process.ts"), [String(carts), String(latencyMs)]);
const [said] = (await once(child, "message")) as [ShopMessage];
trust(said);
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const settings = readSettings(said.settings, {
  ...said.env,
  SqliteOptions__Path: join(folder, "ledger.sqlite"),
});
let log = 0;
const quiet = () => void (log += 1);
const wired = wire(settings, {
  env: said.env,
  log: { info: quiet, warn: quiet, error: quiet },
  redaction: createRedaction(),
});
const [channel] = wired.channels;
if (channel === undefined) throw new Error("settings without a channel");

for (const what of ["first pass", "the same window again"]) {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const window = what === "first pass" ? {} : { window: {} };
  const report = await runPass(wired.passTools(channel), window);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${what}: ${report.found} carts in ${seconds.toFixed(1)} s (${Math.round(report.found / seconds)} a second), ` +
      `${((user + system) / 1e6).toFixed(1)} s of processor time, ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
  console.log(`  outcomes ${JSON.stringify(report.outcomes)}, calls ${JSON.stringify(report.calls)}`);
}

await wired.close();
child.disconnect();
rmSync(folder, { recursive: true });
