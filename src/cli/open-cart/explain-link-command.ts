import { readCartFile } from "../../adapters/files/cart-file.ts";
import { readCatalogueFile } from "../../adapters/files/catalogue-file.ts";
import { emptyCart, type ShopperCart } from "../../cart/shopper-cart.ts";
import { catalogueOf, type Catalogue } from "../../open-cart/apply/catalogue.ts";
import { explainLink, type Explaining, type Explanation } from "../../open-cart/explain/explain-link.ts";
import { secretToCheck } from "../../open-cart/explain/secret-to-check.ts";
import { MOST_EXPIRY_DAYS } from "../../open-cart/limits.ts";
import { compatibleTrust, strictTrust } from "../../open-cart/verify/receiver-settings.ts";
import { nowOf, type Surroundings } from "../surroundings.ts";
import { wordsAndOptions, type WordsAndOptions } from "../words-and-options.ts";
import { wrong } from "../wrong.ts";
import { explanationText } from "./explanation-text.ts";
import { fileOf } from "./file-of.ts";
import { secretsFrom, withoutSecrets, type NamedSecret } from "./secrets-from.ts";

const OPTIONS = {
  "secret-env": { type: "string" },
  catalogue: { type: "string" },
  cart: { type: "string" },
  compatible: { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Given = WordsAndOptions<keyof typeof OPTIONS>;

/**
 * `connector open-cart explain <url>`: what a link says and what a shop would make of it. Ends with 0 whatever that is:
 * the answer is in the words, and in `result` and `code` with `--json`.
 */
export async function explainLinkCommand(argv: readonly string[], around: Surroundings): Promise<number> {
  const given = wordsAndOptions(argv, OPTIONS);
  const [url, ...more] = given.words;
  if (url === undefined || more.length > 0) throw wrong("open-cart explain: expected one link, in quotes");
  const secrets = secretsFrom(given.texts.get("secret-env"), around);
  const to = withoutSecrets(around, secrets);
  const checked = secrets.map(({ text }) => secretToCheck(text));
  for (const { expected } of checked) {
    if (expected !== undefined)
      to.err(`warning: links signed with this secret can be forged; expected ${expected}`);
  }
  const shop = await shopOf(given);
  const explanation = explainLink(url, {
    cart: shop.cart,
    ...(shop.catalogue === undefined ? {} : { catalogue: shop.catalogue }),
    settings: settingsOf(given, shop, checked),
    visitor: { address: undefined, loggedIn: false },
    now: nowOf(around),
  });
  if (given.flags.has("json")) to.out(JSON.stringify(asJson(explanation, shop.cart)));
  else for (const line of textOf(explanation, shop.cart, secrets)) to.out(line);
  return 0;
}

interface Shop {
  readonly catalogue: Catalogue | undefined;
  readonly cart: ShopperCart;
  readonly currency: string;
}

/** The currency of a shop we know nothing of matters to nobody. */
const ANY_CURRENCY = "DKK";

async function shopOf(given: Given): Promise<Shop> {
  const [catalogueFile, cartFile] = [fileOf(given, "catalogue"), fileOf(given, "cart")];
  const read = catalogueFile === undefined ? undefined : await readCatalogueFile(catalogueFile);
  const before = cartFile === undefined ? undefined : await readCartFile(cartFile);
  const currency = read?.currency ?? before?.currency ?? ANY_CURRENCY;
  const catalogue = read === undefined ? undefined : catalogueOf(read.products);
  return { catalogue, cart: before ?? emptyCart(currency), currency };
}

function settingsOf(
  { flags }: Given,
  { currency }: Shop,
  checked: readonly ReturnType<typeof secretToCheck>[],
): Explaining["settings"] {
  return {
    extended: true,
    secrets: checked.map(({ secret }) => secret),
    allowedClients: [],
    trust: flags.has("compatible") ? compatibleTrust : strictTrust,
    currency,
    expiryDays: MOST_EXPIRY_DAYS,
    cartPath: "/kurv/",
  };
}

function textOf(
  explanation: Explanation,
  cart: ShopperCart,
  secrets: readonly NamedSecret[],
): readonly string[] {
  return explanationText(explanation, { cart, variables: secrets.map(({ variable }) => variable) });
}

/** What became of the link in front, what it says behind; null where it could not be told. */
function asJson({ outcome, ...link }: Explanation, before: ShopperCart): object {
  return {
    result: outcome?.result ?? null,
    code: outcome?.code ?? null,
    message: outcome?.message ?? null,
    cart: outcome?.cart ?? null,
    items: outcome?.items ?? [],
    before,
    link,
  };
}
