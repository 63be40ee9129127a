import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../src/cli/connector.ts";
import { demoShop } from "./shop/demo-shop.ts";
import { startNeighbours, trust } from "./start-neighbours.ts";

/*
 * `npm start`: the whole product against a simulated shop on this machine. Everything is real but the neighbours:
 * HTTPS sign-in, Key Vault, Retail Server, the SQLite ledger and the Emarsys client.
 */

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

const shop = demoShop({ now: new Date() });
const neighbours = await startNeighbours({ shop: shop.shop, contacts: shop.contacts });
trust(neighbours.authority);
const folder = await mkdtemp(join(tmpdir(), "abandoned-cart-"));
const settings = join(folder, "appSettings.json");
await writeFile(settings, neighbours.settings({ SqliteOptions: { Path: join(folder, "ledger.sqlite") } }));

async function connector(...words: readonly string[]): Promise<number> {
  return main([...words, "--settings", settings], {
    env: neighbours.env,
    out: (line) => say(line),
    err: (line) => void process.stderr.write(`${line}\n`),
    progress: () => undefined,
  });
}

let code = 0;
try {
  say(
    "A simulated shop is open on this machine: Entra ID, Key Vault, Retail Server and Emarsys on loopback ports,",
    "an empty SQLite ledger. Nothing here reaches the internet, and nobody is mailed.",
    "",
    "── The first pass ─────────────────────────────────────────────────────────────────────────────",
    "",
  );
  code += await connector("run");
  const [first] = neighbours.emarsys.delivered;
  say(
    "",
    "── What Emarsys was given for one shopper ─────────────────────────────────────────────────────",
    "",
  );
  say(JSON.stringify(first, undefined, 2));
  say(
    "",
    "── The same window again: nobody is reminded twice ────────────────────────────────────────────",
    "",
  );
  const before = neighbours.emarsys.delivered.length;
  const { from, to } = { from: new Date(Date.now() - 7_200_000), to: new Date() };
  code += await connector("run", "--from", from.toISOString(), "--to", to.toISOString());
  const again = neighbours.emarsys.delivered.length - before;
  say("", `Emarsys was triggered for ${before} shoppers in the first pass and for ${again} in the second.`);
  if (again !== 0 || before === 0) code += 1;
} finally {
  await neighbours.close();
  await rm(folder, { recursive: true });
}
process.exitCode = code === 0 ? 0 : 1;
