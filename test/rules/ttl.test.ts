import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { withClick } from "../../src/cart/click.ts";
import type { LedgerDocument } from "../../src/cart/documents.ts";
import { close, suppress, type PersonRules } from "../../src/cart/person.ts";
import { emptyCart } from "../../src/cart/shopper-cart.ts";
import { changeCart } from "../../src/run/open-cart/kept-carts.ts";
import { registerLink } from "../../src/run/open-cart/issued-links.ts";
import { systemRandom } from "../../src/adapters/random/system-random.ts";
import { personKey } from "../../src/run/person-key.ts";
import { cart } from "../carts.ts";
import { candidateOf, NOW, sending, sent, unsure, waiting } from "../contract/ledger/examples.ts";
import { inMemoryStore } from "../in-memory-ledger.ts";
import { manualClock } from "../manual-clock.ts";
import { minutesAgo, RULES, stage } from "../stage.ts";

const DAY = 86_400;

/* How long each kind of document is kept, in seconds from its last write; -1 is for ever. */

describe("a person is kept", () => {
  // examples.ts keeps people for 90 days
  it.each([
    ["who waits", waiting("a", NOW)],
    ["who is being written to", sending("a", "claim-1")],
    ["of whom nobody knows", unsure("a")],
    ["who was written to", sent("a")],
  ])("%s: for the days of retention", (_who, doc) => {
    expect(doc.ttl).toBe(90 * DAY);
  });

  it("for as many days as the settings say", () => {
    const rules: PersonRules = { ...RULES, retentionDays: 7 };
    const { key } = candidateOf("a");
    expect(close(waiting("a", NOW), key, { outcome: "expired" }, { rules, now: NOW })?.ttl).toBe(7 * DAY);
  });

  it("no longer for having clicked: a click is no reminder", () => {
    const doc = sent("a");
    const at = new Date(Date.parse(doc.past[0]?.at ?? "") + 10 * DAY * 1000);
    const rules: PersonRules = { ...RULES, retentionDays: 90 };
    expect(withClick(doc, candidateOf("a").key, { rules, now: at })?.ttl).toBe(80 * DAY);
  });

  it.each(["unsubscribed", "complained", "erased", "staff", "manual"] as const)(
    "for ever as suppressed (%s), and then nothing else is kept",
    (reason) => {
      const { person: id } = candidateOf("a");
      expect(suppress(id, { reason }, NOW)).toEqual({
        ...{ id, pk: id, kind: "person", past: [], accounts: [], ttl: -1 },
        suppressed: { reason, at: NOW.toISOString() },
      });
    },
  );
});

/**
 * Every kind of document: by which row of docs/privacy.md people learn of it, and how long it is kept. A kind that has no line
 * here does not compile; one that is made without a row, or kept for another time, fails below.
 */
const KINDS: Readonly<
  Record<LedgerDocument["kind"], { readonly row: string; readonly ttls: readonly number[] }>
> = {
  person: { row: "person", ttls: [RULES.retentionDays * DAY, -1] },
  // longer than the people it was for
  ticket: { row: "ticket", ttls: [(RULES.retentionDays + 30) * DAY] },
  run: { row: "run record", ttls: [RULES.retentionDays * DAY] },
  lease: { row: "lease", ttls: [DAY] },
  cursor: { row: "cursor", ttls: [-1] },
  "person-key": { row: "person key, its check", ttls: [-1] },
  "key-check": { row: "person key, its check", ttls: [-1] },
  // of a browser's session, and with a time of its own
  "shopper-cart": { row: "cart of an open cart link", ttls: [DAY, 2 * DAY] },
  "issued-link": { row: "registered open cart link", ttls: [-1] },
};

describe("every kind of document", () => {
  it("is kept for the time that stands in the table, whoever makes it", async () => {
    const made = new Map<string, Set<number>>();
    for (const { kind, ttl } of await oneOfEverything())
      made.set(kind, (made.get(kind) ?? new Set()).add(ttl));
    const expected = Object.entries(KINDS).map(([kind, { ttls }]) => [kind, new Set(ttls)] as const);
    expect(made).toEqual(new Map(expected));
  });

  it.each(Object.entries(KINDS))("is shown to people in docs/privacy.md: %s", (_kind, { row }) => {
    const rows = readFileSync("docs/privacy.md", "utf8").split("\n");
    expect(rows.some((line) => line.startsWith(`| ${row} `))).toBe(true);
  });
});

describe("what open cart links leave", () => {
  const lifetimes = [
    ["a cart, as long as its link said", { kind: "until", at: "2026-11-25T12:00:00.000Z" } as const, 3 * DAY],
    ["a cart of one session, for a day", { kind: "session" } as const, DAY],
    ["a cart that says nothing, for a day", undefined, DAY],
  ] as const;

  it.each(lifetimes)("%s", async (_what, lifetime, seconds) => {
    const clock = manualClock(NOW);
    const store = inMemoryStore(clock);
    const tools = { ledger: store.connect(), clock, random: systemRandom() };
    const keep = { cart: { ...emptyCart("DKK"), lifetime } };
    await changeCart(tools, undefined, () => ({ keep, result: undefined }));
    expect(ttls(store.documents())).toEqual({ "shopper-cart": seconds });
  });
});

function ttls(documents: readonly LedgerDocument[]): Readonly<Record<string, number>> {
  return Object.fromEntries(documents.map((doc) => [doc.kind, doc.ttl]));
}

/** What passes, refusals, links and keys leave behind. */
async function oneOfEverything(): Promise<readonly LedgerDocument[]> {
  const staged = stage();
  staged.shop.put(cart("a", { modified: minutesAgo(60) }), cart("b", { modified: minutesAgo(50) }));
  await staged.pass();
  await staged.suppress("account-b", { reason: "unsubscribed" });
  const { ledger, clock } = staged;
  const random = systemRandom();
  const secrets = { read: () => Promise.resolve("x".repeat(32)), forget: () => undefined };
  await personKey({ ledger, secrets, random, secretName: undefined });
  const tomorrow = { kind: "until", at: new Date(NOW.getTime() + 2 * DAY * 1000).toISOString() } as const;
  for (const lifetime of [undefined, tomorrow]) {
    const keep = { cart: { ...emptyCart("SEK"), lifetime } };
    await changeCart({ ledger, clock, random }, undefined, () => ({ keep, result: undefined }));
  }
  await registerLink(ledger, "code", { hashed: [] });
  return staged.store.documents();
}
