import type { Cart } from "../../src/cart/cart.ts";
import type { Address, Customer } from "../../src/cart/shopper.ts";
import { consentGate } from "../../src/run/consent-gate.ts";
import type { PassTools } from "../../src/run/pass.ts";
import type { RetailServer } from "../../src/ports/retail-server.ts";
import { changedReads, changedWrites } from "../simulation/changed-ledger.ts";
import { forgetAccounts, forgetWhatWasSent, skipOrders } from "../simulation/mutants.ts";
import { BY_OPT_IN } from "../simulation/world/plan.ts";
import type { Spoil } from "../simulation/world/runner.ts";
import type { Wrong } from "./oracle/wrongs.ts";

/**
 * One guard of the product, and the product without it. The code stays as it is: what it is given to work with lies to
 * it, so that it behaves as if the guard were not there.
 */
export interface Guard {
  readonly name: string;
  readonly without: Spoil;
  /** What the guard is there to prevent: without it there must be some. */
  readonly prevents: Wrong;
}

export const GUARDS: readonly Guard[] = [
  { name: "consent by the provider", without: ignoreOptIns, prevents: "after-no" },
  { name: "Commerce's opt-out flags", without: ignoreFlags, prevents: "after-no" },
  { name: "the suppression list", without: forgetRefusals, prevents: "after-no" },
  { name: "purchases", without: skipOrders, prevents: "after-purchase" },
  { name: "the person's other accounts", without: forgetAccounts, prevents: "after-purchase" },
  { name: "who is not a shopper", without: mailAnybody, prevents: "not-a-shopper" },
  { name: "the newest cart only", without: seeOneCart, prevents: "stale-cart" },
  { name: "the cart read again", without: readOnce, prevents: "stale-cart" },
  { name: "what was mailed before", without: forgetContents, prevents: "twice" },
  { name: "the caps", without: forgetWhatWasSent, prevents: "too-often" },
  { name: "quiet hours", without: mailAtNight, prevents: "quiet-hours" },
  { name: "asking again before the claim", without: askOnce, prevents: "stale-cart" },
  { name: "evidence with every claim", without: dropEvidence, prevents: "no-evidence" },
];

function changedShop(tools: PassTools, change: (shop: RetailServer) => Partial<RetailServer>): PassTools {
  return { ...tools, retailServer: { ...tools.retailServer, ...change(tools.retailServer) } };
}

/** Whatever the provider knows, it says yes. */
function ignoreOptIns(tools: PassTools): PassTools {
  const consent = (addresses: readonly Address[]) =>
    Promise.resolve(new Map(addresses.map((address) => [address, "opted-in" as const])));
  return gatedBy(tools, { provider: { ...tools.provider, consent }, retailServer: tools.retailServer });
}

function ignoreFlags(tools: PassTools): PassTools {
  async function customers(accounts: readonly string[]): Promise<ReadonlyMap<string, Customer>> {
    const found = await tools.retailServer.customers(accounts);
    return new Map([...found].map(([account, customer]) => [account, { ...customer, optedOut: false }]));
  }
  return gatedBy(tools, { provider: tools.provider, retailServer: { customers } });
}

/** The real gate, which asks others. */
function gatedBy(tools: PassTools, asked: Parameters<typeof consentGate>[1]): PassTools {
  return { ...tools, consent: consentGate(BY_OPT_IN, asked) };
}

function forgetRefusals(tools: PassTools): PassTools {
  return changedReads(tools, (doc) => {
    if (doc.kind !== "person") return doc;
    const { suppressed: _, ...rest } = doc;
    return rest;
  });
}

/** Of all carts of an account only those that were found abandoned are seen. */
function seeOneCart(tools: PassTools): PassTools {
  return changedShop(tools, () => ({ cartsOf: () => Promise.resolve("not-offered") }));
}

/** Carts stay as they were when they were found. */
function readOnce(tools: PassTools): PassTools {
  const found = new Map<string, Cart>();
  return changedShop(tools, (shop) => ({
    async cartsModified(window, page) {
      const given = await shop.cartsModified(window, page);
      for (const cart of given.carts) found.set(cart.id, cart);
      return given;
    },
    async cartsOf(account) {
      const given = await shop.cartsOf(account);
      if (given === "not-offered") return given;
      const there = new Map(given.carts.map((cart) => [cart.id, cart]));
      for (const cart of found.values()) if (cart.account === account) there.set(cart.id, cart);
      return { ...given, carts: [...there.values()] };
    },
    cart: (id) => Promise.resolve(found.get(id)),
  }));
}

/** When somebody was mailed is remembered, not about what. */
function forgetContents(tools: PassTools): PassTools {
  return changedReads(tools, (doc) => {
    if (doc.kind !== "person") return doc;
    const past = doc.past.map((entry) => ({
      ...entry,
      cartId: `${entry.cartId}?`,
      key: otherKey(entry.key),
    }));
    return { ...doc, past };
  });
}

function otherKey<Key extends string>(key: Key): Key {
  // a key of the same kind, of a reminder that there never was
  return `${key}?` as Key;
}

function mailAtNight(tools: PassTools): PassTools {
  return { ...tools, rules: { ...tools.rules, quietHours: undefined } };
}

function mailAnybody(tools: PassTools): PassTools {
  const nobody = { staffGroups: [], testAccounts: [], addresses: [] };
  return { ...tools, rules: { ...tools.rules, notShoppers: nobody } };
}

function askOnce(tools: PassTools): PassTools {
  return { ...tools, rules: { ...tools.rules, recheckAfterSeconds: Number.POSITIVE_INFINITY } };
}

/** What the types forbid, as a store would do that loses a part of what it is given. */
function dropEvidence(tools: PassTools): PassTools {
  return changedWrites(tools, (doc) => {
    if (doc.open?.state !== "sending") return doc;
    const open = { ...doc.open };
    Reflect.deleteProperty(open, "evidence");
    return { ...doc, open };
  });
}
