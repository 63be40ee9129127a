import { shownLines } from "../cart/cart.ts";
import { fingerprint } from "../cart/contents.ts";
import type { PersonDocument } from "../cart/documents.ts";
import type { Judged } from "../cart/outcome.ts";
import { parseStamp } from "../cart/stamp.ts";
import type { Stored } from "../ports/ledger.ts";
import { atMost } from "../steps/at-most.ts";
import { aboutAwaited } from "../steps/awaited.ts";
import type { Raw } from "../steps/find.ts";
import { remember } from "../steps/remember.ts";
import { settleOld } from "../steps/settle-old.ts";
import type { Ending, WayTools } from "../steps/way.ts";

export interface DueSlice {
  /** Carts to be judged again. */
  readonly raws: readonly Raw[];
  /**
   * Claims that were settled, or are still somebody's, and waiting entries that ended. The cart may stand in the window
   * with other contents by now, and is then judged there.
   */
  readonly judged: readonly Judged[];
}

/** Takes up entries that are due: settles old claims, lets go what waited too long, reads the carts of the rest. */
export async function takeUp(tools: WayTools, due: readonly Stored<PersonDocument>[]): Promise<DueSlice> {
  const taken = await atMost(16, due, (stored) => takeUpOne(tools, stored));
  const ended = taken.filter((one): one is Ending => "outcome" in one);
  const remembered = await remember(tools, ended);
  return {
    raws: taken.filter((one): one is Raw => "cart" in one),
    judged: remembered.map(judged),
  };
}

function judged({ cartId, outcome, why }: Ending): Judged {
  return why === undefined ? { cartId, outcome } : { cartId, outcome, why };
}

async function takeUpOne(tools: WayTools, stored: Stored<PersonDocument>): Promise<Raw | Ending> {
  const cartId = stored.doc.open?.cartId ?? "";
  const settled = await settleOld(tools, stored);
  const { open } = settled.doc;
  if (open === undefined || open.cartId !== cartId) return endedMeanwhile(settled.doc, cartId);
  if (open.state === "unsure") return { cartId, outcome: "unsure", why: open.why };
  if (open.state === "sending") return { cartId, outcome: "taken" };
  const about = aboutAwaited(settled);
  if (Date.parse(open.expiresAt) <= tools.clock.now().getTime()) return { cartId, outcome: "expired", about };
  const cart = await tools.retailServer.cart(cartId);
  if (cart === undefined) return { cartId, outcome: "cart-gone", about };
  if (cart === "unreadable") {
    return { cartId, outcome: "later", why: "cart-unreadable", about, pause: "cart-unreadable" };
  }
  const lines = shownLines(cart);
  if (lines.length === 0) return { cartId, outcome: "cart-gone", why: "emptied", about };
  // a changed cart has a new stamp, so the window finds it again when the shopper has left it
  if (fingerprint(lines) !== open.contents) return { cartId, outcome: "cart-changed", about };
  // the entry keeps the stamp of when it was found: being read may have given the cart a newer one
  const modified = parseStamp(open.modified) ?? cart.modified;
  return { cart: { ...cart, modified }, awaited: settled };
}

/** Another run, or the ticket, ended it: its word counts. */
function endedMeanwhile(doc: PersonDocument, cartId: string): Ending {
  const last = doc.past.findLast((past) => past.cartId === cartId);
  return { cartId, outcome: last?.outcome ?? "taken" };
}
