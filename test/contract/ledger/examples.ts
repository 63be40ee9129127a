import type { Fingerprint } from "../../../src/cart/contents.ts";
import { decimal } from "../../../src/cart/decimal.ts";
import type {
  LedgerDocument,
  PersonDocument,
  ShopperCartDocument,
  TicketDocument,
} from "../../../src/cart/documents.ts";
import { claim, doubt, settle, standBack, suppress, wait, type Candidate } from "../../../src/cart/person.ts";
import { emptyCart, type ShopperLine } from "../../../src/cart/shopper-cart.ts";
import type { PersonId, ReminderKey } from "../../../src/cart/shopper.ts";
import { AT, by, NOW } from "../../somebody.ts";

export { AT, by, NOW };

/** Somebody with a cart. The casts stand for keys that were made elsewhere; a ledger only carries them. */
export function candidateOf(name: string, channel = "128"): Candidate {
  return {
    person: `p1-${name}` as PersonId,
    key: `r1-${name}` as ReminderKey,
    cartId: `cart-${name}`,
    contents: `contents-${name}` as Fingerprint,
    step: 0,
    channel,
    modified: "2026-11-22T11:00:00.1234567Z",
    account: `account-${name}`,
  };
}

export function waiting(name: string, dueAt: Date, channel = "128"): PersonDocument {
  return wait(undefined, candidateOf(name, channel), { why: "orders-unreadable", dueAt }, AT);
}

export function sending(name: string, claimId: string): PersonDocument {
  const candidate = candidateOf(name);
  return claim(undefined, candidate, by(candidate, claimId), AT);
}

export function unsure(name: string): PersonDocument {
  return defined(doubt(sending(name, "claim-1"), "claim-1", "timed out", AT));
}

/** In doubt about one reminder, with another that stands back behind it. */
export function unsureTwice(name: string): PersonDocument {
  const another = { ...candidateOf(name), key: `r1-${name}-2` as ReminderKey, cartId: `cart-${name}-2` };
  return defined(standBack(unsure(name), another, AT));
}

export function sent(name: string): PersonDocument {
  return defined(settle(sending(name, "claim-1"), "claim-1", { kind: "accepted", messageId: "m-1" }, AT));
}

export function suppressed(name: string): PersonDocument {
  return suppress(candidateOf(name).person, { reason: "unsubscribed", owed: "opt-out" }, NOW);
}

export function ticket(name: string, state: TicketDocument["state"] = "handed-over"): TicketDocument {
  const id = `ticket:${name}`;
  const { key } = candidateOf(name);
  return {
    ...{ id, pk: id, kind: "ticket", state, runId: "run-1", at: NOW.toISOString(), ttl: 7_776_000 },
    keys: [key],
  };
}

/** One of each kind and of each state, with letters from everywhere where text is free. */
export function oneOfEach(): readonly LedgerDocument[] {
  const at = NOW.toISOString();
  const answers = {
    "r1-a": { kind: "accepted", messageId: "å-1" },
    "r1-b": { kind: "refused", why: "2008" },
    "r1-c": { kind: "later", notBefore: at, why: "provider-later" },
    "r1-d": { kind: "unsure", why: "timed out" },
  } as const;
  return [
    waiting("waiting", NOW),
    sending("sending", "claim-1"),
    unsure("unsure"),
    unsureTwice("unsure-twice"),
    sent("sent"),
    suppressed("suppressed"),
    ticket("handed-over"),
    { ...ticket("answered", "answered"), answers },
    { id: "cursor:128", pk: "cursor:128", kind: "cursor", channel: "128", stamp: at, mark: "ç", ttl: -1 },
    { id: "lease:128", pk: "lease:128", kind: "lease", channel: "128", runId: "r", until: at, ttl: 3600 },
    {
      ...{ id: "run:1", pk: "run:1", kind: "run", channel: "128", startedAt: at, ttl: 7_776_000 },
      report: { found: 3, note: "åäö æøå ß 日本語 😀 \u2028 \\ \" '", nested: { list: [1, 2.5, null] } },
    },
    { id: "person-key", pk: "person-key", kind: "person-key", key: "AAAA", ttl: -1 },
    shopperCart("full"),
    { ...shopperCart("bare"), cart: { ...EMPTY_CART, currency: "SEK" } },
    {
      ...{ id: "link:0a1b", pk: "link:0a1b", kind: "issued-link", ttl: 2_592_000, usesLeft: 0 },
      ...{ notAfter: at, hashed: [{ name: "input", value: '[{"product":7,"title":"Sæt 😀"}]' }] },
    },
    { id: "key-check", pk: "key-check", kind: "key-check", check: "BBBB", ttl: -1 },
  ];
}

const EMPTY_CART = emptyCart("DKK");

/** A guest's cart with everything a line can have. */
export function shopperCart(name: string, ...lines: readonly ShopperLine[]): ShopperCartDocument {
  const id = `cart:${name}`;
  return {
    ...{ id, pk: id, kind: "shopper-cart", ttl: 2_592_000, commerceCartId: "commerce-1" },
    cart: {
      currency: "DKK",
      lines: [cartLine("7"), { ...cartLine("50"), sku: "Ø-1", customised: ["title", "price"] }, ...lines],
      lifetime: { kind: "until", at: NOW.toISOString() },
      referral: { code: "live2024", signed: true },
      used: ["mark-1"],
    },
  };
}

export function cartLine(productId: string): ShopperLine {
  return {
    productId,
    variantId: "5",
    sku: undefined,
    title: "Sæt à 2 stk. – blå/grøn 😀",
    amount: 2,
    unitPrice: defined(decimal("199.95")),
    weight: defined(decimal("0.2")),
    additionalData: '[{"id":1}]',
    customised: [],
    standsAlone: false,
    soldOut: true,
  };
}

export function defined<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("expected something");
  return value;
}
