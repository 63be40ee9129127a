import { once } from "node:events";
import { openSqliteLedger } from "../../../src/adapters/ledger/sqlite/sqlite-ledger.ts";
import { tryToClaim } from "./claimer.ts";
import { candidateOf, NOW } from "./examples.ts";
import { manualClock } from "../../manual-clock.ts";

/*
 * A process of its own: says that it is ready, waits to be told to go, then tries to claim everybody, beginning with
 * the one of the number given, and says whom it got.
 */
const [path = "", count = "", first = ""] = process.argv.slice(2);

console.log("ready");
await once(process.stdin, "data");
process.stdin.pause();

const ledger = openSqliteLedger({ path, clock: manualClock(NOW), insideAzure: false });
const won: string[] = [];
for (let index = 0; index < Number(count); index += 1) {
  const name = `n${(Number(first) + index) % Number(count)}`;
  if (await tryToClaim(ledger, candidateOf(name), `claim-${first}-${index}`)) won.push(name);
}
await ledger.close();
console.log(JSON.stringify(won));
