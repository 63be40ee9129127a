import type { Month } from "./month.ts";
import { WRONGS, type Wrong } from "./oracle/wrongs.ts";

/** What came out of a month, in numbers. */
export interface Summary {
  readonly mails: number;
  /** Mails that should not have been sent, each counted once, whatever is stored about them. */
  readonly wrong: number;
  /** A mail that was wrong in several ways counts in each. */
  readonly byWrong: Readonly<Record<Wrong, number>>;
  readonly lost: number;
  readonly unseenPurchases: number;
  readonly doubts: number;
}

export function summaryOf({ verdict }: Month): Summary {
  const times = (wrong: Wrong) => verdict.wrong.filter(({ wrongs }) => wrongs.includes(wrong)).length;
  const { "no-evidence": _, ...sent } = WRONGS;
  return {
    mails: verdict.mails,
    wrong: verdict.wrong.filter(({ wrongs }) => wrongs.some((wrong) => wrong in sent)).length,
    byWrong: {
      "after-purchase": times("after-purchase"),
      "after-no": times("after-no"),
      "without-yes": times("without-yes"),
      "too-often": times("too-often"),
      "quiet-hours": times("quiet-hours"),
      "not-a-shopper": times("not-a-shopper"),
      "stale-cart": times("stale-cart"),
      twice: times("twice"),
      "no-evidence": times("no-evidence"),
    },
    lost: verdict.lost.length,
    unseenPurchases: verdict.unseenPurchases,
    doubts: verdict.doubts,
  };
}

/** What happened in a month, whoever mailed. */
export interface Setting {
  readonly shoppers: number;
  readonly accounts: number;
  readonly days: number;
  readonly carts: number;
  readonly orders: number;
  readonly refusals: number;
}

export function settingOf({ town }: Month, days: number): Setting {
  const { shoppers, history, chronicle } = town;
  return {
    shoppers: shoppers.length,
    accounts: shoppers.reduce((sum, { accounts }) => sum + accounts.length, 0),
    days,
    carts: new Set(history.carts.map(({ cartId }) => cartId)).size,
    orders: history.orders.length,
    refusals: new Set(chronicle.wishes.filter(({ says }) => says === "no").map(({ address }) => address))
      .size,
  };
}
