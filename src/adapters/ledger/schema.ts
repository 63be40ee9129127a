import { z } from "zod";
import type { Fingerprint } from "../../cart/contents.ts";
import { decimal, type Decimal } from "../../cart/decimal.ts";
import type { LedgerDocument } from "../../cart/documents.ts";
import { OUTCOMES } from "../../cart/outcome.ts";
import { OFFER_FIELDS } from "../../cart/shopper-cart.ts";
import type { PersonId, ReminderKey } from "../../cart/shopper.ts";

/*
 * Both stores keep the same JSON, so one schema reads it back. What a store adds of its own (`_etag`, `_ts` …)
 * falls away here. A word we do not know makes a document unreadable: better one person left alone than misjudged.
 */

function branded<Brand extends string>() {
  return z.custom<Brand>((value) => typeof value === "string" && value !== "");
}

const text = z.string();
const time = z.iso.datetime();
const count = z.int().nonnegative();
const ttl = z.union([z.literal(-1), z.int().positive()]);
const keyed = { id: text, pk: text, ttl };

const evidence = z.object({
  consent: z.object({
    decision: z.enum(["opted-in", "attribute-accepted", "not-objected"]),
    basis: z.enum(["provider-opt-in", "customer-attribute", "suppression-list-only"]),
    source: text,
    at: time,
    askedSecondsBeforeClaim: count,
  }),
  purchases: z.object({
    at: time,
    accounts: count,
    orders: count,
    limit: z.literal("not-offered-for-guests").exactOptional(),
    askedSecondsBeforeClaim: count,
  }),
});

const aboutReminder = {
  key: branded<ReminderKey>(),
  cartId: text,
  contents: branded<Fingerprint>(),
  step: count,
  channel: text,
  modified: text,
};

const claimed = {
  ...aboutReminder,
  claimId: text,
  ticket: text,
  claimedAt: time,
  tries: count,
  expiresAt: time,
  evidence,
  nextStep: z.object({ key: branded<ReminderKey>(), afterHours: z.number().nonnegative() }).exactOptional(),
};

const openEntry = z.discriminatedUnion("state", [
  z.object({
    ...aboutReminder,
    state: z.literal("waiting"),
    why: z.enum([
      "released",
      "resend-asked",
      "stood-back",
      "later-step",
      "quiet-hours",
      "capped",
      "provider-later",
      "batch-refused",
      "consent-unanswered",
      "cart-unreadable",
      "orders-unreadable",
    ]),
    dueAt: time,
    tries: count,
    expiresAt: time,
  }),
  z.object({ ...claimed, state: z.literal("sending") }),
  z.object({ ...claimed, state: z.literal("unsure"), why: text, since: time }),
]);

const pastEntry = z.object({
  ...aboutReminder,
  outcome: z.enum(OUTCOMES),
  at: time,
  why: text.exactOptional(),
  messageId: text.exactOptional(),
  evidence: evidence.exactOptional(),
});

const click = z.object({ key: branded<ReminderKey>(), first: time, last: time, count });

const person = z.object({
  id: branded<PersonId>(),
  pk: branded<PersonId>(),
  ttl,
  kind: z.literal("person"),
  suppressed: z
    .object({
      reason: z.enum(["unsubscribed", "complained", "erased", "staff", "manual"]),
      at: time,
      owed: z.enum(["opt-out", "erasure"]).exactOptional(),
    })
    .exactOptional(),
  open: openEntry.exactOptional(),
  next: z.object(aboutReminder).exactOptional(),
  // a suppression that was imported may be as bare as { id, pk, kind, suppressed, ttl }
  past: z.array(pastEntry).readonly().default([]),
  clicks: z.array(click).readonly().exactOptional(),
  accounts: z.array(text).readonly().default([]),
  dueAt: time.exactOptional(),
  dueChannel: text.exactOptional(),
  unsure: z.literal(true).exactOptional(),
});

const answer = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted"), messageId: text.exactOptional() }),
  z.object({ kind: z.literal("refused"), why: text }),
  z.object({
    kind: z.literal("later"),
    notBefore: text,
    why: z.enum(["provider-later", "batch-refused", "released"]),
  }),
  z.object({ kind: z.literal("unsure"), why: text }),
]);

const ticket = z.object({
  ...keyed,
  kind: z.literal("ticket"),
  state: z.enum(["handed-over", "answered", "abandoned"]),
  runId: text,
  at: time,
  keys: z.array(branded<ReminderKey>()).readonly(),
  answers: z.record(z.string(), answer).readonly().exactOptional(),
});

const cursor = z.object({ ...keyed, kind: z.literal("cursor"), channel: text, stamp: text, mark: text });
const lease = z.object({ ...keyed, kind: z.literal("lease"), channel: text, runId: text, until: time });
const run = z.object({
  ...keyed,
  kind: z.literal("run"),
  channel: text,
  startedAt: time,
  report: z.record(z.string(), z.unknown()).readonly(),
});
const personKey = z.object({
  id: z.literal("person-key"),
  pk: z.literal("person-key"),
  ttl,
  kind: z.literal("person-key"),
  key: text,
});
const keyCheck = z.object({
  id: z.literal("key-check"),
  pk: z.literal("key-check"),
  ttl,
  kind: z.literal("key-check"),
  check: text,
});

const amount = z.custom<Decimal>((value) => typeof value === "string" && decimal(value) === value);

/** JSON leaves out what is undefined. */
function maybe<T extends z.ZodType>(type: T) {
  return type.optional().transform((value) => value);
}

const shopperLine = z.object({
  productId: text,
  variantId: maybe(text),
  sku: maybe(text),
  title: text,
  amount: z.int().positive(),
  unitPrice: amount,
  weight: maybe(amount),
  additionalData: maybe(text),
  customised: z.array(z.enum(OFFER_FIELDS)).readonly(),
  standsAlone: z.boolean(),
  soldOut: z.boolean(),
});

const lifetime = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("account") }),
  z.object({ kind: z.literal("session") }),
  z.object({ kind: z.literal("until"), at: time }),
]);

const shopperCart = z.object({
  ...keyed,
  kind: z.literal("shopper-cart"),
  cart: z.object({
    currency: text,
    lines: z.array(shopperLine).readonly(),
    lifetime: maybe(lifetime),
    referral: maybe(z.object({ code: text, signed: z.boolean() })),
    used: z.array(text).readonly(),
  }),
  commerceCartId: text.exactOptional(),
});

const issuedLink = z.object({
  ...keyed,
  kind: z.literal("issued-link"),
  hashed: z.array(z.object({ name: text, value: text })).readonly(),
  notAfter: time.exactOptional(),
  usesLeft: count.exactOptional(),
});

const document = z.discriminatedUnion("kind", [
  person,
  ticket,
  cursor,
  lease,
  run,
  personKey,
  keyCheck,
  shopperCart,
  issuedLink,
]);

type Parsed = z.output<typeof document>;
type Same<A, B> = [A, B] extends [B, A] ? true : never;
type AllRequired<T> = T extends string ? T : { [K in keyof T]-?: AllRequired<T[K]> };
// these do not compile when the schema and the documents say different things; the second one finds a forgotten
// optional field, which would be lost whenever a document is read and written back
true satisfies Same<Parsed, LedgerDocument>;
true satisfies Same<AllRequired<Parsed>, AllRequired<LedgerDocument>>;

/** What a store gave back as one of our documents; "unreadable" when it is none that we understand. */
export function readDocument(value: unknown): LedgerDocument | "unreadable" {
  const parsed = document.safeParse(value);
  return parsed.success && parsed.data.pk === parsed.data.id ? parsed.data : "unreadable";
}
