/** The ways in which a mail can be wrong, each as it is said of a number of mails. A mail may be wrong in several ways. */
export const WRONGS = {
  "after-purchase": "after a purchase",
  "after-no": "after the person said no",
  "without-yes": "without a yes",
  "too-often": "above a cap",
  "quiet-hours": "in quiet hours",
  "not-a-shopper": "to no shopper",
  "stale-cart": "about a cart of before",
  twice: "the same mail again",
  "no-evidence": "with no evidence kept",
} as const;

export type Wrong = keyof typeof WRONGS;

/** In the order of reports. */
export const ALL_WRONGS: readonly Wrong[] = [
  "after-purchase",
  "after-no",
  "without-yes",
  "too-often",
  "quiet-hours",
  "not-a-shopper",
  "stale-cart",
  "twice",
  "no-evidence",
];
