import type { Lifetime } from "../../cart/shopper-cart.ts";
import type { AdmittedLink } from "../verify/admit-link.ts";
import { addItems } from "./add-items.ts";
import { askedFor, type AskedFor } from "./asked-for.ts";
import type { CartChange } from "./cart-change.ts";
import { changedBy, unchanged, type Outcome } from "./outcome.ts";
import type { Shop } from "./shop.ts";
import { usedMark } from "./used-mark.ts";

/**
 * Rows 13 to 23 of the decision table. A signed link is one deal: all of it or nothing. Of a plain link everything that
 * can be added is added. A second use of a link with a referral code changes nothing.
 */
export function applyLink({ link, proof }: AdmittedLink, shop: Shop): Outcome {
  const around = { parameters: link.parameters, cart: shop.cart, settings: shop.settings };
  const asked = askedFor(link.parameters);
  const mark = asked.referralCode === undefined ? undefined : usedMark(link, asked.referralCode);
  if (mark !== undefined && shop.cart.used.includes(mark)) return unchanged("already-added", around);

  const signed = proof.kind === "signed";
  if (signed && proof.usesLeft !== undefined && proof.usesLeft <= 0) return unchanged("link-used-up", around);

  const added = addItems(link.items, { allOrNothing: signed, stack: asked.stack }, shop);
  if (typeof added === "string") return unchanged(added, around);
  const covered = signed && proof.scope !== "input-only";
  const changes = [...added.changes, ...cartWide(asked, covered, shop), ...marked(mark)];
  return changedBy(changes, added.codes, around);
}

/** What a link sets for the cart as a whole; the latest link wins. */
function cartWide(asked: AskedFor, signed: boolean, shop: Shop): readonly CartChange[] {
  const lifetime: CartChange = { kind: "set-lifetime", lifetime: lifetimeOf(asked, shop) };
  const code = asked.referralCode;
  return code === undefined ? [lifetime] : [lifetime, { kind: "set-referral", referral: { code, signed } }];
}

/** A day is 24 hours from the use of the link. */
function lifetimeOf(asked: AskedFor, { visitor, now, settings }: Shop): Lifetime {
  if (visitor.loggedIn) return { kind: "account" };
  const expiryDays = asked.expiryDays ?? settings.expiryDays;
  if (expiryDays === 0) return { kind: "session" };
  return { kind: "until", at: new Date(now.getTime() + expiryDays * 86_400_000).toISOString() };
}

function marked(mark: string | undefined): readonly CartChange[] {
  return mark === undefined ? [] : [{ kind: "mark-used", mark }];
}
