/** The ways in which a mail can be wrong, and the heading of each. A mail may be wrong in several ways. */
export const WRONGS = {
  "after-purchase": "after a purchase",
  "after-no": "after a no",
  "without-yes": "without a yes",
  "too-often": "above a cap",
  "quiet-hours": "in quiet hours",
  "not-a-shopper": "to no shopper",
  "stale-cart": "of a stale cart",
  twice: "the same twice",
  "no-evidence": "no evidence kept",
} as const;

export type Wrong = keyof typeof WRONGS;
