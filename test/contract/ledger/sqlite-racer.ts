import { once } from "node:events";
import { openSqliteLedger } from "../../../src/adapters/ledger/sqlite/sqlite-ledger.ts";
import { tryToClaim } from "./claimer.ts";
import { candidateOf, NOW } from "./examples.ts";
import { stoppedClock } from "./stopped-clock.ts";

/*
 * A process of its own: says that it is ready, waits to be told to go, then tries to claim everybody and says whom
 * it got. Called with the path of the ledger, a name for itself and how many people there are.
 */
const [path = "", name = "", count = "0"] = process.argv.slice(2);

console.log("ready");
await once(process.stdin, "data");
process.stdin.pause();

const ledger = openSqliteLedger({ path, clock: stoppedClock(NOW), insideAzure: false });
const won: string[] = [];
for (let index = 0; index < Number(count); index += 1) {
  if (await tryToClaim(ledger, candidateOf(`n${index}`), `${name}-${index}`)) won.push(`n${index}`);
}
await ledger.close();
console.log(JSON.stringify(won));
