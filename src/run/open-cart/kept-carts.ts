import { createHash } from "node:crypto";
import { ConnectorError } from "../../cart/connector-error.ts";
import type { ShopperCartDocument } from "../../cart/documents.ts";
import type { ShopperCart } from "../../cart/shopper-cart.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Random } from "../../ports/random.ts";

export interface CartTools {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly random: Random;
}

/** What is kept for one browser. */
export type Kept = Pick<ShopperCartDocument, "cart" | "commerceCartId">;

interface HeldCart {
  readonly kept: Kept;
  readonly version: string;
}

/** A change of a cart: what to keep from now on, undefined to leave everything as it is, and what came of it. */
export interface CartChange<Result> {
  readonly keep: Kept | undefined;
  readonly result: Result;
}

/** What came of a change, and the id of the cart for the browser: undefined when it has none still. */
export interface Changed<Result> {
  readonly result: Result;
  readonly cartId: string | undefined;
}

/** Each try that loses lost to another one that was saved, so this is a crowd on one cart. */
const MOST_TRIES = 20;

const DAY_SECONDS = 86_400;

/**
 * The cart of a browser; undefined when it has none, or one whose time is over. Throws the faults of the ledger.
 */
export async function keptCart(tools: CartTools, cartId: string | undefined): Promise<Kept | undefined> {
  return (await heldCart(tools, cartId))?.kept;
}

/**
 * Changes the cart of a browser so that no other change is lost: what was changed meanwhile is read again, and the
 * change is made anew on top of it, so `change` may be called several times. An id that we do not know is never taken
 * over: that browser gets a new one. Throws the faults of the ledger; then the change may or may not have been kept.
 */
export async function changeCart<Result>(
  tools: CartTools,
  cartId: string | undefined,
  change: (kept: Kept | undefined) => CartChange<Result> | Promise<CartChange<Result>>,
): Promise<Changed<Result>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const held = await heldCart(tools, cartId);
    const { keep, result } = await change(held?.kept);
    if (keep === undefined) return { result, cartId: held === undefined ? undefined : cartId };
    const id = held === undefined ? tools.random.id() : (cartId ?? "");
    const doc = documentOf(id, keep, tools.clock.now());
    const written =
      held === undefined ? await tools.ledger.create(doc) : await tools.ledger.replace(doc, held.version);
    // "exists" under an id made a moment ago: our own write, whose reply was lost
    if (written !== "conflict") return { result, cartId: id };
  }
  throw new ConnectorError("ledger-throttled", "too many links were opened on one cart at once", {
    fix: "nothing to do if it passes",
  });
}

async function heldCart(
  { ledger, clock }: CartTools,
  cartId: string | undefined,
): Promise<HeldCart | undefined> {
  if (cartId === undefined) return undefined;
  const id = documentId(cartId);
  const stored = (await ledger.read([id])).get(id);
  if (stored === undefined || stored === "unreadable" || stored.doc.kind !== "shopper-cart") return undefined;
  const { cart, commerceCartId } = stored.doc;
  if (isOver(cart, clock.now())) return undefined;
  return {
    kept: commerceCartId === undefined ? { cart } : { cart, commerceCartId },
    version: stored.version,
  };
}

function isOver({ lifetime }: ShopperCart, now: Date): boolean {
  return lifetime?.kind === "until" && Date.parse(lifetime.at) <= now.getTime();
}

function documentOf(cartId: string, kept: Kept, now: Date): ShopperCartDocument {
  const id = documentId(cartId);
  return { id, pk: id, kind: "shopper-cart", ttl: ttlOf(kept.cart, now), ...kept };
}

/** The ledger never holds what the browser holds. */
function documentId(cartId: string): string {
  return `cart:${createHash("sha256").update(cartId).digest("base64url")}`;
}

/** Seconds. Nobody tells us when a browser's session ends, so such a cart is kept for a day behind the last link. */
function ttlOf({ lifetime }: ShopperCart, now: Date): number {
  if (lifetime?.kind !== "until") return DAY_SECONDS;
  return Math.max(1, Math.ceil((Date.parse(lifetime.at) - now.getTime()) / 1000));
}
