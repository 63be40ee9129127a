import { shownLines, type Cart } from "../src/cart/cart.ts";
import { fingerprint } from "../src/cart/contents.ts";
import { wait, type Candidate } from "../src/cart/person.ts";
import type { WaitReason } from "../src/cart/documents.ts";
import { normalAddress, reminderKey, type Customer } from "../src/cart/shopper.ts";
import { compose } from "../src/steps/compose.ts";
import type { Composed, Enriched, Found, Identified, Recalled, Shop } from "../src/steps/way.ts";
import { customer } from "./carts.ts";
import { groundsFor } from "./grounds.ts";
import { CHANNEL, idOf, NOW, PERSON_KEY, RULES, SHOP } from "./stage.ts";

/* One cart as the steps hand it on, for tests of a single step. */

export function found(cart: Cart): Found {
  const lines = shownLines(cart);
  const account = cart.account ?? "nobody";
  return {
    cart: { ...cart, account },
    owner: { kind: "customer", account },
    lines,
    contents: fingerprint(lines),
    awaited: undefined,
  };
}

export function identified(cart: Cart, of: Partial<Customer> = {}): Identified {
  const known = found(cart);
  const account = cart.account ?? "nobody";
  const who = customer(account, of);
  const address = normalAddress(who.email ?? "");
  if (address === undefined) throw new Error("a customer without an address");
  return { ...known, customer: who, address, person: idOf(account) };
}

/** `waitsFor`: the person has a waiting entry for this very cart. */
export function recalled(cart: Cart, waitsFor?: WaitReason): Recalled {
  const known = identified(cart);
  const { person, contents } = known;
  const about = { person, cartId: cart.id, contents, step: 0 };
  const candidate: Candidate = {
    ...about,
    key: reminderKey(PERSON_KEY, about),
    channel: CHANNEL,
    modified: cart.modified.raw,
    account: cart.account,
  };
  const at = { rules: RULES, now: NOW };
  const memory =
    waitsFor === undefined
      ? undefined
      : { doc: wait(undefined, candidate, { why: waitsFor, dueAt: NOW }, at), version: "v1" };
  return { ...known, candidate, leftAt: cart.modified, memory };
}

export function enriched(cart: Cart, of: Partial<Enriched> = {}): Enriched {
  const known = recalled(cart);
  return {
    ...known,
    grounds: groundsFor(known.candidate, { consent: NOW, purchases: NOW }),
    language: "en-us",
    products: new Map(),
    pictures: new Map(),
    ...of,
  };
}

export function composed(
  cart: Cart,
  of: { readonly waitsFor?: WaitReason; readonly shop?: Shop } = {},
): Composed {
  const { candidate, memory } = recalled(cart, of.waitsFor);
  const grounds = groundsFor(candidate, { consent: NOW, purchases: NOW });
  const rules = RULES;
  return compose({ shop: of.shop ?? SHOP, rules }, { ...enriched(cart), candidate, memory, grounds });
}
