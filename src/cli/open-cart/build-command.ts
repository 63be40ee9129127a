import { readItemsFile } from "../../adapters/files/items-file.ts";
import { buildLink, type BuiltLink, type LinkWarning } from "../../open-cart/build/build-link.ts";
import type { LinkItem } from "../../open-cart/build/link-item.ts";
import type { LinkOrder } from "../../open-cart/build/link-order.ts";
import { linkSecret, type LinkSecret } from "../../open-cart/link-secret.ts";
import type { Surroundings } from "../surroundings.ts";
import { wordsAndOptions } from "../words-and-options.ts";
import { wrong } from "../wrong.ts";
import { ITEM_OPTIONS, OPTIONS, itemOf, optionsOf, told, unreadable, type Given } from "./build-options.ts";
import { fileOf } from "./file-of.ts";
import { secretsFrom, type NamedSecret } from "./secrets-from.ts";

/** `connector open-cart build <shop>`: the link alone on stdout, what is worth knowing about it on stderr. */
export async function buildCommand(argv: readonly string[], around: Surroundings): Promise<number> {
  const given = wordsAndOptions(argv, OPTIONS);
  const secrets = secretsFrom(given.texts.get("secret-env"), around);
  const link = await built(given, secrets);
  for (const warning of link.warnings) around.err(`warning: ${WARNINGS[warning]}`);
  const { url, html, code, hashed, warnings } = link;
  if (given.flags.has("json")) around.out(JSON.stringify({ url, html, code, hashed, warnings }));
  else around.out(given.flags.has("html") ? html : url);
  return 0;
}

const WARNINGS: Readonly<Record<LinkWarning, string>> = {
  "signed-add-is-forgeable":
    "whoever has a signed add link can lower its price without the secret; leave out --add for one that is safe",
  "long-link": "some mail programs cut links of more than 2000 characters",
};

async function built(given: Given, secrets: readonly NamedSecret[]): Promise<BuiltLink> {
  const [shop, ...more] = given.words;
  if (shop === undefined || more.length > 0) throw wrong("open-cart build: expected the address of one shop");
  const items = await itemsOf(given);
  const link = buildLink(orderOf(shop, given, { items, secret: secretOf(secrets) }));
  const faults = [...unreadable(given), ...(link.kind === "refused" ? link.faults : [])];
  if (link.kind === "refused" || faults.length > 0)
    throw wrong(faults.map((fault) => told(fault, given)).join("; "));
  if (secrets.some(({ text }) => link.url.includes(text)))
    throw wrong("open-cart build: the link would show its own secret to everybody");
  return link;
}

interface What {
  readonly items: readonly LinkItem[];
  readonly secret: LinkSecret | undefined;
}

/** Signed links are `addmulti` links, whose codes cannot be used for anything else, unless `add` is asked for. */
function orderOf(shop: string, { texts, flags }: Given, { items, secret }: What): LinkOrder {
  const options = optionsOf({ texts, flags });
  const [item] = items;
  const isOne = !texts.has("items") && item !== undefined;
  if (flags.has("add") && !isOne) throw wrong("open-cart build: --add takes one product, not --items");
  if (secret === undefined) {
    return isOne ? { kind: "add", shop, options, item } : { kind: "add-multi", shop, options, items };
  }
  return isOne && flags.has("add")
    ? { kind: "signed-add", shop, options, item, secret }
    : { kind: "signed-add-multi", shop, options, items, secret };
}

async function itemsOf(given: Given): Promise<readonly LinkItem[]> {
  const file = fileOf(given, "items");
  if (file === undefined) return [itemOf(given)];
  const other = Object.keys(ITEM_OPTIONS).find((name) => [...given.texts.keys()].some((key) => key === name));
  if (other !== undefined) throw wrong(`open-cart build: --${other} and --items do not go together`);
  return readItemsFile(file);
}

function secretOf([secret, another]: readonly NamedSecret[]): LinkSecret | undefined {
  if (secret === undefined) return undefined;
  if (another !== undefined) throw wrong("open-cart build: expected one secret to sign with");
  const check = linkSecret(secret.text);
  if (check.kind === "secret") return check.secret;
  throw wrong(`the secret of --secret-env: expected ${check.expected}`);
}
