import { allowedClients } from "../../open-cart/verify/allowed-clients.ts";
import { compatibleTrust, strictTrust, type TrustRules } from "../../open-cart/verify/receiver-settings.ts";
import type { CommerceCarts } from "../../ports/commerce-carts.ts";
import type { ProductCatalogue } from "../../ports/product-catalogue.ts";
import type { SecretStore } from "../../ports/secret-store.ts";
import type { Section } from "../../settings/schema.ts";
import type { CartTools } from "./kept-carts.ts";
import { linkSecrets } from "./link-secrets.ts";
import { commerceCarts, ownCarts, type OpenCart } from "./open-cart.ts";
import type { LinkTools } from "./open-link.ts";

type Options = Section<"OpenCartOptions">;

export interface OpenCartNeighbours extends CartTools {
  readonly secrets: SecretStore;
  readonly catalogue: ProductCatalogue;
  readonly commerceCarts: CommerceCarts;
}

/** The address of our own cart page, as the old shop has it. */
export const CART_PATH = "/kurv/";

/** The receiver as the settings want it; undefined while it is switched off. Connects to nobody. */
export function createOpenCart(options: Options, neighbours: OpenCartNeighbours): OpenCart | undefined {
  const { Receiver: receiver, ShopUrl: shopUrl, ShopCartUrl: shopCartUrl } = options;
  // the rules of the settings see to the addresses
  if (receiver === "off" || shopUrl === undefined) return undefined;
  const place = {
    shopUrl,
    language: options.Language,
    cookieName: options.CookieName,
    trustedProxies: options.TrustedProxies,
  };
  const tools = linkTools(options, neighbours);
  if (receiver === "own-carts") return ownCarts(place, tools);
  if (shopCartUrl === undefined) return undefined;
  return commerceCarts({ ...place, shopCartUrl }, { ...tools, commerceCarts: neighbours.commerceCarts });
}

function linkTools(options: Options, neighbours: OpenCartNeighbours): LinkTools {
  const { ledger, clock, random, secrets, catalogue } = neighbours;
  const names = options.LinkSecretKeyVaultSecretNames;
  return {
    ...{ ledger, clock, random, catalogue },
    currency: options.Currency,
    secrets: async () => (names === undefined ? [] : linkSecrets(secrets, { names, trust: options.Trust })),
    rules: {
      extended: options.SignedLinks,
      allowedClients: allowedClients(options.AllowedClients ?? ""),
      trust: trustOf(options),
      expiryDays: options.ExpiryDays,
      cartPath: CART_PATH,
    },
  };
}

function trustOf(options: Options): TrustRules {
  const preset = options.Trust === "strict" ? strictTrust : compatibleTrust;
  return {
    acceptInputOnly: options.AcceptInputOnly ?? preset.acceptInputOnly,
    signedAdd: options.SignedAdd ?? preset.signedAdd,
    signedAddMulti: options.SignedAddMulti ?? preset.signedAddMulti,
    lowestPriceShare: options.LowestPriceShare ?? preset.lowestPriceShare,
  };
}
