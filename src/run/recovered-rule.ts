/** The rule behind the figures, in plain words: without it they could mean anything. */
export function recoveredRule(asked: {
  readonly from: Date;
  readonly to: Date;
  readonly withinDays: number;
  readonly retentionDays: number;
  readonly exported?: unknown;
}): readonly string[] {
  const days = asked.withinDays === 1 ? "1 day" : `${asked.withinDays} days`;
  return [
    `Reminded: the e-mail provider took a reminder between ${minute(asked.from)} and ${minute(asked.to)} UTC. Doubts that a person dismissed do not count.`,
    "Clicked: the tracked link of the reminder was opened by what looked like a person. A scanner that behaves like a browser is counted too, so this is the most it can be. Other kinds of links are not counted.",
    `Ordered: the same person, under any account known to us, placed an order within ${days} after the reminder. Each order counts once: for the reminder whose link was opened last before it, else for the latest reminder before it. Cancelled and lost orders do not count.`,
    ...(asked.exported === undefined
      ? []
      : [
          `By code: an order of the export carries the referral code of the reminder and was placed within ${days} after it. It counts here only.`,
        ]),
    "An order after a reminder need not come from it: some people would have come back anyway.",
    `The ledger keeps the last 12 endings of a person, forgets a person ${asked.retentionDays} days after the last of them, and keeps nothing of people who unsubscribed or were erased. What it does not keep is missing here.`,
  ];
}

function minute(date: Date): string {
  return date.toISOString().slice(0, 16).replace("T", " ");
}
