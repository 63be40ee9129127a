import { randomBytes } from "node:crypto";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { decimal } from "../../src/cart/decimal.ts";
import { buildLink } from "../../src/open-cart/build/build-link.ts";
import { linkSecret, type LinkSecret } from "../../src/open-cart/link-secret.ts";
import { startFunctionsHost } from "../functions-host/start-functions-host.ts";
import { demoShop } from "../shop/demo-shop.ts";
import { startNeighbours } from "../start-neighbours.ts";

/*
 * `npm run open-cart`: the connector's own functions behind a port of this machine, receiving open cart links until
 * Ctrl-C, without Azure's tools. The catalogue is a file that may be edited meanwhile. Another port: `-- 8080`.
 */

const PORT = Number(process.argv[2] ?? "7071");
const folder = resolve(".simulators");
const file = (name: string): string => join(folder, name);
const shown = (name: string): string => relative(process.cwd(), file(name));

const secret = newSecret();
const shop = demoShop({ now: new Date() });
const neighbours = await startNeighbours({ shop: shop.shop, contacts: shop.contacts });
await mkdir(folder, { recursive: true });
await copyFile(join(import.meta.dirname, "catalogue.json"), file("catalogue.json"));
await writeFile(file("open-cart.sh"), `export LINK_SECRET='${secret}'\n`, { mode: 0o600 });
await writeFile(file("appSettings.json"), settings());
Object.assign(process.env, neighbours.env, { AzureWebJobsScriptRoot: folder, "SECRET__link-secret": secret });

const host = await startFunctionsHost({
  load: () => import("../../src/functions/index.ts"),
  port: PORT,
  log: (text) => void process.stderr.write(`${text}\n`),
});

process.stdout.write(`Links are received at ${host.url} until you press Ctrl-C. Open one in a browser:

  two coffees   ${host.url}/actions/cart/add/?product=17&amount=2
  an offer      ${offer()}
  your cart     ${host.url}/kurv/

Build your own in another terminal, and ask what a link would do:

  . ${shown("open-cart.sh")}
  npm run --silent connector -- open-cart build ${host.url} --product 99 --variant 5 --price 349 --title 'Trøje og krus' --secret-env LINK_SECRET
  npm run --silent connector -- open-cart explain '<link>' --secret-env LINK_SECRET --catalogue ${shown("catalogue.json")}

The products are in ${shown("catalogue.json")}: edit them while this runs.
`);

process.once("SIGINT", () => {
  void Promise.all([host.close(), neighbours.close()]).then(() => process.exit(0));
});

function newSecret(): LinkSecret {
  const check = linkSecret(randomBytes(16).toString("hex"));
  if (check.kind === "refused") throw new Error(`a random secret was refused: ${check.expected}`);
  return check.secret;
}

function settings(): string {
  return neighbours.settings({
    SqliteOptions: { Path: file("open-cart.sqlite") },
    OpenCartOptions: {
      Receiver: "own-carts",
      ShopUrl: "https://minshop.dk",
      Catalogue: "file",
      CatalogueFile: file("catalogue.json"),
      SignedLinks: true,
      LinkSecretKeyVaultSecretNames: "link-secret",
    },
  });
}

/** Safe to give a price to, and used once per cart. */
function offer(): string {
  const item = {
    product: "50",
    sku: "FORÅR-1",
    price: decimal("199.95"),
    title: "Forårspakke: kaffe og krus",
  };
  const order = { kind: "signed-add-multi", shop: host.url, items: [item], secret } as const;
  const link = buildLink({ ...order, options: { referralCode: "AC-R1-7K3M9Q2X5T8BV4", expiryDays: 7 } });
  return link.kind === "link" ? link.url : "";
}
