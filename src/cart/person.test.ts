import { describe, expect, it } from "vitest";
import {
  by,
  ABOUT,
  AT,
  CANDIDATE,
  claimed,
  DAY,
  doubted,
  EVIDENCE,
  HOUR,
  later,
  made,
  NOW,
  OTHER,
  past,
  PERSON,
  personWith,
  RULES,
  sentAgo,
  waiting,
} from "../../test/somebody.ts";
import type { Answer, PastEntry, PersonDocument } from "./documents.ts";
import {
  claim,
  close,
  decide,
  doubt,
  isSuppressedFor,
  paidOff,
  release,
  settle,
  standBack,
  suppress,
  wait,
} from "./person.ts";

describe("waiting (transition 1)", () => {
  it("makes a document for somebody nobody knows", () => {
    expect(waiting()).toEqual({
      ...{ id: PERSON, pk: PERSON, kind: "person", past: [], accounts: ["account-1"], ttl: 90 * 86_400 },
      open: {
        ...ABOUT,
        state: "waiting",
        why: "consent-unanswered",
        dueAt: "2026-11-22T13:00:00.000Z",
        tries: 1,
        expiresAt: "2026-11-23T12:00:00.000Z",
      },
      dueAt: "2026-11-22T13:00:00.000Z",
      dueChannel: "128",
    });
  });

  it.each([
    ["the past", later(-1)],
    ["now", NOW],
    ["no moment at all", new Date(Number.NaN)],
  ])("that should be due at %s is due now", (_when, dueAt) => {
    expect(waiting(dueAt).dueAt).toBe(NOW.toISOString());
  });

  it("counts the tries of one reminder and keeps the time limit of the first", () => {
    const again = wait(
      waiting(),
      CANDIDATE,
      { why: "orders-unreadable", dueAt: later(3 * HOUR) },
      { rules: RULES, now: later(HOUR) },
    );
    expect(again.open).toMatchObject({
      why: "orders-unreadable",
      tries: 2,
      expiresAt: later(DAY).toISOString(),
    });
    expect(again.past).toEqual([]);
  });

  it("for another cart ends the wait of the older one as superseded", () => {
    const newer = wait(
      waiting(),
      OTHER,
      { why: "released", dueAt: later(2 * HOUR) },
      { rules: RULES, now: later(HOUR) },
    );
    expect(newer.open).toMatchObject({
      key: OTHER.key,
      tries: 1,
      expiresAt: later(DAY + HOUR).toISOString(),
    });
    expect(newer.past).toEqual([past("superseded", later(HOUR))]);
  });
});

describe("claiming (transition 2)", () => {
  it("makes a document for somebody nobody knows, due when the owner's time is over", () => {
    expect(claimed()).toEqual({
      ...{ id: PERSON, pk: PERSON, kind: "person", past: [], accounts: ["account-1"], ttl: 90 * 86_400 },
      open: {
        ...ABOUT,
        state: "sending",
        claimId: "claim-1",
        ticket: "ticket:1",
        claimedAt: "2026-11-22T12:00:00.000Z",
        tries: 0,
        expiresAt: "2026-11-23T12:00:00.000Z",
        evidence: EVIDENCE,
      },
      dueAt: "2026-11-22T12:02:00.000Z",
      dueChannel: "128",
    });
  });

  it("of an entry that waited keeps its tries and its time limit", () => {
    const doc = claimed("claim-2", later(2 * HOUR), waiting());
    expect(doc.open).toMatchObject({ state: "sending", tries: 1, expiresAt: later(DAY).toISOString() });
    expect(doc.past).toEqual([]);
  });

  it("for another cart ends the wait of the older one as superseded", () => {
    const doc = claim(waiting(), OTHER, by(OTHER, "claim-2"), AT);
    expect(doc.open).toMatchObject({ key: OTHER.key, tries: 0 });
    expect(doc.past).toEqual([past("superseded", NOW)]);
  });

  it("keeps what is known of the person", () => {
    const doc = claimed("claim-1", NOW, personWith([sentAgo(2 * DAY)], { accounts: ["account-0"] }));
    expect(doc.past).toEqual([sentAgo(2 * DAY)]);
    expect(doc.accounts).toEqual(["account-0", "account-1"]);
  });
});

describe("the accounts of a person", () => {
  const claimOf = (doc: PersonDocument, account: string | undefined) =>
    claim(doc, { ...CANDIDATE, account }, by(CANDIDATE, "c"), AT).accounts;

  it("are each kept once, the last seen last", () => {
    expect(claimOf(personWith([], { accounts: ["1", "2", "3"] }), "2")).toEqual(["1", "3", "2"]);
  });

  it("are at most 20, the longest unseen forgotten first", () => {
    const accounts = Array.from({ length: 20 }, (_, index) => String(index));
    expect(claimOf(personWith([], { accounts }), "new")).toEqual([...accounts.slice(1), "new"]);
  });

  it("stay as they are for a guest", () => {
    expect(claimOf(personWith([], { accounts: ["1"] }), undefined)).toEqual(["1"]);
  });
});

describe("closing a wait (transition 3)", () => {
  it("ends it with its word, and nothing is due any more", () => {
    const doc = made(close(waiting(), CANDIDATE.key, { outcome: "bought-since", why: "order" }, AT));
    expect(doc.past).toEqual([past("bought-since", NOW, { why: "order" })]);
    expect(keysOf(doc)).toEqual(["accounts", "id", "kind", "past", "pk", "ttl"]);
  });

  it.each([
    ["nobody", undefined],
    ["a person without an open entry", personWith([])],
    ["a wait for another reminder", wait(undefined, OTHER, { why: "released", dueAt: NOW }, AT)],
    ["a claim", claimed()],
    ["a doubt", doubted()],
  ])("changes nothing about %s", (_what, doc) => {
    expect(close(doc, CANDIDATE.key, { outcome: "expired" }, AT)).toBeUndefined();
  });
});

describe("settling (transitions 4 and 7)", () => {
  const ACCEPTED: Answer = { kind: "accepted", messageId: "m-1" };
  const REFUSED: Answer = { kind: "refused", why: "2008" };
  const LATER: Answer = { kind: "later", notBefore: later(HOUR).toISOString(), why: "provider-later" };
  const UNSURE: Answer = { kind: "unsure", why: "timed out" };

  describe.each([
    ["a claim", claimed],
    ["a claim thought unsure meanwhile", doubted],
  ])("%s", (_what, before) => {
    it("that was accepted is sent, with its evidence", () => {
      const doc = made(settle(before(), "claim-1", ACCEPTED, { rules: RULES, now: later(3000) }));
      expect(doc.past).toEqual([past("sent", later(3000), { messageId: "m-1", evidence: EVIDENCE })]);
      expect(keysOf(doc)).toEqual(["accounts", "id", "kind", "past", "pk", "ttl"]);
    });

    it("that was accepted without a message id is sent without one", () => {
      const doc = made(settle(before(), "claim-1", { kind: "accepted" }, AT));
      expect(doc.past).toEqual([past("sent", NOW, { evidence: EVIDENCE })]);
    });

    it("that was refused says why", () => {
      const doc = made(settle(before(), "claim-1", REFUSED, AT));
      expect(doc.past).toEqual([past("refused", NOW, { why: "2008", evidence: EVIDENCE })]);
      expect(doc.open).toBeUndefined();
    });

    it("that comes later waits until then, one try more and no longer than before", () => {
      const doc = made(settle(before(), "claim-1", LATER, AT));
      const dueAt = later(HOUR).toISOString();
      expect(doc.open).toEqual({
        ...ABOUT,
        state: "waiting",
        why: "provider-later",
        dueAt,
        tries: 1,
        expiresAt: later(DAY).toISOString(),
      });
      expect(doc).toMatchObject({ dueAt, dueChannel: "128" });
      expect(doc.unsure).toBeUndefined();
    });

    it.each([later(-DAY).toISOString(), NOW.toISOString(), "soon"])(
      "is due now when it should be at %j",
      (notBefore) => {
        const doc = made(settle(before(), "claim-1", { ...LATER, notBefore }, AT));
        expect(doc.dueAt).toBe(NOW.toISOString());
      },
    );
  });

  it("makes a claim unsure that nobody can tell about", () => {
    expect(settle(claimed(), "claim-1", UNSURE, AT)).toEqual(doubted());
  });

  it("leaves an unsure claim as it is when nobody can tell about it again", () => {
    expect(settle(doubted(), "claim-1", UNSURE, AT)).toBeUndefined();
  });

  it.each([
    ["nobody", undefined],
    ["a person without an open entry", personWith([])],
    ["a person who was reminded already", made(settle(claimed(), "claim-1", ACCEPTED, AT))],
    ["a wait", waiting()],
    ["somebody else's claim", claimed("claim-2")],
    ["a person who was suppressed meanwhile", suppress(PERSON, { reason: "unsubscribed" }, NOW)],
  ])("never creates anything for %s", (_what, doc) => {
    for (const answer of [ACCEPTED, REFUSED, LATER, UNSURE])
      expect(settle(doc, "claim-1", answer, AT)).toBeUndefined();
  });
});

describe("releasing (transition 5)", () => {
  it("lets a claim that was never handed over come back at once, within its time limit", () => {
    const doc = made(
      release(claimed("claim-2", later(HOUR), waiting()), "claim-2", { rules: RULES, now: later(2 * HOUR) }),
    );
    const dueAt = later(2 * HOUR).toISOString();
    expect(doc.open).toMatchObject({
      state: "waiting",
      why: "released",
      dueAt,
      tries: 2,
      expiresAt: later(DAY).toISOString(),
    });
    expect(doc).toMatchObject({ dueAt, dueChannel: "128" });
  });

  it.each([
    ["nobody", undefined],
    ["a person without an open entry", personWith([])],
    ["a wait", waiting()],
    ["somebody else's claim", claimed("claim-2")],
    ["an unsure claim, which may have been sent", doubted()],
  ])("does nothing to %s", (_what, doc) => {
    expect(release(doc, "claim-1", AT)).toBeUndefined();
  });
});

describe("doubting (transition 6)", () => {
  it("keeps the claim with its evidence, due to no machine any more", () => {
    const before = claimed();
    const doc = made(doubt(before, "claim-1", "timed out", { rules: RULES, now: later(120_000) }));
    expect(doc.open).toEqual({
      ...before.open,
      state: "unsure",
      why: "timed out",
      since: later(120_000).toISOString(),
    });
    expect(doc.unsure).toBe(true);
    expect(keysOf(doc)).toEqual(["accounts", "id", "kind", "open", "past", "pk", "ttl", "unsure"]);
  });

  it.each([
    ["nobody", undefined],
    ["a person without an open entry", personWith([])],
    ["a wait", waiting()],
    ["somebody else's claim", claimed("claim-2")],
    ["an unsure claim", doubted()],
  ])("does nothing to %s", (_what, doc) => {
    expect(doubt(doc, "claim-1", "timed out", AT)).toBeUndefined();
  });
});

describe("standing back while another reminder is in doubt", () => {
  const stoodBack = made(standBack(doubted(), OTHER, AT));
  const { account: _account, person: _person, ...about } = OTHER;

  it("keeps in mind which reminder it is, and leaves the doubt as it is", () => {
    expect(stoodBack.next).toEqual(about);
    expect(stoodBack.open).toEqual(doubted().open);
    expect(stoodBack).toMatchObject({ unsure: true });
    expect(stoodBack.dueAt).toBeUndefined();
  });

  it.each([
    ["accepted", settle(stoodBack, "claim-1", { kind: "accepted" }, AT)],
    ["refused", settle(stoodBack, "claim-1", { kind: "refused", why: "2008" }, AT)],
    ["dismissed", decide(stoodBack, CANDIDATE.key, "dismiss", AT)],
    ["sent again, and let go", close(resent(), CANDIDATE.key, { outcome: "cart-gone" }, AT)],
  ])("lets it wait, due at once, when the other was %s", (_how, doc) => {
    expect(doc?.open).toEqual({
      ...{ ...about, state: "waiting", why: "stood-back", tries: 0 },
      dueAt: NOW.toISOString(),
      expiresAt: later(1440 * 60_000).toISOString(),
    });
    expect(doc).toMatchObject({ dueAt: NOW.toISOString(), dueChannel: OTHER.channel });
    expect(doc?.next).toBeUndefined();
  });

  it("goes on when the other is to be sent again", () => {
    expect(resent()).toMatchObject({ open: { state: "waiting", key: CANDIDATE.key }, next: about });
  });

  it("ends when the reminder itself is claimed in place of the other", () => {
    const doc = claim(resent(), OTHER, by(OTHER, "claim-2"), AT);
    expect(doc.open).toMatchObject({ state: "sending", key: OTHER.key });
    expect(doc.next).toBeUndefined();
    expect(doc.past).toMatchObject([{ key: CANDIDATE.key, outcome: "superseded" }]);
  });

  it("is of the latest of several", () => {
    const third = { ...OTHER, key: ABOUT.key.replace("a", "c") as typeof OTHER.key };
    expect(made(standBack(stoodBack, third, AT)).next?.key).toBe(third.key);
    expect(standBack(stoodBack, OTHER, AT)).toBeUndefined();
  });

  it.each([
    ["nobody", undefined],
    ["a person without a doubt", claimed()],
    ["the doubt itself", made(doubt(claimed("claim-1"), "claim-1", "timed out", AT))],
  ])("is nothing for %s", (what, doc) => {
    expect(standBack(doc, what === "the doubt itself" ? CANDIDATE : OTHER, AT)).toBeUndefined();
  });

  function resent(): PersonDocument {
    return made(decide(stoodBack, CANDIDATE.key, "resend", AT));
  }
});

describe("suppressing (transition 8)", () => {
  const BARE = { id: PERSON, pk: PERSON, kind: "person", past: [], accounts: [], ttl: -1 };
  const at = NOW.toISOString();

  it("leaves nothing but the fact, its reason and its time", () => {
    expect(suppress(PERSON, { reason: "erased" }, NOW)).toEqual({
      ...BARE,
      suppressed: { reason: "erased", at },
    });
  });

  it("keeps what the provider has still to be told, until it has been told just that", () => {
    const doc = suppress(PERSON, { reason: "unsubscribed", owed: "opt-out" }, NOW);
    expect(doc.suppressed).toEqual({ reason: "unsubscribed", at, owed: "opt-out" });
    expect(paidOff(doc, "erasure")).toBeUndefined();
    expect(paidOff(doc, "opt-out")).toEqual({ ...BARE, suppressed: { reason: "unsubscribed", at } });
    expect(paidOff(paidOff(doc, "opt-out"), "opt-out")).toBeUndefined();
  });

  it("is not covered up by a weaker reason, and gives way to a stronger one", () => {
    const doc = suppress(PERSON, { reason: "unsubscribed" }, NOW);
    expect(isSuppressedFor(undefined, "manual")).toBe(false);
    expect(isSuppressedFor(claimed(), "manual")).toBe(false);
    for (const weaker of ["manual", "staff", "complained", "unsubscribed"] as const)
      expect(isSuppressedFor(doc, weaker)).toBe(true);
    expect(isSuppressedFor(doc, "erased")).toBe(false);
  });
});

describe("the memory of a person", () => {
  function endWith(entries: readonly PastEntry[], outcome: "sent" | "expired"): readonly PastEntry[] {
    const doc = personWith(entries);
    if (outcome === "sent") return made(settle(claimed("c", NOW, doc), "c", { kind: "accepted" }, AT)).past;
    return made(close(waiting(NOW, doc), CANDIDATE.key, { outcome }, AT)).past;
  }
  const words = (entries: readonly PastEntry[]) => entries.map((entry) => `${entry.outcome} ${entry.cartId}`);
  const twelve = Array.from({ length: 12 }, (_, index) => sentAgo((40 - index) * DAY));

  it("holds twelve endings, newest last", () => {
    expect(words(endWith(twelve.slice(1), "expired"))).toEqual([...words(twelve.slice(1)), "expired cart-a"]);
  });

  it("forgets what was neither sent nor refused first, the oldest of it before the newer", () => {
    const mixed = twelve.map((entry, index): PastEntry => {
      if (index === 3 || index === 7) return { ...entry, outcome: "superseded" };
      return index === 5 ? { ...entry, outcome: "refused" } : entry;
    });
    expect(words(endWith(mixed, "sent"))).toEqual([
      ...words(mixed.filter((_, index) => index !== 3)),
      "sent cart-a",
    ]);
  });

  it("would rather forget a new ending than a reminder", () => {
    expect(endWith(twelve, "expired")).toEqual(twelve);
  });

  it("forgets the oldest reminder when it is full of reminders", () => {
    expect(words(endWith(twelve, "sent"))).toEqual([...words(twelve.slice(1)), "sent cart-a"]);
  });
});

function keysOf(doc: PersonDocument): string[] {
  return Object.keys(doc).sort();
}
