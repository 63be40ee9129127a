import { describe, expect, it } from "vitest";
import {
  CANDIDATE,
  claimed,
  DAY,
  doubted,
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
import { withClick } from "./click.ts";
import type { PersonDocument } from "./documents.ts";
import { claim, settle, suppress } from "./person.ts";
import { by } from "../../test/somebody.ts";

const SECOND = 1000;
const SENT = personWith([past("sent", NOW)]);

function clickAt(doc: PersonDocument | undefined, afterMs: number): PersonDocument | undefined {
  return withClick(doc, CANDIDATE.key, { rules: RULES, now: later(afterMs) });
}

describe("a click on the link of a reminder", () => {
  it("is kept with its time, beside what is known of the person", () => {
    const at = later(HOUR).toISOString();
    const doc = made(clickAt(SENT, HOUR));
    expect(doc.clicks).toEqual([{ key: CANDIDATE.key, first: at, last: at, count: 1 }]);
    expect({ ...doc, clicks: undefined, ttl: 0 }).toEqual({ ...SENT, clicks: undefined, ttl: 0 });
  });

  it("is counted each time, with the first and the last moment", () => {
    const twice = made(clickAt(made(clickAt(SENT, HOUR)), DAY));
    expect(twice.clicks).toMatchObject([
      { first: later(HOUR).toISOString(), last: later(DAY).toISOString(), count: 2 },
    ]);
  });

  it.each([
    ["a second after the mail was handed over, when only machines open links", SENT, SECOND],
    [
      "a moment after another one, as a double click or two scanners do",
      clickAt(SENT, HOUR),
      HOUR + 9 * SECOND,
    ],
    ["for the hundredth time", oftenClicked(), 2 * HOUR],
    ["of a reminder that is not remembered", personWith([]), HOUR],
    ["of a reminder that ended in another way", personWith([past("bought-since", NOW)]), HOUR],
    ["of a reminder that still waits", waiting(), HOUR],
    ["of nobody", undefined, HOUR],
    ["of somebody who unsubscribed", suppress(PERSON, { reason: "unsubscribed" }, NOW), HOUR],
    ["of somebody who was erased", suppress(PERSON, { reason: "erased" }, NOW), HOUR],
  ] as const)("changes nothing %s", (_what, doc, afterMs) => {
    expect(clickAt(doc, afterMs)).toBeUndefined();
  });

  it.each([
    ["a claim that nobody has settled yet", claimed()],
    ["a doubt", doubted()],
  ])("counts for %s, and leaves it as it is", (_what, doc) => {
    const clicked = made(clickAt(doc, HOUR));
    expect(clicked.clicks).toHaveLength(1);
    expect({ ...clicked, clicks: undefined }).toEqual({ ...doc, clicks: undefined });
  });

  it("stays through everything that happens to the person afterwards, but a refusal", () => {
    const clicked = made(clickAt(made(settle(claimed(), "claim-1", { kind: "accepted" }, AT)), HOUR));
    const again = claim(clicked, OTHER, by(OTHER, "claim-2"), { rules: RULES, now: later(2 * DAY) });
    expect(again.clicks).toEqual(clicked.clicks);
    expect(suppress(PERSON, { reason: "erased" }, NOW)).not.toHaveProperty("clicks");
  });

  it("is kept for the twelve reminders that were clicked last", () => {
    const keys = Array.from({ length: 13 }, (_, index) => `r1-${index}` as typeof CANDIDATE.key);
    const clicks = keys.slice(0, 12).map((key) => ({ ...click(1), key }));
    const doc = made(clickAt(personWith([past("sent", NOW)], { clicks }), HOUR));
    expect(doc.clicks?.map(({ key }) => key)).toEqual([...keys.slice(1, 12), CANDIDATE.key]);
  });
});

describe("a click does not make us remember anybody longer", () => {
  const retention = RULES.retentionDays * 86_400;

  it("than from the reminder on", () => {
    expect(clickAt(SENT, 10 * DAY)?.ttl).toBe(retention - 10 * 86_400);
  });

  it("and never ends a document before its day is over", () => {
    const old = personWith([{ ...sentAgo(RULES.retentionDays * DAY - HOUR), key: CANDIDATE.key }]);
    expect(clickAt(old, 0)?.ttl).toBe(86_400);
  });
});

const AT = { rules: RULES, now: NOW };

function click(count: number) {
  return { key: CANDIDATE.key, first: later(HOUR).toISOString(), last: later(HOUR).toISOString(), count };
}

function oftenClicked(): PersonDocument {
  return personWith([past("sent", NOW)], { clicks: [click(99)] });
}
