import { describe, expect, it } from "vitest";
import {
  ABOUT,
  by,
  CANDIDATE,
  DAY,
  EVIDENCE,
  HOUR,
  later,
  made,
  NOW,
  OTHER,
  past,
  personWith,
  RULES,
  sentAgo,
} from "../../test/somebody.ts";
import type { Fingerprint } from "./contents.ts";
import type { Answer, PersonDocument } from "./documents.ts";
import { capEndsAt, hindrance } from "./hindrance.ts";
import { claim, close, decide, doubt, release, settle, standBack, wait, type Candidate } from "./person.ts";
import type { ReminderKey } from "./shopper.ts";

/* A series: the second reminder follows the first by a day, the third the second by two. */

const SECOND = "r1-a-2" as ReminderKey;
const FIRST: Candidate = { ...CANDIDATE, nextStep: { key: SECOND, afterHours: 24 } };
const AT = { rules: RULES, now: NOW };
const ACCEPTED: Answer = { kind: "accepted", messageId: "m-1" };

function claimedFirst(now = NOW, doc?: PersonDocument): PersonDocument {
  return claim(doc, FIRST, by(FIRST, "claim-1"), { rules: RULES, now });
}

function sentFirst(doc = claimedFirst(), now = NOW): PersonDocument {
  return made(settle(doc, "claim-1", ACCEPTED, { rules: RULES, now }));
}

const SECOND_CANDIDATE: Candidate = { ...CANDIDATE, key: SECOND, step: 1 };

describe("a step that was sent", () => {
  it("makes the next one wait in the same write, with a time limit of its own", () => {
    const doc = sentFirst();
    expect(doc.past).toEqual([past("sent", NOW, { messageId: "m-1", evidence: EVIDENCE })]);
    expect(doc.open).toEqual({
      ...ABOUT,
      key: SECOND,
      step: 1,
      state: "waiting",
      why: "later-step",
      dueAt: later(DAY).toISOString(),
      tries: 0,
      expiresAt: later(2 * DAY).toISOString(),
    });
    expect([doc.dueAt, doc.dueChannel]).toEqual([later(DAY).toISOString(), "128"]);
  });

  it("is followed from when it was sent, however long it had waited itself", () => {
    const late = later(9 * HOUR);
    const waited = wait(
      undefined,
      FIRST,
      { why: "orders-unreadable", dueAt: late },
      { rules: RULES, now: NOW },
    );
    expect(sentFirst(claimedFirst(late, waited), late).dueAt).toBe(later(DAY + 9 * HOUR).toISOString());
  });

  it("keeps the claim's word on what follows through a doubt, whoever ends it and how", () => {
    const doubted = made(doubt(claimedFirst(), "claim-1", "timed out", { rules: RULES, now: later(HOUR) }));
    const at = { rules: RULES, now: later(3 * HOUR) };
    const ends = [settle(doubted, "claim-1", ACCEPTED, at), decide(doubted, FIRST.key, "dismiss", at)];
    for (const doc of ends) {
      expect(doc?.open).toMatchObject({ key: SECOND, step: 1, dueAt: later(DAY + 3 * HOUR).toISOString() });
    }
  });

  it("is the last when nothing follows", () => {
    const doc = made(
      settle(claim(undefined, CANDIDATE, by(CANDIDATE, "claim-1"), AT), "claim-1", ACCEPTED, AT),
    );
    expect(doc.open).toBeUndefined();
    expect(doc.dueAt).toBeUndefined();
  });

  it.each([
    { kind: "refused", why: "blocked 2010" },
    { kind: "unsure", why: "timed out" },
  ] as const)("otherwise than accepted ($kind) has no next step", (answer) => {
    const doc = made(settle(claimedFirst(), "claim-1", answer, AT));
    expect(doc.open?.key).not.toBe(SECOND);
  });

  it("that is released comes back as the same step", () => {
    const doc = made(release(claimedFirst(), "claim-1", AT));
    expect(doc.open).toMatchObject({ state: "waiting", key: FIRST.key, step: 0 });
  });

  it("ends its series when another cart of the person's stood back meanwhile", () => {
    const doubted = made(doubt(claimedFirst(), "claim-1", "timed out", AT));
    const doc = sentFirst(made(standBack(doubted, OTHER, AT)));
    expect(doc.past.map(({ key, outcome }) => [key, outcome])).toEqual([
      [FIRST.key, "sent"],
      [SECOND, "superseded"],
    ]);
    expect(doc.open).toMatchObject({ key: OTHER.key, why: "stood-back" });
  });

  it("ends its series when other contents of the same cart stood back meanwhile", () => {
    const doubted = made(doubt(claimedFirst(), "claim-1", "timed out", AT));
    const doc = sentFirst(made(standBack(doubted, { ...OTHER, cartId: CANDIDATE.cartId }, AT)));
    expect(doc.past.at(-1)).toMatchObject({ key: SECOND, outcome: "cart-changed" });
  });
});

describe("a step that waits", () => {
  it("is hindered by nothing but its time", () => {
    const doc = sentFirst();
    expect(hindrance(doc, SECOND_CANDIDATE, RULES, later(DAY - 1))).toBe("waiting");
    expect(hindrance(doc, SECOND_CANDIDATE, RULES, later(DAY))).toBeUndefined();
  });

  it("leaves the first as done as it was", () => {
    expect(hindrance(sentFirst(), FIRST, RULES, later(5 * DAY))).toBe("already-reminded");
  });

  it("is not sent twice", () => {
    const at = { rules: RULES, now: later(DAY) };
    const second = claim(sentFirst(), SECOND_CANDIDATE, by(SECOND_CANDIDATE, "claim-2"), at);
    const doc = made(settle(second, "claim-2", ACCEPTED, at));
    expect(hindrance(doc, SECOND_CANDIDATE, RULES, later(9 * DAY))).toBe("already-reminded");
  });

  it("gives way to another cart of the person's, with a word", () => {
    const doc = wait(sentFirst(), OTHER, { why: "quiet-hours", dueAt: later(9 * HOUR) }, AT);
    expect(doc.past.at(-1)).toMatchObject({ key: SECOND, step: 1, outcome: "superseded" });
  });

  it("ends with whatever word the guards have for it", () => {
    const doc = made(close(sentFirst(), SECOND, { outcome: "bought-since" }, AT));
    expect(doc.past.at(-1)).toMatchObject({ key: SECOND, step: 1, outcome: "bought-since" });
    expect(doc.open).toBeUndefined();
  });

  it("is delayed by a cap, where what is new would be dropped", () => {
    const doc = { ...sentFirst(), past: [past("sent", NOW), sentAgo(-6 * HOUR)] };
    const at = later(DAY);
    expect(hindrance(doc, SECOND_CANDIDATE, RULES, at)).toBe("held-by-cap");
    expect(hindrance(doc, { ...CANDIDATE, contents: "x" as Fingerprint, key: OTHER.key }, RULES, at)).toBe(
      "capped",
    );
    expect(capEndsAt(doc, RULES)).toEqual(later(30 * HOUR));
  });

  it("is held by a cap no longer than a reminder may wait", () => {
    const at = { rules: RULES, now: later(DAY) };
    const doc = wait(sentFirst(), SECOND_CANDIDATE, { why: "capped", dueAt: later(20 * DAY) }, at);
    expect(doc.open).toMatchObject({
      dueAt: later(2 * DAY).toISOString(),
      expiresAt: later(2 * DAY).toISOString(),
    });
  });
});

describe("quiet hours", () => {
  it("do not count towards the time that a reminder may wait", () => {
    const fresh = wait(undefined, CANDIDATE, { why: "quiet-hours", dueAt: later(11 * HOUR) }, AT);
    expect(fresh.open).toMatchObject({ expiresAt: later(35 * HOUR).toISOString() });
    const step = wait(
      sentFirst(),
      SECOND_CANDIDATE,
      { why: "quiet-hours", dueAt: later(DAY + 11 * HOUR) },
      {
        rules: RULES,
        now: later(DAY),
      },
    );
    expect(step.open).toMatchObject({
      dueAt: later(DAY + 11 * HOUR).toISOString(),
      expiresAt: later(2 * DAY + 11 * HOUR).toISOString(),
    });
  });
});

describe("the caps", () => {
  it("end when the last reminder is old enough and few enough are left in 30 days", () => {
    expect(capEndsAt(personWith([]), RULES).getTime()).toBeLessThan(NOW.getTime());
    const four = [29, 20, 10, 5].map((days) => sentAgo(days * DAY));
    expect(capEndsAt(personWith(four), RULES)).toEqual(later(DAY));
    expect(capEndsAt(personWith([...four, past("refused", NOW)]), RULES)).toEqual(later(DAY));
  });
});
