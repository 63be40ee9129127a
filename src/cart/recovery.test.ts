import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal } from "./decimal.ts";
import {
  distinctOrders,
  recoveryByCode,
  recoveryOf,
  tallyOf,
  type PlacedOrder,
  type Recovery,
  type Reminded,
} from "./recovery.ts";
import type { ReferralTail } from "./referral-code.ts";
import type { PersonId } from "./shopper.ts";

const DAY = 86_400_000;
const WEEK = 7 * DAY;

// the casts stand for values that are made elsewhere
function reminded(at: number, clickedAt?: number, person = "p1-a"): Reminded {
  return { person: person as PersonId, at, clickedAt, tail: `tail-${at}` as ReferralTail };
}

function order(at: number, of: Partial<PlacedOrder> = {}): PlacedOrder {
  return { id: `order-${at}`, at, total: decimal("100"), currency: "SEK", isCancelled: false, ...of };
}

describe("an order counts", () => {
  it.each([
    ["for the reminder before it", DAY, [reminded(0)], 0, "after-reminder"],
    ["to the last moment that is within reach", WEEK, [reminded(0)], 0, "after-reminder"],
    [
      "for the latest reminder before it",
      3 * DAY,
      [reminded(0), reminded(2 * DAY)],
      2 * DAY,
      "after-reminder",
    ],
    ["for a reminder that was clicked before it", 2 * DAY, [reminded(0, DAY)], 0, "after-click"],
    [
      "for the reminder clicked before it rather than for a later one",
      3 * DAY,
      [reminded(0, DAY), reminded(2 * DAY)],
      0,
      "after-click",
    ],
    [
      "for the reminder that was clicked last",
      4 * DAY,
      [reminded(0, 3 * DAY), reminded(DAY, 2 * DAY)],
      0,
      "after-click",
    ],
    [
      "as ordered without a click, when the click came after it",
      DAY,
      [reminded(0, 2 * DAY)],
      0,
      "after-reminder",
    ],
  ] as const)("%s", (_how, at, reminders, whose, ground) => {
    expect(recoveryOf(order(at), reminders, WEEK)).toMatchObject({ reminded: { at: whose }, ground });
  });

  it.each([
    ["at the moment of the reminder", 0, [reminded(0)]],
    ["before it", -1, [reminded(0)]],
    ["a millisecond too late", WEEK + 1, [reminded(0)]],
    ["too late for the reminder, though soon after its click", WEEK + 1, [reminded(0, WEEK)]],
    ["of somebody who was not reminded", DAY, []],
  ])("for none %s", (_when, at, reminders) => {
    expect(recoveryOf(order(at), reminders, WEEK)).toBeUndefined();
    const [first] = reminders;
    if (first !== undefined) expect(recoveryByCode(order(at), first, WEEK)).toBeUndefined();
  });

  it("once, whoever tells of it, and for the strongest ground", () => {
    const after = recoveryOf(order(DAY), [reminded(0)], WEEK);
    const coded = recoveryByCode(order(DAY), reminded(0), WEEK);
    const all = [after, coded, after].flatMap((one) => one ?? []);
    expect(distinctOrders(all)).toEqual([coded]);
  });
});

describe("the revenue", () => {
  it("is exact and apart by currency, and what has no amount is counted", () => {
    const of = (id: string, total: string | undefined, currency: string, person: string): Recovery => ({
      order: order(DAY, { id, total: total === undefined ? undefined : decimal(total), currency }),
      reminded: reminded(0, undefined, person),
      ground: "after-reminder",
    });
    const some = [
      of("1", "0.1", "SEK", "p1-a"),
      of("2", "0.2", "SEK", "p1-a"),
      of("3", "12345678901234567.89", "DKK", "p1-b"),
      of("4", undefined, "DKK", "p1-c"),
    ];
    expect(tallyOf(some)).toEqual({
      orders: 4,
      people: 3,
      revenue: { DKK: "12345678901234567.89", SEK: "0.3" },
      withoutTotal: 1,
    });
    expect(tallyOf([])).toEqual({ orders: 0, people: 0, revenue: {}, withoutTotal: 0 });
  });
});

it("never counts an order for a reminder after it or out of reach, whatever was clicked", () => {
  const moment = fc.integer({ min: 0, max: 40 }).map((days) => days * DAY);
  const reminders = fc.array(
    fc.tuple(moment, fc.option(moment, { nil: undefined })).map(([at, click]) => reminded(at, click)),
  );
  fc.assert(
    fc.property(moment, reminders, (at, some) => {
      const found = recoveryOf(order(at), some, WEEK);
      const near = some.filter((one) => one.at < at && at <= one.at + WEEK);
      expect(found === undefined).toBe(near.length === 0);
      if (found === undefined) return;
      expect(near).toContain(found.reminded);
      const wasClicked = near.some(({ clickedAt }) => clickedAt !== undefined && clickedAt <= at);
      expect(found.ground).toBe(wasClicked ? "after-click" : "after-reminder");
    }),
  );
});
