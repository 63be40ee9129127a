import { emptyCart } from "../../cart/shopper-cart.ts";
import { applyLink } from "../../open-cart/apply/apply-link.ts";
import { catalogueOf } from "../../open-cart/apply/catalogue.ts";
import { refusedLink, unchanged, type Outcome } from "../../open-cart/apply/outcome.ts";
import type { Shop } from "../../open-cart/apply/shop.ts";
import type { LinkSecret } from "../../open-cart/link-secret.ts";
import { isExtended, readLink, wantedProducts, type OpenCartLink } from "../../open-cart/read/read-link.ts";
import type { LinkRefusal } from "../../open-cart/read/read-target.ts";
import { admitLink, type AdmittedLink } from "../../open-cart/verify/admit-link.ts";
import { checkCode } from "../../open-cart/verify/check-code.ts";
import type { Gate } from "../../open-cart/verify/gate.ts";
import type { ReceiverSettings } from "../../open-cart/verify/receiver-settings.ts";
import type { ProductCatalogue } from "../../ports/product-catalogue.ts";
import { issuedLink, takeUse } from "./issued-links.ts";
import { changeCart, type CartChange, type CartTools, type Kept } from "./kept-carts.ts";

/** What is the same for every link. */
export interface LinkTools extends CartTools {
  readonly catalogue: ProductCatalogue;
  readonly rules: Omit<ReceiverSettings, "secrets" | "currency">;
  /** The currency in which carts begin; undefined for the catalogue's own. */
  readonly currency: string | undefined;
  /** Asked for when a link is signed. Throws the faults of the secret store, and of secrets that are too weak. */
  secrets(): Promise<readonly LinkSecret[]>;
}

/** One link, opened in one browser. */
export interface Opening {
  /** The request target or the whole address, undecoded. */
  readonly target: string;
  /** Whoever opens it, from a hop that can be trusted; undefined when that is not known. */
  readonly address: string | undefined;
  /** What the browser holds of the cart it was given before. */
  readonly cartId: string | undefined;
}

export interface Opened {
  readonly outcome: Outcome;
  /** The id of the cart for the browser to keep; undefined when it has none still. */
  readonly cartId: string | undefined;
}

/** An admitted link with everything it takes to apply it to a cart. */
export interface ReadyLink {
  readonly admitted: AdmittedLink;
  readonly shop: Omit<Shop, "cart">;
}

/**
 * Opens a link on the cart of a browser. Nothing is looked up for a link that is refused, and only the register for one
 * whose code is right. Throws the faults of the catalogue, the secret store and the ledger: then the link may be opened
 * again, and its items are in the cart once more only when it has no referral code.
 */
export async function openLink(tools: LinkTools, opening: Opening): Promise<Opened> {
  const ready = await readyLink(tools, opening, readLink(opening.target));
  if (ready.kind === "refused") return { outcome: refused(tools, ready), cartId: opening.cartId };
  const use = oneUse(tools, ready.admitted);
  const { result, cartId } = await changeCart(tools, opening.cartId, (kept) => applied(ready, kept, use));
  return { outcome: result, cartId };
}

/** Reads and admits a link, and fetches its products. */
export async function readyLink(
  tools: LinkTools,
  { address }: Pick<Opening, "address">,
  link: OpenCartLink | LinkRefusal,
): Promise<(ReadyLink & { readonly kind: "ready" }) | LinkRefusal> {
  if (link.kind === "refused") return link;
  const secrets = isExtended(link) && tools.rules.extended ? await tools.secrets() : [];
  const visitor = { address, loggedIn: false };
  const around = { settings: { ...tools.rules, secrets }, visitor, now: tools.clock.now() };
  const admitted = admitLink(link, { ...around, issued: await issuedFor(tools, link, around) });
  if (admitted.kind === "refused") return admitted;
  const currency = tools.currency ?? (await tools.catalogue.currency());
  const catalogue = catalogueOf(await tools.catalogue.find(wantedProducts(link)));
  const settings = { ...around.settings, currency };
  return { kind: "ready", admitted, shop: { ...around, settings, catalogue } };
}

/** The outcome of a link that was refused before any cart was looked at. */
export function refused(tools: Pick<LinkTools, "rules">, refusal: LinkRefusal): Outcome {
  return refusedLink(refusal, { cart: emptyCart(""), settings: tools.rules });
}

/** The register is only asked about links whose code is right. */
async function issuedFor(tools: CartTools, link: OpenCartLink, gate: Gate): Promise<Gate["issued"]> {
  const { secrets, trust } = gate.settings;
  const check = checkCode(link, { secrets, acceptInputOnly: trust.acceptInputOnly });
  if (link.code === undefined || check.kind !== "holds") return undefined;
  const issued = await issuedLink(tools.ledger, link.code);
  return issued === undefined ? undefined : new Map([[link.code, issued]]);
}

/** Takes a use of a counted link from the register, once however often it is asked. */
export function oneUse({ ledger }: CartTools, { proof }: AdmittedLink): () => Promise<boolean> {
  let taken: Promise<boolean> | undefined;
  return () => {
    if (proof.kind === "unsigned" || proof.usesLeft === undefined) return Promise.resolve(true);
    return (taken ??= takeUse(ledger, proof.code));
  };
}

async function applied(
  { admitted, shop }: ReadyLink,
  kept: Kept | undefined,
  use: () => Promise<boolean>,
): Promise<CartChange<Outcome>> {
  const cart = kept?.cart ?? emptyCart(shop.settings.currency);
  const outcome = applyLink(admitted, { ...shop, cart });
  if (outcome.cart === cart) return { keep: undefined, result: outcome };
  if (await use()) return { keep: { ...kept, cart: outcome.cart }, result: outcome };
  const { parameters } = admitted.link;
  return {
    keep: undefined,
    result: unchanged("link-used-up", { parameters, cart, settings: shop.settings }),
  };
}
