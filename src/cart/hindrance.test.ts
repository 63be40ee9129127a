import { describe, expect, it } from "vitest";
import {
  CANDIDATE,
  claimed,
  DAY,
  doubted,
  HOUR,
  later,
  NOW,
  OTHER,
  past,
  PERSON,
  personWith,
  RULES,
  sentAgo,
  waiting,
} from "../../test/somebody.ts";
import type { Fingerprint } from "./contents.ts";
import { OUTCOMES } from "./outcome.ts";
import { hindrance, isOverdue } from "./hindrance.ts";
import { suppress } from "./person.ts";
import type { ReminderKey } from "./shopper.ts";

describe("what hinders a reminder", () => {
  it("is nothing for somebody nobody knows", () => {
    expect(hindrance(undefined, CANDIDATE, RULES, NOW)).toBeUndefined();
    expect(hindrance(personWith([]), CANDIDATE, RULES, NOW)).toBeUndefined();
  });

  it("is a suppression before everything else", () => {
    const doc = {
      ...suppress(PERSON, { reason: "manual" }, NOW),
      past: [sentAgo(HOUR), past("sent", NOW)],
    };
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

    it("that waits holds itself up until it is due, and no newer cart", () => {
      const due = waiting();
      const dueAt = new Date(due.dueAt ?? "");
      expect(hindrance(due, CANDIDATE, RULES, new Date(dueAt.getTime() - 1))).toBe("waiting");
      expect(hindrance(due, CANDIDATE, RULES, dueAt)).toBeUndefined();
      expect(hindrance(due, OTHER, RULES, NOW)).toBeUndefined();
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

describe("a newer cart of the person that waits", () => {
  const AN_HOUR_BEFORE = "2026-11-22T10:00:00.0000000Z";

  it("hinders an older one, whoever comes late with it", () => {
    const older = { ...OTHER, modified: AN_HOUR_BEFORE };
    expect(hindrance(waiting(), older, RULES, NOW)).toBe("superseded");
    expect(
      hindrance(waiting(), { ...OTHER, modified: "2026-11-22T11:00:00.0000001Z" }, RULES, NOW),
    ).toBeUndefined();
  });

  it("of one stamp is the one with the larger id", () => {
    expect(hindrance(waiting(), { ...OTHER, cartId: "cart-0" }, RULES, NOW)).toBe("superseded");
    expect(hindrance(waiting(), { ...OTHER, cartId: "cart-b" }, RULES, NOW)).toBeUndefined();
  });

  it("is not the same cart with other contents, nor one whose stamp nobody can read", () => {
    const changed = { ...OTHER, cartId: CANDIDATE.cartId, modified: AN_HOUR_BEFORE };
    expect(hindrance(waiting(), changed, RULES, NOW)).toBeUndefined();
    expect(hindrance(waiting(), { ...OTHER, modified: "yesterday" }, RULES, NOW)).toBeUndefined();
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
