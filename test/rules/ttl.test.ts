import { describe, expect, it } from "vitest";
import { withClick } from "../../src/cart/click.ts";
import type { LedgerDocument } from "../../src/cart/documents.ts";
import { close, suppress, type PersonRules } from "../../src/cart/person.ts";
import { systemRandom } from "../../src/adapters/random/system-random.ts";
import { emptyCart } from "../../src/cart/shopper-cart.ts";
import { changeCart } from "../../src/run/open-cart/kept-carts.ts";
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

describe("the person key", () => {
  it("is kept for ever, and so is its check", async () => {
    const store = inMemoryStore(manualClock(NOW));
    const secrets = { read: () => Promise.resolve("x".repeat(32)), forget: () => undefined };
    await personKey({ ledger: store.connect(), secrets, random: systemRandom(), secretName: undefined });
    expect(ttls(store.documents())).toEqual({ "person-key": -1, "key-check": -1 });
  });
});

describe("a pass that wrote to somebody", () => {
  it("leaves each kind of document for its own time, the ticket longer than the person it was for", async () => {
    const staged = stage();
    staged.shop.put(cart("a", { modified: minutesAgo(60) }));
    await staged.pass();
    const retention = RULES.retentionDays * DAY;
    expect(ttls(staged.store.documents())).toEqual({
      person: retention,
      ticket: retention + 30 * DAY,
      run: retention,
      lease: DAY,
      cursor: -1,
    });
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
