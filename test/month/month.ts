import type { Spoil } from "../simulation/world/runner.ts";
import { judgeMonth, type Verdict } from "./oracle/judge-month.ts";
import type { Promises } from "./oracle/promises.ts";
import { mailWithTheProduct } from "./product-sender.ts";
import { letLive } from "./world/living.ts";
import { buildMonthTown, type MonthTown } from "./world/month-town.ts";
import { EXCLUDE_MINUTES, type MonthSize } from "./world/month-plan.ts";

/** A month that has happened, and what is to be said of it. */
export interface Month {
  readonly town: MonthTown;
  readonly verdict: Verdict;
}

/** Whoever asks for mails in a month. */
export type Sender = (town: MonthTown) => void;

/** More than any month has. */
const MOST_EVENTS = 50_000_000;

const PROMISES: Promises = {
  excludeMinutes: EXCLUDE_MINUTES,
  hoursBetween: 24,
  most30Days: 4,
  lookbackDays: 7,
  quiet: { from: 21 * 60, to: 8 * 60 },
  graceMs: 120_000,
  patienceHours: 20,
  guests: true,
};

export async function liveMonth(
  size: MonthSize,
  sender: Sender = productSender(),
  promised: Partial<Promises> = {},
): Promise<Month> {
  const town = buildMonthTown(size);
  letLive(town);
  sender(town);
  if (!(await town.timeline.run(MOST_EVENTS))) throw new Error("the month does not come to an end");
  const { startsAt: from, calmFrom: to } = town.plan;
  return { town, verdict: judgeMonth(town, { ...PROMISES, ...promised }, { from, to }) };
}

export function productSender(spoil?: Spoil): Sender {
  return (town) => mailWithTheProduct(town, spoil);
}
