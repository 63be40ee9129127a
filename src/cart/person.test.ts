import { describe, expect, it } from "vitest";
import type { Fingerprint } from "./contents.ts";
import type { Answer, Evidence, PastEntry, PersonDocument } from "./documents.ts";
import { OUTCOMES, type Outcome } from "./outcome.ts";
import {
  claim,
  close,
  doubt,
  hindrance,
  isOverdue,
  release,
  settle,
  suppress,
  wait,
  type Candidate,
  type PersonRules,
} from "./person.ts";
import type { PersonId, ReminderKey } from "./shopper.ts";

const RULES: PersonRules = {
  claimSeconds: 120,
  minHoursBetweenReminders: 24,
  maxRemindersPer30Days: 4,
  maxWaitMinutes: 1440,
  retentionDays: 90,
};
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = new Date("2026-11-22T12:00:00.000Z");
const AT = { rules: RULES, now: NOW };

const EVIDENCE: Evidence = {
  consent: { basis: "provider-opt-in", source: "emarsys", at: "2026-11-22T11:59:00.000Z" },
  purchases: { at: "2026-11-22T11:59:30.000Z", accounts: 1, orders: 0 },
};

// the casts stand for values that are made elsewhere; the rules only compare them
const PERSON = "p1-somebody" as PersonId;
const CANDIDATE: Candidate = {
  person: PERSON,
  key: "r1-a" as ReminderKey,
  cartId: "cart-a",
  contents: "contents-a" as Fingerprint,
  step: 0,
  channel: "128",
  modified: "2026-11-22T11:00:00.0000000Z",
  account: "account-1",
};
const OTHER: Candidate = {
  ...CANDIDATE,
  key: "r1-b" as ReminderKey,
  cartId: "cart-b",
  contents: "contents-b" as Fingerprint,
};
const ABOUT = {
  key: CANDIDATE.key,
  cartId: CANDIDATE.cartId,
  contents: CANDIDATE.contents,
  step: 0,
  channel: "128",
  modified: CANDIDATE.modified,
};

function later(ms: number, from = NOW): Date {
  return new Date(from.getTime() + ms);
}

function past(outcome: Outcome, at: Date, more: Partial<PastEntry> = {}): PastEntry {
  return { ...ABOUT, outcome, at: at.toISOString(), ...more };
}

/** An earlier reminder of another cart, so long ago. */
function sentAgo(ms: number, more: Partial<PastEntry> = {}): PastEntry {
  const key = `r1-ago-${ms}` as ReminderKey;
  return past("sent", later(-ms), { key, cartId: `cart-ago-${ms}`, ...more });
}

function personWith(entries: readonly PastEntry[], more: Partial<PersonDocument> = {}): PersonDocument {
  return { id: PERSON, pk: PERSON, kind: "person", past: entries, accounts: [], ttl: 90 * 86_400, ...more };
}

function claimed(claimId = "claim-1", now = NOW, doc?: PersonDocument): PersonDocument {
  return claim(doc, CANDIDATE, { claimId, ticket: "ticket:1", evidence: EVIDENCE }, { rules: RULES, now });
}

function waiting(dueAt = later(HOUR), doc?: PersonDocument): PersonDocument {
  return wait(doc, CANDIDATE, { why: "consent-unanswered", dueAt }, AT);
}

function doubted(): PersonDocument {
  return made(doubt(claimed(), "claim-1", "timed out", AT));
}

function made(doc: PersonDocument | undefined): PersonDocument {
  if (doc === undefined) throw new Error("the transition was not made");
  return doc;
}

describe("what hinders a reminder", () => {
  it("is nothing for somebody nobody knows", () => {
    expect(hindrance(undefined, CANDIDATE, RULES, NOW)).toBeUndefined();
    expect(hindrance(personWith([]), CANDIDATE, RULES, NOW)).toBeUndefined();
  });

  it("is a suppression before everything else", () => {
    const doc = suppress(
      personWith([sentAgo(HOUR), past("sent", NOW)]),
      PERSON,
      { reason: "manual", forget: false },
      AT,
    );
    expect(hindrance(doc, CANDIDATE, RULES, NOW)).toBe("suppressed");
  });

  describe("an earlier reminder", () => {
    it.each(["sent", "refused"] as const)("that was %s, by its key", (outcome) => {
      const doc = personWith([
        past(outcome, later(-60 * DAY), { contents: "else" as Fingerprint, cartId: "else" }),
      ]);
      expect(hindrance(doc, CANDIDATE, RULES, NOW)).toBe("already-reminded");
    });

    it.each(["sent", "refused"] as const)("that was %s, by the contents of the cart", (outcome) => {
      const doc = personWith([past(outcome, later(-60 * DAY), { key: "r1-old" as ReminderKey, step: 1 })]);
      expect(hindrance(doc, CANDIDATE, RULES, NOW)).toBe("already-reminded");
    });

    it("however long ago, also when other contents were sent in between", () => {
      const between = past("sent", later(-30 * DAY), {
        key: "r1-x" as ReminderKey,
        contents: "x" as Fingerprint,
      });
      const doc = personWith([past("sent", later(-80 * DAY)), between]);
      expect(hindrance(doc, CANDIDATE, RULES, NOW)).toBe("already-reminded");
    });

    it("although the cart was touched since", () => {
      const touched = { ...CANDIDATE, modified: "2026-11-22T11:59:59.9999999Z" };
      expect(hindrance(personWith([past("sent", later(-60 * DAY))]), touched, RULES, NOW)).toBe(
        "already-reminded",
      );
    });

    it("of the same contents in another cart is none", () => {
      const doc = personWith([
        past("sent", later(-60 * DAY), { key: "r1-old" as ReminderKey, cartId: "else" }),
      ]);
      expect(hindrance(doc, CANDIDATE, RULES, NOW)).toBeUndefined();
    });

    it("of other contents of the cart is none", () => {
      const old = { key: "r1-old" as ReminderKey, contents: "else" as Fingerprint };
      expect(
        hindrance(personWith([past("sent", later(-60 * DAY), old)]), CANDIDATE, RULES, NOW),
      ).toBeUndefined();
    });

    it("of the same contents does not stop the next step of a series, which has a key of its own", () => {
      const step1 = { ...CANDIDATE, key: "r1-step-1" as ReminderKey, step: 1 };
      const doc = personWith([past("sent", later(-60 * DAY))]);
      expect(hindrance(doc, step1, RULES, NOW)).toBeUndefined();
      const again = personWith([past("sent", later(-60 * DAY), { key: step1.key, step: 1 })]);
      expect(hindrance(again, step1, RULES, NOW)).toBe("already-reminded");
    });

    it.each(OUTCOMES.filter((outcome) => outcome !== "sent" && outcome !== "refused"))(
      "that ended as %s was none",
      (outcome) => {
        expect(hindrance(personWith([past(outcome, later(-1))]), CANDIDATE, RULES, NOW)).toBeUndefined();
      },
    );
  });

  describe("an open entry", () => {
    it("that is being sent, until its owner's time is over", () => {
      const doc = claimed();
      expect(hindrance(doc, OTHER, RULES, NOW)).toBe("taken");
      expect(hindrance(doc, OTHER, RULES, later(119_999))).toBe("taken");
      expect(hindrance(doc, OTHER, RULES, later(120_000))).toBe("overdue");
    });

    it("that is unsure, for this reminder and any other", () => {
      expect(hindrance(doubted(), CANDIDATE, RULES, later(30 * DAY))).toBe("unsure");
      expect(hindrance(doubted(), OTHER, RULES, later(30 * DAY))).toBe("unsure");
    });

    it("that waits is none, neither for itself nor for a newer cart", () => {
      expect(hindrance(waiting(), CANDIDATE, RULES, NOW)).toBeUndefined();
      expect(hindrance(waiting(), OTHER, RULES, NOW)).toBeUndefined();
    });
  });

  describe("the caps", () => {
    it("hold for exactly the hours between reminders", () => {
      expect(hindrance(personWith([sentAgo(24 * HOUR - 1)]), CANDIDATE, RULES, NOW)).toBe("capped");
      expect(hindrance(personWith([sentAgo(24 * HOUR)]), CANDIDATE, RULES, NOW)).toBeUndefined();
    });

    it("allow exactly so many reminders in 30 days", () => {
      const four = [2, 5, 9, 29].map((days) => sentAgo(days * DAY));
      expect(hindrance(personWith(four.slice(1)), CANDIDATE, RULES, NOW)).toBeUndefined();
      expect(hindrance(personWith(four), CANDIDATE, RULES, NOW)).toBe("capped");
    });

    it("forget a reminder after exactly 30 days", () => {
      const three = [2, 5, 9].map((days) => sentAgo(days * DAY));
      expect(hindrance(personWith([sentAgo(30 * DAY - 1), ...three]), CANDIDATE, RULES, NOW)).toBe("capped");
      expect(hindrance(personWith([sentAgo(30 * DAY), ...three]), CANDIDATE, RULES, NOW)).toBeUndefined();
    });

    it("count over all carts and channels", () => {
      expect(hindrance(personWith([sentAgo(HOUR, { channel: "999" })]), CANDIDATE, RULES, NOW)).toBe(
        "capped",
      );
    });

    it("do not count what was refused or ended otherwise", () => {
      const others = OUTCOMES.filter((outcome) => outcome !== "sent");
      const doc = personWith(others.map((outcome) => sentAgo(HOUR, { outcome })));
      expect(hindrance(doc, CANDIDATE, RULES, NOW)).toBeUndefined();
    });

    it("count a reminder that a faster clock has written", () => {
      expect(hindrance(personWith([sentAgo(-5 * 60_000)]), CANDIDATE, RULES, NOW)).toBe("capped");
    });

    it("hold for a waiting entry too", () => {
      expect(hindrance(waiting(later(HOUR), personWith([sentAgo(HOUR)])), CANDIDATE, RULES, NOW)).toBe(
        "capped",
      );
    });
  });
});

describe("isOverdue", () => {
  it("is true from the second on at which the owner's time is over", () => {
    const { open } = claimed();
    if (open?.state !== "sending") throw new Error("expected a claim");
    expect(isOverdue(open, RULES, later(119_999))).toBe(false);
    expect(isOverdue(open, RULES, later(120_000))).toBe(true);
  });
});

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
  ])("is never due at %s, but a second from now", (_when, dueAt) => {
    expect(waiting(dueAt).dueAt).toBe(later(1000).toISOString());
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
    const doc = claim(waiting(), OTHER, { claimId: "claim-2", ticket: "ticket:2", evidence: EVIDENCE }, AT);
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
    claim(doc, { ...CANDIDATE, account }, { claimId: "c", ticket: "t", evidence: EVIDENCE }, AT).accounts;

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

    it.each([later(-DAY).toISOString(), NOW.toISOString(), "soon"])("is never due at %j", (notBefore) => {
      const doc = made(settle(before(), "claim-1", { ...LATER, notBefore }, AT));
      expect(doc.dueAt).toBe(later(1000).toISOString());
    });
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
    [
      "a person who was suppressed meanwhile",
      suppress(claimed(), PERSON, { reason: "unsubscribed", forget: false }, AT),
    ],
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

describe("suppressing (transition 8)", () => {
  const BARE = { id: PERSON, pk: PERSON, kind: "person", past: [], accounts: [], ttl: -1 };

  it("writes nothing but the fact about somebody nobody knows", () => {
    const doc = suppress(undefined, PERSON, { reason: "manual", forget: false }, AT);
    expect(doc).toEqual({ ...BARE, suppressed: { reason: "manual", at: NOW.toISOString() } });
  });

  it("leaves nothing but the fact of somebody who is to be forgotten", () => {
    const known = personWith([sentAgo(DAY)], { accounts: ["account-1"] });
    const doc = suppress(claimed("claim-1", NOW, known), PERSON, { reason: "erased", forget: true }, AT);
    expect(doc).toEqual({ ...BARE, suppressed: { reason: "erased", at: NOW.toISOString() } });
  });

  it.each([
    ["a wait", waiting],
    ["a claim", claimed],
    ["a doubt", doubted],
  ])("ends %s and keeps what was sent", (_what, before) => {
    const doc = suppress(
      { ...before(), past: [sentAgo(DAY)] },
      PERSON,
      { reason: "unsubscribed", forget: false },
      AT,
    );
    expect(doc.past).toEqual([sentAgo(DAY)]);
    expect(keysOf(doc)).toEqual(["accounts", "id", "kind", "past", "pk", "suppressed", "ttl"]);
    expect(doc.ttl).toBe(-1);
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
