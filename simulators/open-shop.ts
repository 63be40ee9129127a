import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { demoShop } from "./shop/demo-shop.ts";
import { startNeighbours } from "./start-neighbours.ts";

/*
 * `npm run simulators`: keeps the simulated neighbours and the demo shop open until Ctrl-C, for trying commands by
 * hand. What the connector has to know of them is written into a folder.
 */

const folder = resolve(".simulators");
const shop = demoShop({ now: new Date() });
const neighbours = await startNeighbours({ shop: shop.shop, contacts: shop.contacts });
await mkdir(folder, { recursive: true });
const ca = join(folder, "ca.pem");
const env = { ...neighbours.env, NODE_EXTRA_CA_CERTS: ca };
const exports = Object.entries(env).map(([name, value]) => `export ${name}='${value}'`);
await writeFile(ca, neighbours.authority.ca);
await writeFile(join(folder, "env.sh"), `${exports.join("\n")}\n`);
await writeFile(
  join(folder, "appSettings.json"),
  neighbours.settings({ SqliteOptions: { Path: join(folder, "ledger.sqlite") } }),
);

process.stdout.write(`The demo shop is open until you press Ctrl-C. In another terminal:

  . .simulators/env.sh
  npm run --silent connector -- check --settings .simulators/appSettings.json
  npm run --silent connector -- run   --settings .simulators/appSettings.json

Its carts were left between two hours and half an hour ago; they grow older while it is open.
`);
process.once("SIGINT", () => {
  void neighbours.close().then(() => process.exit(0));
});
